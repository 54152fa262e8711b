"""Deliveries to the Xen server."""
