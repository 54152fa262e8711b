"""What is inside the disk; whatever is written goes through an overlay."""
