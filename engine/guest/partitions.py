"""The partitions of a disk: MBR with logical drives, GPT, dynamic disks, or none at all.

Sources: the UEFI specification, chapter 5 (GPT and the legacy MBR); Microsoft, "Basic and dynamic
disks" and the partition type GUIDs of winioctl.h; the numbering is that of Linux and of boot.ini
(Microsoft KB102873: primary partitions first, logical drives after them).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from engine.disk.disk import Disk
from engine.findings import Finding, finding
from engine.guest.volumes.file_systems import SECTOR, UNKNOWN, FileSystem, identify
from engine.phrase import Phrase

Scheme = Literal["mbr", "gpt", "dynamic", "none"]

_EXTENDED = (0x05, 0x0F, 0x85, 0x15, 0x1F, 0x91, 0x9B)
_PROTECTIVE, _DYNAMIC = 0xEE, 0x42
_LOGICAL_LIMIT = 128
_GPT_ENTRIES_LIMIT = 1024
_LDM_GUIDS = ("5808c8aa-7e8f-42e0-85d2-e1e90434cfb3", "af9b60a0-1431-4f62-bc68-3311714a69ad")
#: "Legacy BIOS bootable", the counterpart of the active flag.
_GPT_ACTIVE = 1 << 2


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition; ``offset`` and ``size`` in bytes, the end clipped to the disk's."""

    number: int  #: the slot in the table, logical drives from 5 on; 0 for a whole disk
    offset: int
    size: int
    type: str  #: two hex digits (MBR) or a GUID in lower case (GPT)
    active: bool
    file_system: FileSystem = UNKNOWN
    name: str = ""  #: of GPT
    uuid: str = ""  #: of GPT; disk signature and number, as Linux makes it, for MBR


@dataclass(frozen=True, slots=True)
class PartitionTable:
    """What a disk is divided into; partitions in the order boot.ini counts them."""

    scheme: Scheme
    id: str  #: the disk signature in eight hex digits (MBR) or a GUID (GPT); empty if there is none
    partitions: tuple[Partition, ...]
    findings: tuple[Finding, ...] = ()


def read(disk: Disk) -> PartitionTable:
    """The partitions of ``disk``. Damage is a finding (W630-W633), never an exception."""
    notes: list[Finding] = []
    sector = disk.pread(0, SECTOR).ljust(SECTOR, b"\0")
    entries = _entries(sector)
    whole = identify(disk, 0, disk.size)
    if not _plausible(sector, entries, disk.size // SECTOR) or whole.kind in ("ntfs", "exfat"):
        return _unpartitioned(disk, whole)
    if any(entry.type == _PROTECTIVE for entry in entries):
        found = _gpt(disk, notes)
        if found is not None:
            return found
    signature = f"{struct.unpack_from('<I', sector, 440)[0]:08x}"
    parts = tuple(_mbr(disk, entries, signature, notes))
    scheme: Scheme = "mbr"
    if any(entry.type == _DYNAMIC for entry in entries):
        scheme = "dynamic"
        notes.append(finding("W630"))
    return PartitionTable(scheme, signature, parts, tuple(notes))


def _unpartitioned(disk: Disk, whole: FileSystem) -> PartitionTable:
    if not whole.kind:
        return PartitionTable("none", "", ())
    return PartitionTable("none", "", (Partition(0, 0, disk.size, "", False, whole),))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of an MBR; sectors counted from where the table says."""

    status: int
    type: int
    start: int
    length: int


def _entries(sector: bytes) -> list[_Entry]:
    rows = (struct.unpack_from("<B3xB3xII", sector, 446 + 16 * slot) for slot in range(4))
    return [_Entry(*row) for row in rows]


def _plausible(sector: bytes, entries: list[_Entry], sectors: int) -> bool:
    """Whether it is a table rather than the code of a boot sector at the same place."""
    used = [entry for entry in entries if entry.type]
    return (
        sector[510:512] == b"\x55\xaa"
        and bool(used)
        and all(entry.status in (0, 0x80) for entry in entries)
        and any(0 < entry.start < sectors and entry.length for entry in used)
    )


def _mbr(
    disk: Disk, entries: list[_Entry], signature: str, notes: list[Finding]
) -> Iterator[Partition]:
    primary = [(slot, each) for slot, each in enumerate(entries, start=1) if each.type]
    found = [pair for pair in primary if pair[1].type not in _EXTENDED]
    for _, entry in primary:
        if entry.type in _EXTENDED:
            found += enumerate(_logical(disk, entry, notes), start=5)
            break
    for number, entry in found:
        partition = _partition(disk, number, entry.start, entry.length, notes)
        if partition is not None:
            offset, size = partition
            yield Partition(
                number,
                offset,
                size,
                f"{entry.type:02x}",
                entry.status == 0x80,
                identify(disk, offset, size),
                uuid=f"{signature}-{number:02x}",
            )


def _logical(disk: Disk, container: _Entry, notes: list[Finding]) -> Iterator[_Entry]:
    """The logical drives of an extended partition, by the chain of their tables."""
    seen: set[int] = set()
    at = container.start
    while at not in seen and len(seen) < _LOGICAL_LIMIT:
        seen.add(at)
        sector = disk.pread(at * SECTOR, SECTOR)
        if sector[510:512] != b"\x55\xaa":
            notes.append(finding("W632", reason=Phrase("there is no table at sector {at}", at=at)))
            return
        entries = _entries(sector)
        for entry in entries:
            if entry.type and entry.type not in _EXTENDED and entry.length:
                yield _Entry(entry.status, entry.type, at + entry.start, entry.length)
        following = [entry.start for entry in entries if entry.type in _EXTENDED and entry.start]
        if not following:
            return
        at = container.start + following[0]
    notes.append(finding("W632", reason=Phrase("the chain of logical drives does not end")))


def _partition(
    disk: Disk, number: int, start: int, length: int, notes: list[Finding]
) -> tuple[int, int] | None:
    """Offset and size in bytes, clipped to the disk; None if nothing of it is there."""
    offset, size = start * SECTOR, length * SECTOR
    if offset + size > disk.size:
        notes.append(finding("W633", number=number))
    size = min(size, disk.size - offset)
    return (offset, size) if size > 0 else None


def _gpt(disk: Disk, notes: list[Finding]) -> PartitionTable | None:
    """The GUID partition table; from the backup at the disk's end if the first is damaged."""
    header = _gpt_header(disk, SECTOR)
    if header is None:
        notes.append(finding("W632", reason=Phrase("the first GUID partition table is damaged")))
        header = _gpt_header(disk, disk.size // SECTOR * SECTOR - SECTOR)
    if header is None:
        return None
    id, entries = header
    parts = tuple(_gpt_partitions(disk, entries, notes))
    scheme: Scheme = "gpt"
    if any(each.type in _LDM_GUIDS for each in parts):
        scheme = "dynamic"
        notes.append(finding("W630"))
    return PartitionTable(scheme, id, parts, tuple(notes))


def _gpt_header(disk: Disk, offset: int) -> tuple[str, list[bytes]] | None:
    """The disk's GUID and the entries; None unless both checksums are right."""
    header = disk.pread(offset, SECTOR)
    if len(header) < SECTOR or header[:8] != b"EFI PART":
        return None
    size, checksum = struct.unpack_from("<II", header, 12)
    table, count, length, table_checksum = struct.unpack_from("<QIII", header, 72)
    if not (92 <= size <= SECTOR and count <= _GPT_ENTRIES_LIMIT and length in (128, 256, 512)):
        return None
    bare = header[:16] + bytes(4) + header[20:size]
    content = disk.pread(table * SECTOR, count * length) if table * SECTOR < disk.size else b""
    if zlib.crc32(bare) != checksum or zlib.crc32(content) != table_checksum:
        return None
    entries = [content[start : start + length] for start in range(0, len(content), length)]
    return str(UUID(bytes_le=header[56:72])), entries


def _gpt_partitions(disk: Disk, entries: list[bytes], notes: list[Finding]) -> Iterator[Partition]:
    for number, entry in enumerate(entries, start=1):
        if not any(entry[:16]):
            continue
        first, last, flags = struct.unpack_from("<QQQ", entry, 32)
        place = _partition(disk, number, first, last - first + 1, notes)
        if place is None:
            continue
        yield Partition(
            number,
            *place,
            str(UUID(bytes_le=entry[:16])),
            bool(flags & _GPT_ACTIVE),
            identify(disk, *place),
            entry[56:128].decode("utf-16-le", "replace").split("\0")[0],
            str(UUID(bytes_le=entry[16:32])),
        )
