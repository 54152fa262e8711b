"""Which file of a volume each of its bytes belongs to, and what became of the files."""
