"""Threads and tasks beside the event loop."""
