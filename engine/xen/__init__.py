"""What Xen is told: pure functions over data."""
