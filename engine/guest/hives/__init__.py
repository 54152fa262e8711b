"""Registry hives."""
