"""COWD extents: redo logs (``.REDO``) and deltas of ESX and GSX, ``vmfsSparse``.

Source: "VMWare Virtual Disk Format" by J. Metz (libyal), section "COWD sparse extent data file".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import BlockMap, Ints, Kind
from engine.disk.files import Files
from engine.findings import Finding, Refusal, finding, refuse
from engine.phrase import Phrase
from engine.vmware.descriptor import SECTOR
from engine.vmware.grain_tables import Entries, GrainTables, by_sector
from engine.vmware.grains import Grains

MAGIC = b"COWD"
ENTRIES_PER_TABLE = 4096
HEADER_SIZE = 2048
_FIELDS = struct.Struct("<4s7I")
_PARENT_NAME, _PARENT_NAME_SIZE, _DIRTY = 32, 1024, 1648


@dataclass(frozen=True, slots=True)
class Header:
    """The COWD header; sizes in sectors."""

    capacity: int
    grain: int
    directory: int
    tables: int
    parent: str  #: file name of the parent, empty for a root or where it was not set
    geometry: tuple[int, int, int] | None  #: of a root
    dirty: bool


def read_header(files: Files, file: int) -> Header:
    """The header; refuses (E202, E203, E204, E206) what is none or makes no sense."""
    path = files.path(file)
    data = files.read(file, 0, HEADER_SIZE)
    magic, version, _flags, capacity, grain, directory, tables, _free = _FIELDS.unpack_from(data)
    if magic != MAGIC:
        raise refuse("E203", path=path, reason=Phrase("it has no COWD header"))
    if version != 1:
        raise refuse(
            "E206",
            path=path,
            what=Phrase("COWD version {version}", version=version),
            name=path.name,
        )
    if not capacity or not 0 < grain <= 1 << 11 or grain & (grain - 1):
        raise _damaged(
            path, Phrase("{capacity} sectors in grains of {grain}", capacity=capacity, grain=grain)
        )
    if not -(-capacity // (grain * ENTRIES_PER_TABLE)) <= tables <= 1 << 22:
        raise _damaged(path, Phrase("a grain directory of {tables} entries", tables=tables))
    # A root has its geometry where a child has its parent's name; no flag tells them apart.
    cylinders, heads, sectors = struct.unpack_from("<3I", data, _PARENT_NAME)
    is_root = cylinders > 0 and 0 < heads <= 255 and 0 < sectors <= 255
    name = data[_PARENT_NAME : _PARENT_NAME + _PARENT_NAME_SIZE].split(b"\0", 1)[0]
    return Header(
        capacity,
        grain,
        directory,
        tables,
        "" if is_root else name.decode("utf-8", "replace"),
        (cylinders, heads, sectors) if is_root else None,
        bool(struct.unpack_from("<I", data, _DIRTY)[0]),
    )


@dataclass(frozen=True, slots=True)
class Cowd:
    """A COWD extent as a mapping."""

    header: Header
    grains: Grains

    @property
    def size(self) -> int:
        return self.header.capacity * SECTOR

    @property
    def grain(self) -> int:
        return self.header.grain * SECTOR

    def blocks(self, start: int, stop: int) -> BlockMap:
        return self.grains.blocks(start, stop)

    def runs(self, start: int, stop: int) -> int:
        return self.grains.runs(start, stop)


def _decode(entries: Entries) -> tuple[NDArray[np.uint8], Ints]:
    return np.full(len(entries), Kind.DATA, np.uint8), entries.astype(np.int64) * SECTOR


def open_extent(files: Files, file: int, header: Header, notes: list[Finding]) -> Cowd:
    """The mapping of an extent; its directory is read and checked now (E204), notes W201."""
    if header.dirty:
        notes.append(finding("W201", path=files.path(file)))
    size, grain = header.capacity * SECTOR, header.grain * SECTOR
    directory, count = header.directory * SECTOR, -(-size // (grain * ENTRIES_PER_TABLE))
    locate = by_sector(files, file, ENTRIES_PER_TABLE * 4)
    tables = GrainTables(files, file, directory, count, ENTRIES_PER_TABLE, np.dtype("<u4"), locate)
    tables.check()
    metadata = ((0, HEADER_SIZE), (directory, directory + count * 4))
    return Cowd(header, Grains(tables, _decode, size, grain, metadata, notes))


def _damaged(path: Path, reason: str) -> Refusal:
    return refuse("E204", path=path, reason=reason)
