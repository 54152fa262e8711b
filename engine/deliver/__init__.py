"""Bringing what was made to the server: a folder or volumes, here or over SSH."""
