"""Where two disks differ: by what their maps say, and then by what they read as.

Two states of a machine share most of their layers. What both read from the same place is the same
and is not read; a grain that one of them holds for itself may be the same in all but a sector.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import BlockMap, Ints, Kind, Overlaid, borders, padded
from engine.disk.files import Files
from engine.disk.reader import Reader
from engine.findings import Stopped

SECTOR = 512
#: Bytes that are read of each disk to be compared; more are taken to differ as the maps say.
COMPARED = 8 << 30
_PIECE = 4 << 20
_GAP = 64 << 10  #: what lies between two ranges costs less to be read than a call
_RUNS_LIMIT = 1 << 23

Told = Callable[[int, int], None]  #: bytes done, bytes in all


@dataclass(frozen=True, slots=True)
class Ranges:
    """Bytes [start, stop), in order and apart from each other."""

    start: Ints
    stop: Ints

    def __len__(self) -> int:
        return len(self.start)

    @property
    def total(self) -> int:
        return int((self.stop - self.start).sum())

    def within(self, low: int, high: int) -> Ranges:
        """Those in [low, high), counted from ``low`` on."""
        first = int(np.searchsorted(self.stop, low, side="right"))
        last = int(np.searchsorted(self.start, high, side="left"))
        start = np.maximum(self.start[first:last], low) - low
        return Ranges(start, np.minimum(self.stop[first:last], high) - low)

    def covered(self, at: Ints) -> Ints:
        """Bytes of the ranges before each address of ``at``."""
        before = np.append(0, np.cumsum(self.stop - self.start))
        index = np.searchsorted(self.start, at, side="right")
        last = np.maximum(index - 1, 0)
        inside = np.minimum(at, self.stop[last]) - self.start[last] if len(self) else at * 0
        return np.where(index > 0, before[last] + inside, 0)

    def of_extents(self, extents: Iterable[tuple[int, int]]) -> Ranges:
        """Those in what lies in ``extents`` (start, length) of the disk, in bytes of its own."""
        parts, at = [NONE], 0
        for start, length in extents:
            part = self.within(start, start + length)
            parts.append(Ranges(part.start + at, part.stop + at))
            at += length
        return Ranges(
            np.concatenate([each.start for each in parts]),
            np.concatenate([each.stop for each in parts]),
        )

    @classmethod
    def of(cls, start: Ints, stop: Ints) -> Ranges:
        """Ranges in order, neighbours joined."""
        if not len(start):
            return cls(start, stop)
        first = np.append(True, start[1:] != stop[:-1])
        last = np.append(first[1:], True)
        return cls(start[first], stop[last])


NONE = Ranges(np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two disks differ; ``unread``: bytes of that which were not compared."""

    ranges: Ranges
    unread: int


def difference(
    older: Reader, newer: Reader, cancel: threading.Event | None = None, told: Told | None = None
) -> Difference:
    """Where ``newer`` reads otherwise than ``older``, in sectors; beyond its end zeros are read.

    Raises Stopped soon after ``cancel`` is set; refuses what the disks refuse to read.
    """
    mapped = _mapped(older, newer, cancel)
    parts: list[Ranges] = []
    done, whole, runs = 0, mapped.total, 0
    unread = 0
    for low, high in _pieces(mapped):
        _check(cancel)
        own = mapped.within(low, high)
        if done >= COMPARED or runs > _RUNS_LIMIT:
            parts.append(Ranges(own.start + low, own.stop + low))
            unread += own.total
        else:
            parts.append(_compared(older, newer, low, high))
        runs += len(parts[-1])
        done += own.total
        if told is not None:
            told(done, whole)
    return Difference(_joined(parts), unread)


def _mapped(older: Reader, newer: Reader, cancel: threading.Event | None) -> Ranges:
    """Where the maps of two disks do not lead to the same bytes."""
    parts = [NONE]
    names: dict[Path, int] = {}
    for low, high in borders(Overlaid((newer.mapping, older.mapping)), 0, newer.size):
        _check(cancel)
        sides = [padded(each.mapping, low, high).coalesce() for each in (older, newer)]
        start = np.union1d(sides[0].start, sides[1].start)
        length = np.diff(start, append=high)
        cut = [
            side.pieces(start, length, np.searchsorted(side.start, start, side="right") - 1)
            for side in sides
        ]
        before, after = (
            _places(side, each.files, names) for side, each in zip(cut, (older, newer), strict=True)
        )
        differs = (before != after).any(axis=0)
        parts.append(Ranges(start[differs], (start + length)[differs]))
    return _joined(parts)


def _places(blocks: BlockMap, files: Files, names: dict[Path, int]) -> Ints:
    """Rows file, offset, place within a grain: equal where the bytes are the same by the map.

    ``names`` gives each file a number that is the same for both disks, from 1 on; zeros are in 0.
    """
    held = blocks.kind >= Kind.DATA
    number = np.zeros(len(blocks), np.int64)
    for each in np.unique(blocks.file[held]).tolist():
        name = names.setdefault(files.place(each), len(names) + 1)
        number[held & (blocks.file == each)] = name
    return np.stack([number, np.where(held, blocks.offset, 0), np.where(held, blocks.within, 0)])


def _pieces(ranges: Ranges) -> Iterator[tuple[int, int]]:
    """Stretches to be read at once; ranges that are near each other are in one."""
    apart = np.flatnonzero(ranges.start[1:] - ranges.stop[:-1] > _GAP)
    first, last = np.append(0, apart + 1), np.append(apart, len(ranges) - 1)
    if not len(ranges):
        return
    for low, high in zip(ranges.start[first].tolist(), ranges.stop[last].tolist(), strict=True):
        for at in range(low, high, _PIECE):
            yield at, min(at + _PIECE, high)


def _compared(older: Reader, newer: Reader, low: int, high: int) -> Ranges:
    """The sectors of [low, high) that differ."""
    before, after = (_sectors(each, low, high) for each in (older, newer))
    edges = np.flatnonzero(
        np.diff((before != after).any(axis=1).astype(np.int8), prepend=0, append=0)
    )
    return Ranges(low + edges[::2] * SECTOR, np.minimum(low + edges[1::2] * SECTOR, high))


def _sectors(disk: Reader, low: int, high: int) -> NDArray[np.uint64]:
    length = -(-(high - low) // SECTOR) * SECTOR
    data = disk.pread(low, high - low).ljust(length, b"\0")
    return np.frombuffer(data, np.uint64).reshape(-1, SECTOR // 8)


def _joined(parts: list[Ranges]) -> Ranges:
    every = [NONE, *parts]
    return Ranges.of(
        np.concatenate([each.start for each in every]),
        np.concatenate([each.stop for each in every]),
    )


def _check(cancel: threading.Event | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Stopped
