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
    overlay.pwrite(partition.offset + _HEADS_AT, struct.pack("<H", after))
    return SectorChange(partition.number, Phrase("heads"), before, after)
