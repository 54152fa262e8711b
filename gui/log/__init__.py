"""The log and reports."""
