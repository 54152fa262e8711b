"""BlockMap: which bytes of a disk lie where, as numpy runs; and the few ways to combine maps.

A *mapping* is anything that can say, window by window, where the bytes of an address space are:
a flat file, a sparse extent, extents one after another, a child over its parent. Maps are made per
window, so a disk of any size needs little memory.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# Guest bytes looked at in one go: bounds the memory of a plan at any disk size.
WINDOW_RUNS = 1 << 18
_WINDOW_LIMIT = 1 << 38


class Kind(IntEnum):
    """What a run holds."""

    HOLE = 0  #: not held here: the parent's bytes show through, zeros at the base
    ZERO = 1  #: reads as zeros, whatever the parent holds
    DATA = 2  #: bytes at ``offset`` of ``file``
    DEFLATED = 3  #: a zlib grain whose marker is at ``offset``; the run starts ``within`` the grain


@dataclass(frozen=True, slots=True)
class BlockMap:
    """Runs that cover an address space without gaps or overlaps, in order of ``start``.

    All arrays have the same length; units are bytes. ``file`` is an index into a
    :class:`engine.disk.files.Files`, -1 where there is none.
    """

    start: Ints
    length: Ints
    kind: NDArray[np.uint8]
    file: NDArray[np.int32]
    offset: Ints
    within: Ints

    def __len__(self) -> int:
        return len(self.start)

    @property
    def stop(self) -> Ints:
        return self.start + self.length

    @property
    def held(self) -> int:
        """Bytes that have to be read: data and compressed grains, holes and zeros left out."""
        return int(self.length[self.kind >= Kind.DATA].sum())

    def take(self, index: NDArray[np.intp] | NDArray[np.bool_] | slice) -> BlockMap:
        """The runs chosen by ``index``."""
        return BlockMap(
            self.start[index],
            self.length[index],
            self.kind[index],
            self.file[index],
            self.offset[index],
            self.within[index],
        )

    def shift(self, delta: int) -> BlockMap:
        """The same runs, ``delta`` bytes further on in the address space."""
        return BlockMap(
            self.start + delta, self.length, self.kind, self.file, self.offset, self.within
        )

    def pieces(self, start: Ints, length: Ints, run: NDArray[np.intp]) -> BlockMap:
        """Parts of runs: ``length[i]`` bytes at address ``start[i]``, which lie in ``run[i]``."""
        kind = self.kind[run]
        into = start - self.start[run]
        return BlockMap(
            start,
            length,
            kind,
            self.file[run],
            self.offset[run] + np.where(kind == Kind.DATA, into, 0),
            self.within[run] + np.where(kind == Kind.DEFLATED, into, 0),
        )

    def clip(self, start: int, stop: int) -> BlockMap:
        """What lies in [start, stop)."""
        if stop <= start:
            return EMPTY
        first = max(int(np.searchsorted(self.start, start, side="right")) - 1, 0)
        last = int(np.searchsorted(self.start, stop, side="left"))
        if first < last and self.start[first] + self.length[first] <= start:
            first += 1
        part = np.arange(first, last)
        low = np.maximum(self.start[first:last], start)
        high = np.minimum(self.start[first:last] + self.length[first:last], stop)
        return self.pieces(low, high - low, part)

    def split(self, every: int) -> BlockMap:
        """The same runs, cut at each multiple of ``every`` bytes."""
        first, last = self.start // every, (self.stop - 1) // every
        count = last - first + 1
        run = np.repeat(np.arange(len(self)), count)
        nth = np.arange(len(run)) - np.repeat(np.cumsum(count) - count, count)
        cell = (first[run] + nth) * every
        low = np.maximum(cell, self.start[run])
        high = np.minimum(cell + every, self.stop[run])
        return self.pieces(low, high - low, run)

    def coalesce(self) -> BlockMap:
        """Neighbours that continue each other joined into one run."""
        if len(self) < 2:
            return self
        kind = self.kind
        same = (kind[1:] == kind[:-1]) & (self.file[1:] == self.file[:-1])
        follows = (kind[1:] != Kind.DATA) | (self.offset[1:] == self.offset[:-1] + self.length[:-1])
        grain = (kind[1:] != Kind.DEFLATED) | (
            (self.offset[1:] == self.offset[:-1])
            & (self.within[1:] == self.within[:-1] + self.length[:-1])
        )
        first = np.flatnonzero(np.concatenate(([True], ~(same & follows & grain))))
        if len(first) == len(self):
            return self
        joined = self.take(first)
        return BlockMap(
            joined.start,
            np.add.reduceat(self.length, first),
            joined.kind,
            joined.file,
            joined.offset,
            joined.within,
        )

    def over(self, below: BlockMap) -> BlockMap:
        """This map with ``below`` showing through its holes. Both cover the same addresses."""
        hole = self.kind == Kind.HOLE
        if not hole.any():
            return self
        if hole.all():
            return below
        start = np.union1d(self.start, below.start)
        length = np.diff(start, append=self.start[-1] + self.length[-1])
        upper = self.pieces(start, length, np.searchsorted(self.start, start, side="right") - 1)
        lower = below.pieces(start, length, np.searchsorted(below.start, start, side="right") - 1)
        hole = upper.kind == Kind.HOLE
        return BlockMap(
            start,
            length,
            np.where(hole, lower.kind, upper.kind),
            np.where(hole, lower.file, upper.file),
            np.where(hole, lower.offset, upper.offset),
            np.where(hole, lower.within, upper.within),
        ).coalesce()


def runs(
    start: Ints,
    length: Ints,
    kind: NDArray[np.uint8],
    file: int,
    offset: Ints,
) -> BlockMap:
    """A map of runs that all lie in the same ``file``; offsets count only where there is data."""
    held = kind >= Kind.DATA
    return BlockMap(
        start,
        length,
        kind.astype(np.uint8),
        np.where(held, np.int32(file), np.int32(-1)).astype(np.int32),
        np.where(held, offset, 0),
        np.zeros(len(start), np.int64),
    )


def single(
    start: int, stop: int, kind: Kind = Kind.HOLE, file: int = -1, offset: int = 0
) -> BlockMap:
    """One run over [start, stop); an empty map if there is nothing between."""
    if stop <= start:
        return EMPTY
    return BlockMap(
        np.array([start], np.int64),
        np.array([stop - start], np.int64),
        np.array([kind], np.uint8),
        np.array([file], np.int32),
        np.array([offset], np.int64),
        np.zeros(1, np.int64),
    )


def concatenate(maps: Sequence[BlockMap]) -> BlockMap:
    """One map of several that follow each other in the address space."""
    if not maps:
        return EMPTY
    if len(maps) == 1:
        return maps[0]
    return BlockMap(
        np.concatenate([each.start for each in maps]),
        np.concatenate([each.length for each in maps]),
        np.concatenate([each.kind for each in maps]),
        np.concatenate([each.file for each in maps]),
        np.concatenate([each.offset for each in maps]),
        np.concatenate([each.within for each in maps]),
    )


EMPTY = BlockMap(
    np.zeros(0, np.int64),
    np.zeros(0, np.int64),
    np.zeros(0, np.uint8),
    np.zeros(0, np.int32),
    np.zeros(0, np.int64),
    np.zeros(0, np.int64),
)


class Mapping(Protocol):
    """An address space of ``size`` bytes whose map can be had window by window."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def grain(self) -> int:
        """The smallest unit of allocation in bytes: decides how large a window may be."""

    def blocks(self, start: int, stop: int) -> BlockMap:
        """The map of [start, stop), within [0, size). Addresses are those of the mapping."""

    def runs(self, start: int, stop: int) -> int:
        """How many runs that map may have, as far as it is known without making it."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """``size`` bytes of one kind: a hole, or zeros."""

    size: int
    kind: Kind = Kind.ZERO
    grain: int = 1 << 62

    def blocks(self, start: int, stop: int) -> BlockMap:
        return single(start, stop, self.kind)

    def runs(self, start: int, stop: int) -> int:
        return 1


@dataclass(frozen=True, slots=True)
class Known:
    """A map of [0, size) that is there in whole, as a mapping."""

    size: int
    map: BlockMap = field(repr=False)
    grain: int

    def blocks(self, start: int, stop: int) -> BlockMap:
        return self.map.clip(start, stop)

    def runs(self, start: int, stop: int) -> int:
        low, high = np.searchsorted(self.map.start, (start, stop)).tolist()
        return int(high - low) + 1


def zeros(size: int, start: Ints, stop: Ints, grain: int) -> Known:
    """A layer of ``size`` bytes that reads as zeros in [start, stop), and is a hole elsewhere."""
    edges = np.concatenate(([0], np.column_stack((start, stop)).ravel(), [size]))
    length = np.diff(edges)
    kind = np.where(np.arange(len(length)) % 2, Kind.ZERO, Kind.HOLE).astype(np.uint8)
    return Known(size, runs(edges[:-1], length, kind, -1, edges[:-1]).take(length > 0), grain)


@dataclass(frozen=True, slots=True)
class First:
    """The first ``size`` bytes of a mapping that is larger."""

    mapping: Mapping
    size: int

    @property
    def grain(self) -> int:
        return self.mapping.grain

    def blocks(self, start: int, stop: int) -> BlockMap:
        return self.mapping.blocks(start, stop)

    def runs(self, start: int, stop: int) -> int:
        return self.mapping.runs(start, stop)


@dataclass(frozen=True, slots=True)
class Concatenated:
    """Parts one after another, such as the extents of a split disk: there may be thousands."""

    parts: tuple[Mapping, ...]
    grain: int = field(init=False)
    _edges: tuple[int, ...] = field(init=False, repr=False)  #: where parts begin, and the end

    def __post_init__(self) -> None:
        grain = min((part.grain for part in self.parts), default=1 << 62)
        object.__setattr__(self, "grain", grain)
        edges = accumulate((part.size for part in self.parts), initial=0)
        object.__setattr__(self, "_edges", tuple(edges))

    @property
    def size(self) -> int:
        return self._edges[-1]

    def blocks(self, start: int, stop: int) -> BlockMap:
        parts = self._within(start, stop)
        return concatenate([part.blocks(low, high).shift(base) for part, base, low, high in parts])

    def runs(self, start: int, stop: int) -> int:
        return sum(part.runs(low, high) for part, _, low, high in self._within(start, stop))

    def _within(self, start: int, stop: int) -> Iterator[tuple[Mapping, int, int, int]]:
        """The parts that [start, stop) touches: where each begins, and from where to where in it
        it is touched.
        """
        index = bisect_right(self._edges, start) - 1
        while start < stop:
            base, end = self._edges[index : index + 2]
            if start < end:
                yield self.parts[index], base, start - base, min(stop, end) - base
            start = max(start, end)
            index += 1


@dataclass(frozen=True, slots=True)
class Overlaid:
    """Layers over each other, the newest first; as large as the newest."""

    layers: tuple[Mapping, ...]

    @property
    def size(self) -> int:
        return self.layers[0].size

    @property
    def grain(self) -> int:
        return min(layer.grain for layer in self.layers)

    def blocks(self, start: int, stop: int) -> BlockMap:
        result = self.layers[0].blocks(start, stop)
        for layer in self.layers[1:]:
            if result.kind.all():  # no holes: HOLE is 0
                break
            result = result.over(padded(layer, start, stop))
        return result

    def runs(self, start: int, stop: int) -> int:
        inside = (layer for layer in self.layers if layer.size > start)
        return sum(layer.runs(start, min(stop, layer.size)) for layer in inside)


def padded(mapping: Mapping, start: int, stop: int) -> BlockMap:
    """The map of [start, stop), a hole where the mapping is too short."""
    edge = min(max(mapping.size, start), stop)
    inside = mapping.blocks(start, edge) if start < edge else EMPTY
    return concatenate([inside, single(edge, stop)]) if edge < stop else inside


def windows(
    mapping: Mapping, start: int = 0, stop: int | None = None, align: int = 1
) -> Iterator[BlockMap]:
    """The whole map in windows of bounded memory, their borders multiples of ``align`` bytes."""
    end = mapping.size if stop is None else stop
    for low, high in borders(mapping, start, end, align):
        yield mapping.blocks(low, high).coalesce()


def borders(mapping: Mapping, start: int, stop: int, align: int = 1) -> Iterator[tuple[int, int]]:
    """Windows of [start, stop) with few enough runs; the less there is in them, the larger."""
    least = min(max(mapping.grain, 512) * WINDOW_RUNS, _WINDOW_LIMIT)
    least = max(least // align, 1) * align
    while start < stop:
        step = least
        while step * 2 <= _WINDOW_LIMIT:
            if mapping.runs(start, min((start // (step * 2) + 1) * step * 2, stop)) > WINDOW_RUNS:
                break
            step *= 2
        border = min((start // step + 1) * step, stop)
        yield start, border
        start = border
