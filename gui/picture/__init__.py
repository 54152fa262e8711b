"""The picture of a chain."""
