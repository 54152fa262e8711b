"""What reaches over several disks: volume groups, arrays, file systems; told by labels alone.

Sources: the LVM2 sources (label and text metadata), the kernel's documentation of md superblocks
and of btrfs, and Linux-NTFS' description of the logical disk manager (LDM) of Windows.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from engine.disk.disk import Disk
from engine.findings import Refusal
from engine.guest.partitions import Partition, PartitionTable
from engine.guest.volumes.file_systems import SECTOR
from engine.guest.volumes.volume_stream import Stream, refusing
from engine.phrase import Phrase

Kind = Literal["lvm", "md", "btrfs", "ldm"]

_MD, _BTRFS = 4096, 65536
_MIRROR = 1  #: the level of md whose disks are each whole
_LDM_DISKS = 0x91  #: where the database of LDM says how many disks there are
_LDM_METADATA = "5808c8aa-7e8f-42e0-85d2-e1e90434cfb3"


@dataclass(frozen=True, slots=True)
class Group:
    """Something of which a disk holds some of ``count`` parts, and which needs them all."""

    kind: Kind
    id: str
    name: str
    count: int
    held: int = 1  #: parts on the disk

    @property
    def words(self) -> Phrase:
        """What users call it."""
        name = self.name or self.id
        return {
            "lvm": Phrase("the volume group {name}", name=name),
            "md": Phrase("the array {name}", name=name),
            "btrfs": Phrase("the btrfs file system {name}", name=name),
            "ldm": Phrase("the dynamic disk group {name}", name=name),
        }[self.kind]


def find(disk: Disk, table: PartitionTable) -> tuple[Group, ...]:
    """The groups that ``disk`` is a part of, but for those that it holds alone.

    Labels that make no sense are none. Refuses what ``disk`` refuses to read.
    """
    found = Counter([*_of_partitions(disk, table), *_dynamic(disk, table)])
    counted = (replace(group, held=held) for group, held in found.items())
    return tuple(each for each in counted if each.held < each.count)


def _of_partitions(disk: Disk, table: PartitionTable) -> Iterator[Group]:
    readers = {"lvm": _lvm, "md": _md, "btrfs": _btrfs}
    for part in table.partitions:
        reader = readers.get(part.file_system.kind)
        group = reader(disk, part) if reader else None
        if group is not None:
            yield group


def _lvm(disk: Disk, part: Partition) -> Group | None:
    from dissect.volume.lvm.physical import LVM2Device

    try:
        with refusing(Phrase("the volume group")):
            metadata = LVM2Device(Stream(disk, part.offset, part.size)).metadata or {}
            name, described = next(
                (key, each) for key, each in metadata.items() if isinstance(each, dict)
            )
            return Group("lvm", str(described["id"]), name, len(described["physical_volumes"]))
    except (Refusal, StopIteration):
        return None


def _md(disk: Disk, part: Partition) -> Group | None:
    block = disk.pread(part.offset + _MD, 96)
    if len(block) < 96:
        return None
    level, count = struct.unpack_from("<i", block, 72)[0], struct.unpack_from("<I", block, 92)[0]
    if level == _MIRROR or not 0 < count < 1 << 16:
        return None
    name = block[32:64].split(b"\0")[0].decode("utf-8", "replace")
    return Group("md", str(UUID(bytes=block[16:32])), name, count)


def _btrfs(disk: Disk, part: Partition) -> Group | None:
    block = disk.pread(part.offset + _BTRFS, 0x90)
    if len(block) < 0x90:
        return None
    count = struct.unpack_from("<Q", block, 0x88)[0]
    system = part.file_system
    return Group("btrfs", system.uuid, system.label, count) if count < 1 << 16 else None


def _dynamic(disk: Disk, table: PartitionTable) -> Iterator[Group]:
    """The group of a dynamic disk, by its private header and the database behind it."""
    if table.scheme != "dynamic":
        return
    metadata = [each for each in table.partitions if each.type == _LDM_METADATA]
    at = metadata[0].offset + metadata[0].size - SECTOR if metadata else 6 * SECTOR
    header = disk.pread(at, SECTOR)
    if len(header) < SECTOR or header[:8] != b"PRIVHEAD":
        return
    id, name = (_text(header, start, size) for start, size in ((0xB0, 64), (0xF0, 31)))
    config = struct.unpack_from(">Q", header, 0x12B)[0]
    yield Group("ldm", id, name, _dynamic_disks(disk, config))


def _dynamic_disks(disk: Disk, config: int) -> int:
    """How many disks the database counts that begins at the sector ``config``; 0 if none."""
    for toc in (1, 2):
        block = disk.pread((config + toc) * SECTOR, SECTOR) if config < disk.size else b""
        if block[:8] == b"TOCBLOCK":
            start = struct.unpack_from(">Q", block, 0x2E)[0]
            database = disk.pread((config + start) * SECTOR, SECTOR) if start < 4096 else b""
            if database[:4] == b"VMDB":
                return int(struct.unpack_from(">I", database, _LDM_DISKS)[0])
    return 0


def _text(block: bytes, start: int, size: int) -> str:
    return block[start : start + size].split(b"\0")[0].decode("ascii", "replace")
