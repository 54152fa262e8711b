"""The guide, as the window shows it."""
