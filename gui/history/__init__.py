"""The snapshots of a machine as a history: its states with the lines between them."""
