"""The two-level tables that all sparse formats share: a directory of tables of grain entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import Ints
from engine.disk.files import Files
from engine.findings import refuse
from engine.phrase import Phrase
from engine.vmware.descriptor import SECTOR

Entries = NDArray[np.uint64]
Locate = Callable[[Entries], Ints]

_READ_LIMIT = 8 << 20
_DIRECTORY_PIECE = 1 << 16
_READ_RATIO = 16  #: so many entries may be read for one that is used


@dataclass(frozen=True, slots=True)
class GrainTables:
    """The tables of one file. The directory is read piece by piece: it may be large itself.

    Hosted sparse extents have all tables twice: those ``spared`` are read by way of ``spare``.
    """

    files: Files
    file: int
    directory: int  #: where the directory begins, in bytes
    count: int  #: entries in the directory
    per_table: int  #: entries in a table
    dtype: np.dtype[np.uint32] | np.dtype[np.uint64]  #: of the entries of both levels
    locate: Locate  #: byte offsets of tables from directory entries, -1 for none; may refuse
    spare: GrainTables | None = None
    spared: NDArray[np.bool_] = field(init=False, repr=False)
    #: How many entries other than zero each table has at most, as far as it is known.
    most: NDArray[np.int32] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spared", np.zeros(self.count, bool))
        object.__setattr__(self, "most", np.full(self.count, self.per_table, np.int32))

    def check(self) -> None:
        """Look at the whole directory; refuses E202 and whatever ``locate`` refuses."""
        for low in range(0, self.count, _DIRECTORY_PIECE):
            high = min(low + _DIRECTORY_PIECE, self.count)
            self._find_empty(low, self._tables(low, high))

    def entries(self, low: int, high: int) -> int:
        """How many entries the tables [low, high) have at most; more where many are to be read."""
        most = self.most[low:high]
        return max(int(most.sum()), int(np.count_nonzero(most)) * self.per_table // _READ_RATIO)

    def used(self, first: int, last: int) -> tuple[Ints, Entries]:
        """Which of the grains [first, last) have an entry other than zero, and these entries."""
        low, high = first // self.per_table, -(-last // self.per_table)
        table = low + np.flatnonzero(self.most[low:high])
        where = self._tables(low, high)[table - low]
        table, where = table[where >= 0], where[where >= 0]
        entries = self._read(where).reshape(-1)
        index = np.flatnonzero(entries)
        row = index // self.per_table
        self.most[table] = np.bincount(row, minlength=len(table))
        number = table[row] * self.per_table + index % self.per_table
        inside = (number >= first) & (number < last)
        return number[inside], entries[index[inside]].astype(np.uint64)

    def _tables(self, low: int, high: int) -> Ints:
        """Where tables [low, high) are."""
        found = self._located(low, high)
        if self.spare is None or not self.spared[low:high].any():
            return found
        return np.where(self.spared[low:high], self.spare._located(low, high), found)

    def _located(self, low: int, high: int) -> Ints:
        size = self.dtype.itemsize
        data = self.files.read(self.file, self.directory + low * size, (high - low) * size)
        entries = np.frombuffer(data, self.dtype)
        if not entries.any():
            return np.full(len(entries), -1, np.int64)
        return self.locate(entries.astype(np.uint64))

    def _read(self, where: Ints) -> NDArray[np.uint32] | NDArray[np.uint64]:
        """The tables at these places, one a row."""
        found = np.zeros((len(where), self.per_table), self.dtype)
        for begin, end in _adjacent(where, self.per_table * self.dtype.itemsize):
            view = found[begin:end].reshape(-1).view(np.uint8)
            self.files.read_into(self.file, int(where[begin]), view.data)
        return found

    def _find_empty(self, low: int, where: Ints) -> None:
        """Of the tables from ``low`` on, those that are not there, or in a hole of the file: made
        in advance and never used.
        """
        size = self.per_table * self.dtype.itemsize
        present = np.flatnonzero(where >= 0)
        held = np.zeros(len(where), bool)
        for begin, end in _adjacent(where[present], size):
            at, stop = int(where[present[begin]]), int(where[present[end - 1]]) + size
            for data, hole in self.files.stretches(self.file, at, stop):
                first, last = (data - at) // size, -(-(hole - at) // size)
                held[present[begin + first : begin + last]] = True
        self.most[low : low + len(where)][~held] = 0


def by_sector(files: Files, file: int, table_size: int) -> Locate:
    """Directory entries that name the sector of a table, 0 for none.

    Refuses (E204) tables, of ``table_size`` bytes, that do not lie in the file.
    """

    def locate(entries: Entries) -> Ints:
        where = entries.astype(np.int64) * SECTOR
        if (where[entries != 0] + table_size > files.size(file)).any():
            reason = Phrase("its grain directory points beyond the end of the file")
            raise refuse("E204", path=files.path(file), reason=reason)
        return np.where(entries == 0, -1, where)

    return locate


def _adjacent(where: Ints, size: int) -> list[tuple[int, int]]:
    """Stretches of tables that lie one after another in the file: one read each."""
    if not len(where):
        return []
    starts = np.concatenate(([0], np.flatnonzero(np.diff(where) != size) + 1, [len(where)]))
    limit = max(_READ_LIMIT // size, 1)  # a stretch is also cut where it would be too large a read
    return [
        (cut, min(cut + limit, int(end)))
        for begin, end in pairwise(starts)
        for cut in range(int(begin), int(end), limit)
    ]
