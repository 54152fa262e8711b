"""A finished conversion and the work on it."""
