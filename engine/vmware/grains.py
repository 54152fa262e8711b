"""From grain entries to runs: what hosted sparse, COWD and seSparse have in common."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import EMPTY, BlockMap, Ints, Kind, runs, single
from engine.findings import refuse


@dataclass(frozen=True, slots=True)
class Window:
    """The grains that [start, stop) of an extent touches."""

    start: int
    stop: int
    grain: int

    @property
    def first(self) -> int:
        return self.start // self.grain

    @property
    def last(self) -> int:
        return -(-self.stop // self.grain)

    @property
    def addresses(self) -> Ints:
        """Where each grain begins, in bytes."""
        return np.arange(self.first, self.last, dtype=np.int64) * self.grain


def to_map(window: Window, kind: NDArray[np.uint8], offset: Ints, file: int, size: int) -> BlockMap:
    """The map of one kind and file offset per grain; the last one ends with the extent."""
    start = window.addresses
    if not len(start):
        return EMPTY
    length = np.minimum(start + window.grain, size) - start
    return runs(start, length, kind, file, offset).coalesce().clip(window.start, window.stop)


def hole(window: Window) -> BlockMap:
    """Nothing held here."""
    return single(window.start, window.stop, Kind.HOLE)


def check_inside(
    offset: Ints, held: NDArray[np.bool_], needed: Ints, file_size: int, path: Path
) -> None:
    """Refuse (E204) grains that do not lie in the file.

    ``needed``: how many bytes of each grain are part of the disk.
    """
    wrong = held & ((offset < 0) | (offset + needed > file_size))
    if wrong.any():
        where = int(offset[np.argmax(wrong)])
        raise refuse(
            "E204",
            path=path,
            reason=f"a grain at byte {where} lies beyond the end of the file ({file_size} bytes)",
        )


def zero_beyond(blocks: BlockMap, file_size: int) -> BlockMap:
    """The same map with zeros where data would lie beyond the end of the file."""
    missing = np.where(blocks.kind == Kind.DATA, blocks.offset + blocks.length - file_size, 0)
    missing = np.clip(missing, 0, blocks.length)
    tail = np.flatnonzero(missing > 0)
    every = np.arange(len(blocks))
    start = np.concatenate((blocks.start, blocks.stop[tail] - missing[tail]))
    length = np.concatenate((blocks.length - missing, missing[tail]))
    zero = np.concatenate((np.zeros(len(every), bool), np.ones(len(tail), bool)))
    found = blocks.pieces(start, length, np.concatenate((every, tail)))
    kind = np.where(zero, Kind.ZERO, found.kind).astype(np.uint8)
    file = np.where(zero, -1, found.file).astype(np.int32)
    offset = np.where(zero, 0, found.offset)
    order = np.argsort(start, kind="stable")
    order = order[length[order] > 0]
    return BlockMap(start, length, kind, file, offset, found.within).take(order)
