"""Machines, guests and domains as text, rows and JSON."""
