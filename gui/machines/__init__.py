"""The machines that are open."""
