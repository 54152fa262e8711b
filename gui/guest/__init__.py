"""The guest and what is changed in it."""
