"""Finished conversions."""
