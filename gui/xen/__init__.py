"""What Xen is told."""
