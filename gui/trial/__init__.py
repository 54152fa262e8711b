"""A conversion tried in the window: its screen as it goes, and the verdict."""
