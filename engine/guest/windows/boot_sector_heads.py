"""The number of heads in an NTFS boot sector, by which the loaders of NT 5 find their way.

They address the disk by cylinder, head and sector; VMware's BIOS and Xen's count heads differently
for small disks, and then the loader stops with "A disk read error occurred". The figures are those
that virt-v2v writes for QEMU's BIOS, which Xen's is (libguestfs, convert_windows.ml).
"""

from __future__ import annotations

import struct

from engine.disk.edits.overlay import Overlay
from engine.guest.partitions import Partition
from engine.guest.windows.changes import SectorChange
from engine.phrase import Phrase

_MAGIC_AT, _MAGIC, _HEADS_AT = 3, b"NTFS    ", 0x1A
_SIZES = ((2_114_445_312, 0x40), (4_228_374_780, 0x80))
_LARGE = 0xFF


def heads(disk_size: int) -> int:
    """What Xen's BIOS takes a disk of so many bytes to have."""
    return next((count for limit, count in _SIZES if disk_size < limit), _LARGE)


def fit(overlay: Overlay, partition: Partition) -> SectorChange | None:
    """Correct the boot sector of ``partition`` in ``overlay``; None if there is nothing to do."""
    sector = overlay.pread(partition.offset, 512)
    if sector[_MAGIC_AT:][: len(_MAGIC)] != _MAGIC:
        return None
    (before,) = struct.unpack_from("<H", sector, _HEADS_AT)
    after = heads(overlay.size)
    if before == after:
        return None
    copy = _copy_at(overlay, partition, sector)
    for at in (partition.offset, *copy):
        overlay.pwrite(at + _HEADS_AT, struct.pack("<H", after))
    return SectorChange(partition.number, Phrase("heads"), before, after)


def _copy_at(overlay: Overlay, partition: Partition, sector: bytes) -> tuple[int, ...]:
    """Where the copy of a boot sector is that NTFS keeps behind its volume, if it is one still."""
    size, count = *struct.unpack_from("<H", sector, 11), *struct.unpack_from("<Q", sector, 40)
    at = partition.offset + size * count
    inside = size >= 512 and at + 512 <= partition.offset + partition.size
    return (at,) if inside and overlay.pread(at, 512) == sector else ()
