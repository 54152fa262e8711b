"""seSparse extents: snapshots of vSphere 6.5 and later on VMFS6.

The format is not documented by VMware; the layout is what QEMU and others found out. All sizes in
the headers are in sectors.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import BlockMap, Ints, Kind
from engine.disk.files import Files
from engine.findings import Finding, Refusal, refuse
from engine.phrase import Phrase
from engine.vmware.descriptor import DISK_LIMIT, SECTOR
from engine.vmware.grain_tables import Entries, GrainTables
from engine.vmware.grains import Grains

MAGIC = struct.pack("<Q", 0xCAFEBABE)
_VOLATILE_MAGIC = 0xCAFECAFE
_VERSION = 0x2_0000_0001
_CONST = struct.Struct("<26Q")
_VOLATILE = struct.Struct("<4Q")
_GRAIN_SECTORS, _TABLE_SECTORS = 8, 64
_GRAIN = _GRAIN_SECTORS * SECTOR
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
        raise refuse("E203", path=path, reason=Phrase("it has no seSparse header"))
    if version != _VERSION or grain != _GRAIN_SECTORS or table != _TABLE_SECTORS or flags:
        raise refuse(
            "E206",
            path=path,
            what=Phrase("seSparse version {version}", version=format(version, "#x")),
            name=path.name,
        )
    limit = DISK_LIMIT // SECTOR
    if not 0 < capacity <= limit or max(volatile, directory, tables, grains) > limit:
        raise _damaged(path, Phrase("its header points beyond any disk"))
    _check_journal(files, file, volatile)
    return Header(capacity, directory, directory_size, tables, tables_size, grains)


def _check_journal(files: Files, file: int, sector: int) -> None:
    magic, _, _, replay = _VOLATILE.unpack_from(files.read(file, sector * SECTOR, SECTOR))
    if magic != _VOLATILE_MAGIC:
        raise _damaged(files.path(file), Phrase("it has no volatile header"))
    if replay:
        raise refuse("E208", path=files.path(file))


@dataclass(frozen=True, slots=True)
class SeSparse:
    """A seSparse extent as a mapping."""

    header: Header
    grains: Grains

    @property
    def size(self) -> int:
        return self.header.capacity * SECTOR

    @property
    def grain(self) -> int:
        return _GRAIN

    def blocks(self, start: int, stop: int) -> BlockMap:
        return self.grains.blocks(start, stop)

    def runs(self, start: int, stop: int) -> int:
        return self.grains.runs(start, stop)


_KINDS = np.array([Kind.HOLE, Kind.ZERO, Kind.ZERO, Kind.DATA], np.uint8)


def open_extent(files: Files, file: int, header: Header, notes: list[Finding]) -> SeSparse:
    """The mapping of an extent; its directory is read and checked now (E202, E204)."""
    size = header.capacity * SECTOR
    count = -(-header.capacity // (_GRAIN_SECTORS * _PER_TABLE))
    if count * 8 > header.directory_size * SECTOR:
        raise _damaged(files.path(file), Phrase("its grain directory is too small"))

    def locate(entries: Entries) -> Ints:
        kind, number = entries >> np.uint64(32), entries & np.uint64(0xFFFF_FFFF)
        beyond = number.astype(np.int64) >= header.tables_size // _TABLE_SECTORS
        if ((entries != 0) & ((kind != _ALLOCATED_TABLE) | beyond)).any():
            raise _damaged(files.path(file), Phrase("its grain directory is not valid"))
        where = (header.tables + number.astype(np.int64) * _TABLE_SECTORS) * SECTOR
        return np.where(entries == 0, -1, where)

    def decode(entries: Entries) -> tuple[NDArray[np.uint8], Ints]:
        state = entries >> np.uint64(60)
        if ((state > _ALLOCATED) | (state == _UNALLOCATED)).any():
            raise _damaged(files.path(file), Phrase("a grain entry of an unknown kind"))
        # The twelve lowest bits of the place are kept above the 48 others.
        low = (entries >> np.uint64(48)) & np.uint64(0xFFF)
        high = (entries & np.uint64(0xFFFF_FFFF_FFFF)) << np.uint64(12)
        place = np.where(state == _ALLOCATED, high | low, 0).astype(np.int64)
        if (place > DISK_LIMIT // _GRAIN).any():
            raise _damaged(files.path(file), Phrase("a grain lies beyond any disk"))
        return _KINDS[state], header.grains * SECTOR + place * _GRAIN

    tables = GrainTables(
        files, file, header.directory * SECTOR, count, _PER_TABLE, np.dtype("<u8"), locate
    )
    tables.check()
    headers = ((0, 2 * SECTOR),)
    return SeSparse(header, Grains(tables, decode, size, _GRAIN, headers, notes))


def _damaged(path: Path, reason: str) -> Refusal:
    return refuse("E204", path=path, reason=reason)
