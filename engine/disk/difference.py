"""Where two disks differ: by what their maps say, and then by what they read as.

Two states of a machine share most of their layers. What both read from the same place is the same
and is not read; a grain that one of them holds for itself may be the same in all but a sector.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import BlockMap, Ints, Kind, Overlaid, borders, padded
from engine.disk.files import Files
from engine.disk.reader import Reader
from engine.disk.spans import Spans, union
from engine.findings import Stopped

SECTOR = 512
#: Bytes that are read of each disk to be compared; more are taken to differ as the maps say.
COMPARED = 8 << 30
_PIECE = 4 << 20
_GAP = 64 << 10  #: what lies between two spans costs less to be read than a call
_RUNS_LIMIT = 1 << 23

Told = Callable[[int, int], None]  #: bytes done, bytes in all


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two disks differ; ``unread``: bytes of that which were not compared."""

    spans: Spans
    unread: int


def difference(
    older: Reader, newer: Reader, cancel: threading.Event | None = None, told: Told | None = None
) -> Difference:
    """Where ``newer`` reads otherwise than ``older``, in sectors; beyond its end zeros are read.

    Raises Stopped soon after ``cancel`` is set; refuses what the disks refuse to read.
    """
    mapped = _mapped(older, newer, cancel)
    parts: list[Spans] = []
    done, whole, runs = 0, mapped.total, 0
    unread = 0
    for low, high in _pieces(mapped):
        _check(cancel)
        own = mapped.within(low, high)
        if done >= COMPARED or runs > _RUNS_LIMIT:
            parts.append(Spans(own.start + low, own.stop + low))
            unread += own.total
        else:
            parts.append(_compared(older, newer, low, high))
        runs += len(parts[-1])
        done += own.total
        if told is not None:
            told(done, whole)
    return Difference(union(parts), unread)


def _mapped(older: Reader, newer: Reader, cancel: threading.Event | None) -> Spans:
    """Where the maps of two disks do not lead to the same bytes."""
    parts: list[Spans] = []
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
        parts.append(Spans(start[differs], (start + length)[differs]))
    return union(parts)


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


def _pieces(spans: Spans) -> Iterator[tuple[int, int]]:
    """Stretches to be read at once; spans that are near each other are in one."""
    apart = np.flatnonzero(spans.start[1:] - spans.stop[:-1] > _GAP)
    first, last = np.append(0, apart + 1), np.append(apart, len(spans) - 1)
    if not len(spans):
        return
    for low, high in zip(spans.start[first].tolist(), spans.stop[last].tolist(), strict=True):
        for at in range(low, high, _PIECE):
            yield at, min(at + _PIECE, high)


def _compared(older: Reader, newer: Reader, low: int, high: int) -> Spans:
    """The sectors of [low, high) that differ."""
    before, after = (_sectors(each, low, high) for each in (older, newer))
    edges = np.flatnonzero(
        np.diff((before != after).any(axis=1).astype(np.int8), prepend=0, append=0)
    )
    return Spans(low + edges[::2] * SECTOR, np.minimum(low + edges[1::2] * SECTOR, high))


def _sectors(disk: Reader, low: int, high: int) -> NDArray[np.uint64]:
    length = -(-(high - low) // SECTOR) * SECTOR
    data = disk.pread(low, high - low).ljust(length, b"\0")
    return np.frombuffer(data, np.uint64).reshape(-1, SECTOR // 8)


def _check(cancel: threading.Event | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Stopped
