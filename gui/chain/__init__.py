"""The tree of disks, layers and snapshots."""
