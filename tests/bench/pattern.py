"""What the disks hold: a third zeros, a third compressible, a third random bytes.

A disk is an array with a row number for each 4 KiB of it; what the rows hold is in a pool. So any
part of a disk of any size is made in a moment, and no truth has to be kept in a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from fixtures.vmdk.layer import Layer, Region
from numpy.typing import NDArray

UNIT = 4096
MEAN_FILE = 32  # units of a stretch: 128 KiB
MEAN_WRITE = 8  # units written at once after a snapshot: 32 KiB

ROWS = 8192  # of the pool for each kind: 32 MiB, far more than a compressor looks back

Rows = NDArray[np.int32]


@cache
def pool() -> NDArray[np.uint8]:
    """Row 0 is zeros; then follow the compressible rows (about 1 : 5), then the random ones."""
    rng = np.random.default_rng(20)
    words = rng.integers(1, 256, (256, 8), np.uint8)
    made = np.zeros((1 + 2 * ROWS, UNIT), np.uint8)
    text = words[rng.integers(0, 256, ROWS * UNIT // 8)]
    made[1 : 1 + ROWS] = text.reshape(ROWS, UNIT)
    made[1 + ROWS :] = np.frombuffer(rng.bytes(ROWS * UNIT), np.uint8).reshape(ROWS, UNIT)
    return made


@dataclass(frozen=True)
class Pattern:
    """The content of a disk, as the fixtures' writers take it."""

    rows: Rows

    def read(self, offset: int, length: int) -> bytes:
        """`length` bytes at byte `offset`; zeros past the end."""
        first = offset // UNIT
        data = pool()[self.rows[first : -(-(offset + length) // UNIT)]].tobytes()
        skipped = offset - first * UNIT
        return data[skipped : skipped + length].ljust(length, b"\0")


@dataclass(frozen=True)
class State:
    """A disk at one moment, and which of its units were written since the one before."""

    rows: Rows
    written: NDArray[np.bool_]

    def layer(self) -> Layer:
        """What a writer of a format takes; zeros written over a parent are zeros for it."""
        kinds = np.where(self.written, np.where(self.rows == 0, 2, 1), 0)
        edges = np.flatnonzero(np.diff(kinds, prepend=-1, append=-1))
        regions = tuple(
            Region(start * UNIT, (end - start) * UNIT, zero=kinds[start] == 2)
            for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
            if kinds[start]
        )
        return Layer(len(self.rows) * UNIT, Pattern(self.rows), regions)


def first(size: int, seed: int = 0) -> State:
    """A disk of a guest that was in use: of the zeros, half were written once, half never."""
    rng = np.random.default_rng([seed, size])
    units = size // UNIT
    lengths = _lengths(units // 3, rng)
    # The same lengths for each third, so the thirds are equal; two sixths make one.
    order = rng.permutation(3 * len(lengths))
    sizes = np.tile(lengths, 3)[order]
    kinds = np.repeat((order // len(lengths)).astype(np.int8), sizes)
    held = np.repeat((order // len(lengths) > 0) | (order % 2 == 0), sizes)
    missing = units - len(kinds)
    return State(
        np.append(_rows(kinds, rng), np.zeros(missing, np.int32)),
        np.append(held, np.zeros(missing, np.bool_)),
    )


def after(state: State, seed: int, share: float) -> State:
    """The disk after a guest wrote to `share` of it, here and there, zeros over data too."""
    rng = np.random.default_rng([seed, 1])
    units = len(state.rows)
    starts = rng.integers(0, units, max(4, int(units * share) // MEAN_WRITE))
    lengths = rng.geometric(1 / MEAN_WRITE, len(starts))
    places = np.minimum(np.repeat(starts, lengths) + _steps(lengths), units - 1)
    kinds = np.repeat(rng.integers(0, 3, len(starts), np.int8), lengths)
    rows, written = state.rows.copy(), np.zeros(units, np.bool_)
    rows[places] = _rows(kinds, rng)
    written[places] = True
    return State(rows, written)


def _lengths(total: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Lengths of stretches that sum up to `total` units."""
    drawn = rng.geometric(1 / MEAN_FILE, 2 * total // MEAN_FILE + 64)
    ends = np.minimum(np.cumsum(drawn), total)
    lengths = np.diff(ends, prepend=0)
    return lengths[lengths > 0]


def _steps(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, 2 … for each length, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)


def _rows(kinds: NDArray[np.int8], rng: np.random.Generator) -> Rows:
    """Rows of the pool for kinds: 0 zeros, 1 compressible, 2 random."""
    drawn = rng.integers(0, ROWS, len(kinds), np.int32)
    return np.where(kinds == 0, 0, 1 + (kinds.astype(np.int32) - 1) * ROWS + drawn)
