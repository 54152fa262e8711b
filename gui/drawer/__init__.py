"""The queue and the log, beside the road."""
