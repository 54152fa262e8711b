"""Blocks on their way: read, inflated, copied, journalled, verified."""
