"""File systems in a guest, and changing them."""
