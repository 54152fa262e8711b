"""What snapshots changed in the files of a guest."""
