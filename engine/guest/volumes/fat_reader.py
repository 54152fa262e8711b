"""Reads FAT12, FAT16 and FAT32.

Source: Microsoft, "FAT: General Overview of On-Disk Format" 1.03 and "Long File Name
Specification".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.findings import refuse
from engine.guest.helper.bounds import Unpacking
from engine.guest.volumes.guest_files import Condition, Entry, split
from engine.guest.volumes.volume_stream import Stream, refusing
from engine.phrase import Phrase

_FOLDER, _LABEL, _LONG_NAME = 0x10, 0x08, 0x0F
_FREE, _END, _IS_E5 = 0xE5, 0x00, 0x05
_RECORD = 32
_FOLDER_LIMIT = 65536 * _RECORD
_CODE_PAGE = "cp437"
_LOWER_STEM, _LOWER_SUFFIX = 0x08, 0x10
Runs = tuple[tuple[int, int], ...]

_BITS = {"fat12": 12, "fat16": 16, "fat32": 32}
#: The bit of the second entry of the table that says that the volume was closed.
_CLOSED = {"fat16": 1 << 15, "fat32": 1 << 27}


@dataclass(frozen=True, slots=True)
class _Record:
    """A line of a folder: the entry, its 8.3 name, and where its content begins."""

    entry: Entry
    short: str
    cluster: int


class FatFiles:
    """Implements ReadableFiles for a volume of ``kind``. Refuses E617, E620 and E631."""

    def __init__(self, stream: Stream, kind: str) -> None:
        self.kind = kind
        self.unpacking = Unpacking()
        self._stream = stream
        with refusing(Phrase("the FAT volume")):
            self._read_parameters(stream.pread(0, 512))

    def _read_parameters(self, sector: bytes) -> None:
        size, per_cluster, reserved, copies, root, small, _, fat16 = struct.unpack_from(
            "<HBHBHHBH", sector, 11
        )
        large, fat32, _, _, root_cluster = struct.unpack_from("<IIHHI", sector, 32)
        table_sectors = fat16 or fat32
        root_start = (reserved + copies * table_sectors) * size
        self._cluster = size * per_cluster
        self._data = root_start + -(-root * _RECORD // size) * size
        self._clusters = ((small or large) * size - self._data) // self._cluster
        self._root = (root_start, root * _RECORD)
        self._root_cluster = root_cluster if self.kind == "fat32" else 0
        self._table = self._stream.pread(reserved * size, table_sectors * size)

    def find(self, path: str) -> Entry | None:
        with refusing(path):
            record = self._record(path)
            return record.entry if record else None

    def list(self, path: str) -> tuple[Entry, ...]:
        with refusing(path):
            record = self._record(path)
            if record is None or not record.entry.is_folder:
                return ()
            return tuple(each.entry for each in self._records(record))

    def read(self, path: str, limit: int = 64 << 20) -> bytes:
        with refusing(path):
            record = self._content(path)
            if record.entry.size > limit:
                raise refuse("E620", path=path, size=record.entry.size, limit=limit)
            return self._read(record, 0, record.entry.size)

    def part(self, path: str, offset: int, length: int) -> bytes:
        with refusing(path):
            record = self._content(path)
            return self._read(record, offset, max(min(length, record.entry.size - offset), 0))

    def walk(self) -> Iterator[tuple[int, int, Entry, Runs]]:
        """Every file and folder: a number, that of its folder (0 for the root), what it is, and
        first byte and length of its runs. Raises ValueError for damage.
        """
        waiting = [(0, self._root_record)]
        number, seen = 0, {self._root_cluster}
        while waiting:
            folder, record = waiting.pop()
            for each in self._records(record):
                number += 1
                is_new = each.cluster not in seen
                if each.entry.is_folder and is_new:
                    seen.add(each.cluster)
                    waiting.append((number, each))
                yield number, folder, each.entry, tuple(self._places(each.cluster))

    def structures(self) -> Runs:
        """First byte and length of what is before the clusters, and of the root folder."""
        return (0, self._data), *self._places(self._root_cluster)

    def free(self) -> Iterator[tuple[int, int]]:
        """First byte and length of the runs of free clusters."""
        if self.kind == "fat12":
            chain = [self._next(2 + each) for each in range(self._clusters)]
            is_free = np.array(chain) == 0
        else:
            width = np.dtype("<u2" if self.kind == "fat16" else "<u4")
            held = self._table[: len(self._table) // width.itemsize * width.itemsize]
            entries = np.frombuffer(held, width)[2 : self._clusters + 2].astype(np.uint32)
            is_free = entries & 0x0FFF_FFFF == 0
        edges = np.flatnonzero(np.diff(is_free.astype(np.int8), prepend=0, append=0))
        for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            yield self._data + low * self._cluster, (high - low) * self._cluster

    def _places(self, cluster: int) -> Iterator[tuple[int, int]]:
        """First byte and length of the runs of a chain."""
        for first, count in self._runs(cluster, self._clusters):
            yield self._data + (first - 2) * self._cluster, count * self._cluster

    def condition(self) -> Condition:
        closed = _CLOSED.get(self.kind, 0)
        return Condition(dirty=bool(closed and not self._next(1) & closed))

    def _content(self, path: str) -> _Record:
        record = self._record(path)
        if record is None or record.entry.is_folder:
            raise refuse("E617", path=path)
        return record

    @property
    def _root_record(self) -> _Record:
        return _Record(Entry("\\", True, 0, _FOLDER), "", self._root_cluster)

    def _record(self, path: str) -> _Record | None:
        record = self._root_record
        for name in split(path):
            if not record.entry.is_folder:
                return None
            wanted = name.upper()
            for each in self._records(record):
                if wanted in (each.entry.name.upper(), each.short.upper()):
                    record = each
                    break
            else:
                return None
        return record

    def _records(self, folder: _Record) -> Iterator[_Record]:
        if folder.cluster:
            data = b"".join(self._pieces(folder.cluster, 0, _FOLDER_LIMIT))
        elif folder.short:
            return  # an empty folder without even dots: damage, but harmless
        else:
            data = self._stream.pread(*self._root)
        yield from _parse(data)

    def _read(self, record: _Record, offset: int, length: int) -> bytes:
        if not length:
            return b""
        data = b"".join(self._pieces(record.cluster, offset, length))
        if len(data) < length:
            raise ValueError(
                Phrase(
                    "the chain of clusters ends {length} bytes too early", length=length - len(data)
                )
            )
        return data

    def _pieces(self, cluster: int, offset: int, length: int) -> Iterator[bytes]:
        """Up to ``length`` bytes from ``offset`` on of a chain; neighbours are read at once."""
        stop = offset + length
        at = 0
        for first, count in self._runs(cluster, -(-stop // self._cluster)):
            size = count * self._cluster
            low, high = max(offset - at, 0), min(stop - at, size)
            if low < high:
                start = self._data + (first - 2) * self._cluster
                yield self._stream.pread(start + low, high - low)
            at += size

    def _runs(self, cluster: int, limit: int) -> Iterator[tuple[int, int]]:
        """The runs (first cluster, count) of a chain, up to ``limit`` clusters of it."""
        first, count = cluster, 0
        seen: set[int] = set()
        while len(seen) < limit and 2 <= cluster < self._clusters + 2:
            if cluster in seen:
                raise ValueError(Phrase("a chain of clusters is a loop"))
            seen.add(cluster)
            if cluster != first + count:
                yield first, count
                first, count = cluster, 0
            count += 1
            cluster = self._next(cluster)
        if count:
            yield first, count

    def _next(self, cluster: int) -> int:
        if self.kind == "fat12":
            pair = int.from_bytes(self._table[cluster * 3 // 2 :][:2], "little")
            return pair >> 4 if cluster & 1 else pair & 0xFFF
        width = _BITS[self.kind] // 8
        entry = self._table[cluster * width : (cluster + 1) * width]
        return int.from_bytes(entry, "little") & 0x0FFF_FFFF


def _parse(data: bytes) -> Iterator[_Record]:
    """The lines of a folder; a long name stands in lines of its own before its file's."""
    parts: list[str] = []
    for start in range(0, len(data) - _RECORD + 1, _RECORD):
        line = data[start : start + _RECORD]
        attributes = line[11]
        if line[0] == _END:
            return
        if line[0] == _FREE:
            parts = []
        elif attributes & 0x3F == _LONG_NAME:
            text = line[1:11] + line[14:26] + line[28:32]
            parts.insert(0, text.decode("utf-16-le", "replace"))
        else:
            long_name, parts = "".join(parts).split("\0")[0], []
            if not attributes & _LABEL and line[:1] != b".":
                yield _line(line, long_name)


def _line(line: bytes, long_name: str) -> _Record:
    high, low, size = struct.unpack_from("<H4xHI", line, 20)
    folder = bool(line[11] & _FOLDER)
    short = _short_name(line)
    entry = Entry(long_name or short, folder, 0 if folder else size, line[11])
    return _Record(entry, short, high << 16 | low)


def _short_name(line: bytes) -> str:
    raw = (b"\xe5" if line[0] == _IS_E5 else line[:1]) + line[1:11]
    stem, suffix = raw[:8].decode(_CODE_PAGE).rstrip(), raw[8:].decode(_CODE_PAGE).rstrip()
    if line[12] & _LOWER_STEM:
        stem = stem.lower()
    if line[12] & _LOWER_SUFFIX:
        suffix = suffix.lower()
    return f"{stem}.{suffix}" if suffix else stem
