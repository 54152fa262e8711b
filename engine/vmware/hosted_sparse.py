"""KDMV extents: monolithicSparse, split sparse and (with its markers) streamOptimized.

Source: VMware's "Virtual Disk Format 5.0", section "Hosted Sparse Extents". All sizes in the header
are in sectors.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import BlockMap, Ints, Kind
from engine.disk.files import Files
from engine.findings import Finding, Refusal, finding, refuse
from engine.phrase import Phrase
from engine.vmware.descriptor import DISK_LIMIT, SECTOR
from engine.vmware.grain_tables import Entries, GrainTables, by_sector
from engine.vmware.grains import Grains

MAGIC = b"KDMV"
_HEADER = struct.Struct("<4sIIQQQQIQQQB4sH")
_NEWLINE_TEST = b"\n \r\n"
_DIRECTORY_LIMIT = 64 << 20
_AT_END = (1 << 64) - 1

_NEWLINES, _REDUNDANT, _ZERO_GRAINS = 1 << 0, 1 << 1, 1 << 2
_COMPRESSED, _MARKERS = 1 << 16, 1 << 17
_DEFLATE = 1


@dataclass(frozen=True, slots=True)
class Header:
    """The sparse extent header; all fields in sectors unless said."""

    version: int
    flags: int
    capacity: int
    grain: int
    descriptor_offset: int
    descriptor_size: int
    entries_per_table: int
    redundant_directory: int
    directory: int
    unclean: bool
    compression: int

    @property
    def compressed(self) -> bool:
        return bool(self.flags & _COMPRESSED)

    @property
    def zero_grains(self) -> bool:
        return bool(self.flags & _ZERO_GRAINS)

    @property
    def tables(self) -> int:
        """Number of grain tables."""
        return -(-self.capacity // (self.grain * self.entries_per_table))


def read_header(files: Files, file: int) -> Header:
    """The header, or that of the footer where the directory was written last.

    Refuses (E202, E203, E204, E206) what is no header or makes no sense.
    """
    header = _parse(files.read(file, 0, SECTOR), files.path(file))
    if header.directory == _AT_END:
        footer = _parse(_footer(files, file), files.path(file))
        if footer.directory == _AT_END or footer.capacity != header.capacity:
            raise _damaged(files.path(file), Phrase("the footer does not match the header"))
        header = replace(
            footer,
            descriptor_offset=header.descriptor_offset,
            descriptor_size=header.descriptor_size,
        )
    return header


def _footer(files: Files, file: int) -> bytes:
    """The footer: a header in the last sector but one, its marker before, end-of-stream after."""
    size = files.size(file)
    if size < 4 * SECTOR:
        raise refuse("E202", path=files.path(file), size=size, needed=4 * SECTOR)
    end = files.read(file, size - 3 * SECTOR, 3 * SECTOR)
    _, _, kind = struct.unpack_from("<QII", end)
    if kind != _FOOTER_MARKER or any(end[2 * SECTOR : 2 * SECTOR + 16]):
        raise _damaged(files.path(file), Phrase("there is no footer at its end"))
    return end[SECTOR : 2 * SECTOR]


_FOOTER_MARKER = 3


def _parse(data: bytes, path: Path) -> Header:
    fields = _HEADER.unpack_from(data)
    magic, version, flags, capacity, grain, text, text_size, per_table = fields[:8]
    redundant, directory, _overhead, unclean, newlines, compression = fields[8:]
    if magic != MAGIC:
        raise refuse("E203", path=path, reason=Phrase("it has no KDMV header"))
    if version not in (1, 2, 3):
        raise refuse(
            "E206",
            path=path,
            what=Phrase("sparse version {version}", version=version),
            name=path.name,
        )
    if flags & _NEWLINES and newlines != _NEWLINE_TEST:
        raise _damaged(path, Phrase("line ends were changed: it was copied as text"))
    header = Header(
        version,
        flags,
        capacity,
        grain,
        text,
        text_size,
        per_table,
        redundant if flags & _REDUNDANT else 0,
        directory,
        bool(unclean),
        compression,
    )
    _check(header, path)
    return header


def _check(header: Header, path: Path) -> None:
    if not 0 < header.capacity <= DISK_LIMIT // SECTOR:
        raise _damaged(path, Phrase("a capacity of {capacity} sectors", capacity=header.capacity))
    grain_limit = 1 << 13 if header.compressed else 1 << 16
    if not 0 < header.grain <= grain_limit or header.grain & (header.grain - 1):
        raise _damaged(path, Phrase("a grain of {grain} sectors", grain=header.grain))
    if not 0 < header.entries_per_table <= 4096:
        raise _damaged(
            path,
            Phrase(
                "grain tables of {entries} entries",
                entries=header.entries_per_table,
            ),
        )
    if header.tables * 4 > _DIRECTORY_LIMIT:
        raise _damaged(path, Phrase("a grain directory of {tables} entries", tables=header.tables))
    if header.compressed and header.compression != _DEFLATE:
        what = Phrase("compression {compression}", compression=header.compression)
        raise refuse("E206", path=path, what=what, name=path.name)
    if header.compressed and not header.flags & _MARKERS:
        raise refuse("E206", path=path, what=Phrase("compression without markers"), name=path.name)


def embedded_descriptor(files: Files, file: int, header: Header) -> bytes:
    """The text of the descriptor inside the extent; empty if it has none."""
    if not header.descriptor_offset or not header.descriptor_size:
        return b""
    start, size = header.descriptor_offset * SECTOR, header.descriptor_size * SECTOR
    if size > 8 << 20:
        raise _damaged(files.path(file), Phrase("its descriptor is too large"))
    return files.read(file, start, size)


@dataclass(frozen=True, slots=True)
class HostedSparse:
    """A sparse extent as a mapping; ``notes`` receives what turns up while tables are read."""

    header: Header
    grains: Grains
    notes: list[Finding]

    @property
    def size(self) -> int:
        return self.header.capacity * SECTOR

    @property
    def grain(self) -> int:
        return self.header.grain * SECTOR

    def blocks(self, start: int, stop: int) -> BlockMap:
        try:
            return self.grains.blocks(start, stop)
        except Refusal:
            if not self.grains.spare(start, stop):
                raise
        found = self.grains.blocks(start, stop)
        note = finding("W202", path=self.grains.path)
        if note not in self.notes:
            self.notes.append(note)
        return found

    def runs(self, start: int, stop: int) -> int:
        return self.grains.runs(start, stop)


def open_extent(files: Files, file: int, header: Header, notes: list[Finding]) -> HostedSparse:
    """The mapping of an extent: its directories are read and checked now, its tables later.

    Refuses E204 if neither directory is sound; notes W201 (not closed), W202 (redundant used).
    """
    path = files.path(file)
    if header.unclean:
        notes.append(finding("W201", path=path))
    spare = None
    if header.redundant_directory:
        with contextlib.suppress(Refusal):
            spare = _tables(files, file, header, header.redundant_directory)
    try:
        tables = _tables(files, file, header, header.directory, spare)
    except Refusal:
        if spare is None:
            raise
        notes.append(finding("W202", path=path))
        tables = spare

    def decode(entries: Entries) -> tuple[NDArray[np.uint8], Ints]:
        zero = (entries == 1) & header.zero_grains
        data = Kind.DEFLATED if header.compressed else Kind.DATA
        kind = np.where(zero, Kind.ZERO, data).astype(np.uint8)
        return kind, entries.astype(np.int64) * SECTOR

    grains = Grains(
        tables,
        decode,
        header.capacity * SECTOR,
        header.grain * SECTOR,
        tuple(_metadata(header, tables)),
        notes,
        header.compressed,
    )
    return HostedSparse(header, grains, notes)


def _metadata(header: Header, tables: GrainTables) -> Iterator[tuple[int, int]]:
    """Where header, descriptor and directories lie, in bytes."""
    yield 0, SECTOR
    text = header.descriptor_offset * SECTOR
    yield text, text + header.descriptor_size * SECTOR
    for each in filter(None, (tables, tables.spare)):
        yield each.directory, each.directory + each.count * 4


def _tables(
    files: Files, file: int, header: Header, where: int, spare: GrainTables | None = None
) -> GrainTables:
    if not 0 < where < DISK_LIMIT // SECTOR:
        raise _damaged(files.path(file), Phrase("it has no grain directory"))
    per_table = header.entries_per_table
    locate = by_sector(files, file, per_table * 4)
    found = GrainTables(
        files, file, where * SECTOR, header.tables, per_table, np.dtype("<u4"), locate, spare
    )
    found.check()
    return found


def _damaged(path: Path, reason: str) -> Refusal:
    return refuse("E204", path=path, reason=reason)
