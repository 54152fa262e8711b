"""Named sets of choices, for many machines."""
