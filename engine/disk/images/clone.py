"""Sharing blocks with the source where a file system can (btrfs, XFS): no room, nothing written."""

from __future__ import annotations

import numpy as np

from engine import platform
from engine.disk.block_map import BlockMap, Kind
from engine.disk.copying.digest import PAGE
from engine.disk.files import Files

#: Shorter runs are copied: an extent of the file system each would be dearer.
_LEAST = 64 << 10

Stretch = tuple[int, int]


class Cloner:
    """Clones runs of ``files`` into a raw image; remembers which files cannot be cloned."""

    def __init__(self, files: Files, target: int) -> None:
        self._files, self._target = files, target
        self._unable: set[int] = set()

    def clone(self, runs: BlockMap) -> list[Stretch]:
        """Share what can be shared of data; [begin, end) of the disk, in order, on pages."""
        long = np.flatnonzero((runs.kind == Kind.DATA) & (runs.length >= _LEAST))
        if self._unable:
            long = long[~np.isin(runs.file[long], list(self._unable))]
        shared: list[Stretch] = []
        for index in long.tolist():
            number, offset = int(runs.file[index]), int(runs.offset[index])
            if number not in self._unable:
                shared += self._clone(
                    number, offset, int(runs.start[index]), int(runs.length[index])
                )
        return shared

    def _clone(self, number: int, offset: int, begin: int, length: int) -> list[Stretch]:
        low, high = -(-begin // PAGE) * PAGE, (begin + length) // PAGE * PAGE
        with self._files.open(number) as file:
            source = file.base + offset + low - begin
            if source % PAGE:
                return []
            if not platform.clone(file.fd, source, self._target, low, high - low):
                self._unable.add(number)
                return []
        return [(low, high)]


def without(stretches: list[Stretch], taken: list[Stretch]) -> list[Stretch]:
    """``stretches`` less what is ``taken``; both in order and without overlaps."""
    if not taken:
        return stretches
    left: list[Stretch] = []
    queue = iter([*taken, (1 << 63, 1 << 63)])
    low, high = next(queue)
    for begin, end in stretches:
        while begin < end:
            while high <= begin:
                low, high = next(queue)
            if begin < min(low, end):
                left.append((begin, min(low, end)))
            begin = min(max(high, begin), end) if low < end else end
    return left
