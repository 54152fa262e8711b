"""Changes of a disk: kept in an overlay, written whole or not at all, undone."""
