"""The exit codes of the command line."""

DONE, BUG, USAGE, REFUSED, STOPPED = range(5)
OF_OUTCOME = {"done": DONE, "failed": BUG, "refused": REFUSED, "stopped": STOPPED}
