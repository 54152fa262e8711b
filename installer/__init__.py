"""Makes the application installable; README.md says how. Not part of the application."""
