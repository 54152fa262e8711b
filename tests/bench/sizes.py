"""How large the disks are, by the one size that is chosen."""

from __future__ import annotations

MIB, TIB = 1 << 20, 1 << 40

#: How often the largest disk has the same part.
PARTS = 8


def huge_size(size: int) -> int:
    """The virtual size of the huge disks: 1 TiB, and less where the workloads are small."""
    return min(TIB, size << 9)
