"""From grain entries to runs: what hosted sparse, COWD and seSparse have in common."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import BlockMap, Ints, Kind, concatenate, single
from engine.findings import Finding, Refusal, finding, refuse
from engine.phrase import Phrase
from engine.vmware.grain_tables import Entries, GrainTables

#: Places remembered as taken, one bit each; those beyond are compared within a window only.
_PLACES_LIMIT = 1 << 29


#: From grain entries other than zero to kinds and offsets in the file, in bytes; may refuse.
Decode = Callable[[Entries], tuple[NDArray[np.uint8], Ints]]


@dataclass(frozen=True, slots=True)
class Window:
    """The grains [first, last) of all tables that a part of an extent touches."""

    first: int
    last: int


@dataclass(slots=True)
class Grains:
    """The grains of one file: where they may lie, and the map that is made of them.

    Each lies in the file, not over its metadata, and in a place of its own. A table is looked at
    once, however often it is read. ``notes`` receives W205.
    """

    tables: GrainTables
    decode: Decode
    size: int  #: of the extent in bytes
    grain: int  #: bytes
    metadata: tuple[tuple[int, int], ...]  #: [begin, end) in the file, in bytes
    notes: list[Finding]
    packed: bool = False  #: compressed grains: each takes one sector at least
    _seen: NDArray[np.bool_] = field(init=False, repr=False)
    _taken: NDArray[np.uint8] = field(init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self._seen = np.zeros(self.tables.count, bool)
        places = min(self.file_size // self._place + 1, _PLACES_LIMIT)
        self._taken = np.zeros(-(-places // 8), np.uint8)

    @property
    def path(self) -> Path:
        return self.tables.files.path(self.tables.file)

    @property
    def file_size(self) -> int:
        return self.tables.files.size(self.tables.file)

    @property
    def _place(self) -> int:
        return 512 if self.packed else self.grain

    def blocks(self, start: int, stop: int) -> BlockMap:
        """The map of [start, stop); refuses E202, E204."""
        window = self._window(start, stop)
        number, entries = self.tables.used(window.first, window.last)
        if not len(number):
            return single(start, stop)
        kind, offset = self.decode(entries)
        held = kind >= Kind.DATA
        self._check(window, number[held], offset[held])
        begin = number * self.grain
        length = np.minimum(begin + self.grain, self.size) - begin
        end = min(window.last * self.grain, self.size)
        runs = _between_holes(window.first * self.grain, end, begin, length, kind, offset)
        runs.file[runs.kind >= Kind.DATA] = self.tables.file
        return self._end(runs.coalesce().clip(start, stop))

    def runs(self, start: int, stop: int) -> int:
        """How many runs the map of [start, stop) may have: refuses nothing."""
        tables = self._tables_of(self._window(start, stop))
        return self.tables.entries(tables.start, tables.stop) + 1

    def spare(self, start: int, stop: int) -> bool:
        """Use the redundant tables for [start, stop) in place of those not found sound yet.

        Whether there are any.
        """
        tables = self._tables_of(self._window(start, stop))
        fresh = ~self._seen[tables]
        self.tables.spared[tables] |= fresh
        self.tables.most[tables][fresh] = self.tables.per_table
        return self.tables.spare is not None and bool(fresh.any())

    def _window(self, start: int, stop: int) -> Window:
        per_table = self.tables.per_table
        span = self.grain * per_table
        last = min(-(-stop // span) * per_table, -(-self.size // self.grain))
        return Window(start // span * per_table, last)

    # -- where grains may lie

    def _tables_of(self, window: Window) -> slice:
        per_table = self.tables.per_table
        return slice(window.first // per_table, -(-window.last // per_table))

    def _check(self, window: Window, number: Ints, offset: Ints) -> None:
        tables = self._tables_of(window)
        with self._lock:
            fresh = ~self._seen[tables]
            if not fresh.any():
                return
            offset = offset[fresh[number // self.tables.per_table - tables.start]]
            self._check_inside(offset)
            self._take(offset)
            self._seen[tables] = True

    def _check_inside(self, offset: Ints) -> None:
        size = self.file_size
        beyond = (offset < 0) | (offset >= size)
        if beyond.any():
            where = int(offset[np.argmax(beyond)])
            raise self._damaged(
                Phrase(
                    "a grain at byte {where} lies beyond the end of the file ({size} bytes)",
                    where=where,
                    size=size,
                )
            )
        for begin, end in self.metadata:
            if ((offset + self._place > begin) & (offset < end)).any():
                raise self._damaged(Phrase("a grain lies over its metadata"))

    def _take(self, offset: Ints) -> None:
        """Remember the places of grains; refuse those that are taken."""
        place = offset // self._place
        if (np.diff(place) <= 0).any():
            place = np.sort(place)
        twice = (np.diff(place) == 0).any()
        place = place[: np.searchsorted(place, _PLACES_LIMIT)]
        byte, bit = place >> 3, np.left_shift(1, place & 7).astype(np.uint8)
        if twice or (self._taken[byte] & bit).any():
            raise self._damaged(Phrase("two grains have the same place"))
        np.bitwise_or.at(self._taken, byte, bit)

    def _end(self, found: BlockMap) -> BlockMap:
        """Zeros for what the last grain of the file lacks; refuse (E202) where more is missing."""
        size = self.file_size
        stop = np.where(found.kind == Kind.DATA, found.offset + found.length, 0)
        missing = int(stop.max()) - size
        if missing <= 0:
            return found
        if missing >= self.grain:
            raise refuse("E202", path=self.path, size=size, needed=size + missing)
        note = finding("W205", path=self.path)
        if note not in self.notes:
            self.notes.append(note)
        return _zero_beyond(found, size)

    def _damaged(self, reason: str) -> Refusal:
        return refuse("E204", path=self.path, reason=reason)


def _between_holes(
    begin: int, end: int, start: Ints, length: Ints, kind: NDArray[np.uint8], offset: Ints
) -> BlockMap:
    """Runs that cover [begin, end): those given, in order, and holes between them."""
    count = 2 * len(start) + 1
    found = BlockMap(
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.full(count, Kind.HOLE, np.uint8),
        np.full(count, -1, np.int32),
        np.zeros(count, np.int64),
        np.zeros(count, np.int64),
    )
    found.start[0::2] = np.concatenate(([begin], start + length))
    found.start[1::2] = start
    found.length[0::2] = np.concatenate((start, [end])) - found.start[0::2]
    found.length[1::2] = length
    found.kind[1::2] = kind
    found.offset[1::2] = np.where(kind >= Kind.DATA, offset, 0)
    return found.take(found.length > 0)


def _zero_beyond(blocks: BlockMap, file_size: int) -> BlockMap:
    """The same map with zeros where data would lie beyond the end of the file."""
    missing = np.where(blocks.kind == Kind.DATA, blocks.offset + blocks.length - file_size, 0)
    parts: list[BlockMap] = []
    done = 0
    for index in np.flatnonzero(missing > 0).tolist():  # one, unless grains lie askew
        stop = int(blocks.stop[index])
        edge = stop - int(missing[index])
        parts += [blocks.take(slice(done, index)), blocks.clip(int(blocks.start[index]), edge)]
        parts.append(single(edge, stop, Kind.ZERO))
        done = index + 1
    return concatenate([*parts, blocks.take(slice(done, None))])
