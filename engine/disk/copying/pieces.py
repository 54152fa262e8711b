"""What a disk is read in: pieces of 4 MiB, and batches of pieces that hold little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.disk.block_map import BlockMap, Ints, Kind, Mapping, windows
from engine.disk.copying.digest import BLOCK, BLOCKS, PIECE


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the disk of at most PIECE bytes."""

    number: int  #: its place on the disk
    length: int
    held: int  #: bytes that have to be read of it

    @property
    def start(self) -> int:
        return self.number * PIECE


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces that are read together: their runs lie in at most BLOCKS blocks of the disk."""

    turn: int  #: its place in this run's order of work
    pieces: list[Piece]
    runs: BlockMap  #: the data in all of them


def held(mapping: Mapping, start: int = 0) -> int:
    """Bytes that have to be read from ``start`` on: the map is walked, and so checked."""
    return sum(window.held for window in windows(mapping, start))


def batches(mapping: Mapping, start: int, every: bool) -> Iterator[Batch]:
    """Pieces from ``start`` (a multiple of PIECE) on that hold something; all if ``every``."""
    turn = 0
    for window in windows(mapping, start, align=PIECE):
        data = window.take(window.kind >= Kind.DATA).split(PIECE)
        if not every and not len(data):
            continue
        place = data.start // PIECE
        stop = int(window.stop[-1])
        numbers = np.arange(int(window.start[0]) // PIECE, -(-stop // PIECE))
        low = np.searchsorted(place, numbers)
        high = np.searchsorted(place, numbers, side="right")
        if not every:
            busy = low < high
            numbers, low, high = numbers[busy], low[busy], high[busy]
        owner = np.searchsorted(numbers, touched(data) // BLOCKS)
        weight = np.bincount(owner, minlength=len(numbers))
        read = np.append(0, np.cumsum(data.length))
        held = read[high] - read[low]
        for group in _groups(weight.tolist()):
            pieces = [
                Piece(number, min(PIECE, stop - number * PIECE), count)
                for number, count in zip(numbers[group].tolist(), held[group].tolist(), strict=True)
            ]
            runs = slice(int(low[group.start]), int(high[group.stop - 1]))
            yield Batch(turn, pieces, data.take(runs))
            turn += 1


def touched(runs: BlockMap) -> Ints:
    """The numbers of the blocks of the disk that any of ``runs`` lies in, in order."""
    first, last = runs.start // BLOCK, (runs.stop - 1) // BLOCK
    count = last - first + 1
    run = np.repeat(np.arange(len(runs)), count)
    numbers: Ints = first[run] + np.arange(len(run)) - (np.cumsum(count) - count)[run]
    distinct: Ints = numbers[np.append(True, np.diff(numbers) > 0)[: len(numbers)]]
    return distinct


def _groups(weights: list[int]) -> Iterator[slice]:
    """Neighbours that weigh at most BLOCKS together, and are at most so many."""
    first = total = 0
    for index, weight in enumerate(weights):
        if total + weight > BLOCKS or index - first >= BLOCKS:
            yield slice(first, index)
            first, total = index, 0
        total += weight
    yield slice(first, len(weights))
