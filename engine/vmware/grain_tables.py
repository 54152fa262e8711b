"""The two-level tables that all sparse formats share: a directory of tables of grain entries."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import Ints
from engine.disk.files import Files

_READ_LIMIT = 8 << 20


@dataclass(frozen=True, slots=True)
class GrainTables:
    """Where the tables of one file are: ``tables[i]`` is a byte offset, -1 where there is none."""

    files: Files
    file: int
    tables: Ints
    per_table: int  #: entries in a table
    dtype: np.dtype[np.uint32] | np.dtype[np.uint64]

    def entries(self, first: int, last: int) -> NDArray[np.uint64] | None:
        """The entries of grains [first, last); None if all of them are zero."""
        low, high = first // self.per_table, -(-last // self.per_table)
        tables = self.tables[low:high]
        present = np.flatnonzero(tables >= 0)
        if not len(present):
            return None
        found = np.zeros((high - low, self.per_table), self.dtype)
        size = found[0].nbytes
        for begin, end in _adjacent(present, tables, size):
            offset = int(tables[begin])
            if self.files.data_from(self.file, offset)[0] >= offset + (end - begin) * size:
                continue  # a hole of the file: tables made in advance and never used
            view = found[begin:end].reshape(-1).view(np.uint8)
            self.files.read_into(self.file, offset, view.data)
        if not found.any():
            return None
        skip = first - low * self.per_table
        return found.reshape(-1)[skip : skip + last - first].astype(np.uint64)


def _adjacent(present: NDArray[np.intp], tables: Ints, size: int) -> list[tuple[int, int]]:
    """Stretches of tables that lie one after another in the file: one read each."""
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
