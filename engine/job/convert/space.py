"""Whether the results fit where they are to go."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.findings import Finding, finding
from engine.sizes import binary

#: Tables, configuration, manifest, journals: what is not content of the disks.
_OVERHEAD = 16 << 20
_OVERHEAD_SHARE = 500


def check_space(folder: Path, allocated: int) -> tuple[int, int, tuple[Finding, ...]]:
    """Bytes needed at most for ``allocated`` bytes of content, bytes free, and E401 if too few."""
    needed = allocated + allocated // _OVERHEAD_SHARE + _OVERHEAD
    free = free_bytes(folder)
    if needed <= free:
        return needed, free, ()
    return needed, free, (finding("E401", path=folder, needed=binary(needed), free=binary(free)),)


def free_bytes(folder: Path) -> int:
    """Bytes free for us where ``folder`` is or would be made."""
    existing = folder.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    return shutil.disk_usage(existing).free
