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
from engine.vmware.descriptor import SECTOR

Entries = NDArray[np.uint64]
Locate = Callable[[Entries], Ints]

_READ_LIMIT = 8 << 20
_DIRECTORY_PIECE = 1 << 16


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

    def __post_init__(self) -> None:
        object.__setattr__(self, "spared", np.zeros(self.count, bool))

    def check(self) -> None:
        """Look at the whole directory; refuses E202 and whatever ``locate`` refuses."""
        for low in range(0, self.count, _DIRECTORY_PIECE):
            self._tables(low, min(low + _DIRECTORY_PIECE, self.count))

    def used(self, first: int, last: int) -> tuple[Ints, Entries]:
        """Which of the grains [first, last) have an entry other than zero, and these entries."""
        low, high = first // self.per_table, -(-last // self.per_table)
        tables = self._tables(low, high)
        present = np.flatnonzero(tables >= 0)
        if not len(present):
            return np.zeros(0, np.int64), np.zeros(0, np.uint64)
        begin = int(present[0])
        entries = self._read(tables[begin : int(present[-1]) + 1]).reshape(-1)
        before = (low + begin) * self.per_table
        index = np.flatnonzero(entries[: last - before])
        index = index[index >= first - before]
        return index + before, entries[index].astype(np.uint64)

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

    def _read(self, tables: Ints) -> NDArray[np.uint32] | NDArray[np.uint64]:
        found = np.zeros((len(tables), self.per_table), self.dtype)
        size = found[0].nbytes
        for begin, end in _adjacent(tables, size):
            offset = int(tables[begin])
            if self.files.data_from(self.file, offset)[0] >= offset + (end - begin) * size:
                continue  # a hole of the file: tables made in advance and never used
            view = found[begin:end].reshape(-1).view(np.uint8)
            self.files.read_into(self.file, offset, view.data)
        return found


def by_sector(files: Files, file: int, table_size: int) -> Locate:
    """Directory entries that name the sector of a table, 0 for none.

    Refuses (E204) tables, of ``table_size`` bytes, that do not lie in the file.
    """

    def locate(entries: Entries) -> Ints:
        where = entries.astype(np.int64) * SECTOR
        if (where[entries != 0] + table_size > files.size(file)).any():
            reason = "its grain directory points beyond the end of the file"
            raise refuse("E204", path=files.path(file), reason=reason)
        return np.where(entries == 0, -1, where)

    return locate


def _adjacent(tables: Ints, size: int) -> list[tuple[int, int]]:
    """Stretches of tables that lie one after another in the file: one read each."""
    present = np.flatnonzero(tables >= 0)
    here = tables[present]
    broken = (np.diff(present) != 1) | (np.diff(here) != size)
    # A stretch is also cut where it would make too large a read.
    starts = np.concatenate(([0], np.flatnonzero(broken) + 1, [len(present)]))
    limit = max(_READ_LIMIT // size, 1)
    found: list[tuple[int, int]] = []
    for begin, end in pairwise(starts):
        for cut in range(int(begin), int(end), limit):
            stop = min(cut + limit, int(end))
            found.append((int(present[cut]), int(present[stop - 1]) + 1))
    return found
