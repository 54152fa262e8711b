"""Blocks that file systems do not use: found where a check proves it, nothing where it does not."""
