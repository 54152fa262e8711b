"""Reads what VMware wrote; writes nothing."""
