"""seSparse extents: snapshots of vSphere 6.5 and later on VMFS6.

The format is not documented by VMware; the layout is what QEMU and others found out. All sizes in
the headers are in sectors.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.disk.block_map import BlockMap, Kind
from engine.disk.files import Files
from engine.findings import Refusal, refuse
from engine.vmware.descriptor import DISK_LIMIT, SECTOR
from engine.vmware.grain_tables import GrainTables
from engine.vmware.grains import Window, check_inside, hole, to_map

MAGIC = struct.pack("<Q", 0xCAFEBABE)
_VOLATILE_MAGIC = 0xCAFECAFE
_VERSION = 0x2_0000_0001
_CONST = struct.Struct("<26Q")
_VOLATILE = struct.Struct("<4Q")
_GRAIN_SECTORS, _TABLE_SECTORS = 8, 64
_PER_TABLE = _TABLE_SECTORS * SECTOR // 8
_ALLOCATED_TABLE = 0x1000_0000
_UNALLOCATED, _UNMAPPED, _ZERO, _ALLOCATED = range(4)


@dataclass(frozen=True, slots=True)
class Header:
    """The constant header; all fields in sectors."""

    capacity: int
    directory: int
    directory_size: int
    tables: int
    tables_size: int
    grains: int


def read_header(files: Files, file: int) -> Header:
    """The header; refuses E203, E204, E206, and E208 where the journal was not replayed."""
    path = files.path(file)
    fields = _CONST.unpack_from(files.read(file, 0, SECTOR))
    magic, version, capacity, grain, table, flags = fields[:6]
    volatile, _volatile_size = fields[10:12]
    directory, directory_size, tables, tables_size = fields[16:20]
    grains = fields[24]
    if magic != struct.unpack("<Q", MAGIC)[0]:
        raise refuse("E203", path=path, reason="it has no seSparse header")
    if version != _VERSION or grain != _GRAIN_SECTORS or table != _TABLE_SECTORS or flags:
        raise refuse("E206", path=path, what=f"seSparse version {version:#x}", name=path.name)
    limit = DISK_LIMIT // SECTOR
    if not 0 < capacity <= limit or max(volatile, directory, tables, grains) > limit:
        raise _damaged(path, "its header points beyond any disk")
    _check_journal(files, file, volatile)
    return Header(capacity, directory, directory_size, tables, tables_size, grains)


def _check_journal(files: Files, file: int, sector: int) -> None:
    magic, _, _, replay = _VOLATILE.unpack_from(files.read(file, sector * SECTOR, SECTOR))
    if magic != _VOLATILE_MAGIC:
        raise _damaged(files.path(file), "it has no volatile header")
    if replay:
        raise refuse("E208", path=files.path(file))


@dataclass(frozen=True, slots=True)
class SeSparse:
    """A seSparse extent as a mapping."""

    files: Files
    file: int
    header: Header
    tables: GrainTables

    @property
    def size(self) -> int:
        return self.header.capacity * SECTOR

    @property
    def grain(self) -> int:
        return _GRAIN_SECTORS * SECTOR

    def blocks(self, start: int, stop: int) -> BlockMap:
        window = Window(start, stop, self.grain)
        entries = self.tables.entries(window.first, window.last)
        if entries is None:
            return hole(window)
        path = self.files.path(self.file)
        state = entries >> np.uint64(60)
        if ((state > _ALLOCATED) | ((state == _UNALLOCATED) & (entries != 0))).any():
            raise _damaged(path, "a grain entry of an unknown kind")
        # The twelve lowest bits of the grain's number are kept above the 48 others.
        low = (entries >> np.uint64(48)) & np.uint64(0xFFF)
        high = (entries & np.uint64(0xFFFF_FFFF_FFFF)) << np.uint64(12)
        number = (high | low).astype(np.int64)
        held = state == _ALLOCATED
        if (held & (number > DISK_LIMIT // self.grain)).any():
            raise _damaged(path, "a grain lies beyond any disk")
        offset = (self.header.grains + number * _GRAIN_SECTORS) * SECTOR
        needed = np.minimum(window.addresses + self.grain, self.size) - window.addresses
        check_inside(offset, held, needed, self.files.size(self.file), path)
        return to_map(window, _KINDS[state], offset, self.file, self.size)


_KINDS = np.array([Kind.HOLE, Kind.ZERO, Kind.ZERO, Kind.DATA], np.uint8)


def open_extent(files: Files, file: int, header: Header) -> SeSparse:
    """The mapping of an extent; its directory is read and checked now (E202, E204)."""
    path = files.path(file)
    count = -(-header.capacity // (_GRAIN_SECTORS * _PER_TABLE))
    if count * 8 > header.directory_size * SECTOR:
        raise _damaged(path, "its grain directory is too small")
    directory = np.frombuffer(files.read(file, header.directory * SECTOR, count * 8), "<u8")
    present = directory != 0
    kind, number = directory >> np.uint64(32), (directory & np.uint64(0xFFFF_FFFF)).astype(np.int64)
    beyond = (number + 1) * _TABLE_SECTORS > header.tables_size
    if (present & ((kind != _ALLOCATED_TABLE) | beyond)).any():
        raise _damaged(path, "its grain directory is not valid")
    tables = np.where(present, (header.tables + number * _TABLE_SECTORS) * SECTOR, -1)
    layout = GrainTables(files, file, tables, _PER_TABLE, np.dtype("<u8"))
    return SeSparse(files, file, header, layout)


def _damaged(path: Path, reason: str) -> Refusal:
    return refuse("E204", path=path, reason=reason)
