"""Whether the results fit where they are to go."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine import platform
from engine.findings import Finding, Refusal, finding
from engine.sizes import binary

#: Tables, configuration, manifest, journals: what is not content of the disks.
_OVERHEAD = 16 << 20
_OVERHEAD_SHARE = 500
_FULL = (errno.ENOSPC, errno.EDQUOT)


def check_space(folder: Path, allocated: int) -> tuple[int, int, tuple[Finding, ...]]:
    """Bytes needed at most for ``allocated`` bytes of content, bytes free, and E401 if too few."""
    needed = allocated + allocated // _OVERHEAD_SHARE + _OVERHEAD
    free = free_bytes(folder)
    if needed <= free:
        return needed, free, ()
    return needed, free, (finding("E401", path=folder, needed=binary(needed), free=binary(free)),)


@contextmanager
def measured(folder: Path, needed: int) -> Iterator[None]:
    """Have whatever is refused within, because the drive of ``folder`` is full, say how much is
    missing (E936) of the ``needed`` bytes.
    """
    try:
        yield
    except Refusal as refusal:
        if not any(_is_full(each) for each in refusal.findings):
            raise
        taken = sum(platform.allocated(each) for each in folder.iterdir() if each.is_file())
        missing = needed - taken - free_bytes(folder)
        if missing <= 0:
            raise
        full = finding("E936", path=folder, missing=binary(missing))
        raise Refusal(full if _is_full(each) else each for each in refusal.findings) from None


def _is_full(found: Finding) -> bool:
    return found.code == "E403" and found.errno in _FULL


#: By the names of Linux, macOS and Windows, in small letters.
_FAT = ("vfat", "msdos", "fat", "fat12", "fat16", "fat32")
_WITHOUT_HOLES = (*_FAT, "exfat")
_FAT_LIMIT = (4 << 30) - 1


def takes_holes(folder: Path) -> bool:
    """Whether what is not written takes no room in the files of ``folder``."""
    return platform.file_system(_existing(folder)).lower() not in _WITHOUT_HOLES


def check_size(target: Path, size: int) -> Iterator[Finding]:
    """E910 for a file of ``size`` bytes that its file system cannot have."""
    kind = platform.file_system(_existing(target.parent))
    if kind.lower() in _FAT and size > _FAT_LIMIT:
        yield finding("E910", path=target, kind=kind, size=binary(size))


def _existing(folder: Path) -> Path:
    """``folder``, or the nearest one above it that is there."""
    existing = folder.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    return existing


def free_bytes(folder: Path) -> int:
    """Bytes free for us where ``folder`` is or would be made."""
    return shutil.disk_usage(_existing(folder)).free
