"""Jobs that wait, run and are over."""
