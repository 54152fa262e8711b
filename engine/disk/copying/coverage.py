"""What a chain looks like from afar: how much of each column of a picture every layer holds.

The address space is cut into columns of equal width. Layers are looked at window by window, so a
disk of any size needs little memory; a part of a disk is a picture of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import (
    WINDOW_RUNS,
    BlockMap,
    Ints,
    Kind,
    Mapping,
    Overlaid,
    borders,
    single,
)
from engine.findings import Stopped

_HOLE, _ZERO, _DATA = (np.uint8(kind) for kind in (Kind.HOLE, Kind.ZERO, Kind.DATA))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Bytes of [start, stop) by layer (newest first) and column.

    The arrays have the shape (layers, columns). ``shown`` is what the result takes from a layer,
    ``shown_zeros`` the zeros that it takes from there.
    """

    edges: Ints  #: where columns begin, and the end; one more than there are columns
    data: Ints
    zeros: Ints
    shown: Ints
    shown_zeros: Ints

    @property
    def start(self) -> int:
        return int(self.edges[0])

    @property
    def stop(self) -> int:
        return int(self.edges[-1])

    @property
    def columns(self) -> int:
        return len(self.edges) - 1

    def without_newest(self) -> Coverage:
        """The same without the rows of the newest layer; what it hides stays hidden."""
        rows = (each[1:] for each in (self.data, self.zeros, self.shown, self.shown_zeros))
        return Coverage(self.edges, *rows)

    def share(self, count: Ints) -> NDArray[np.float64]:
        """Bytes by column as a part of the column, 0 to 1."""
        return count / np.diff(self.edges)

    def column(self, address: int) -> int:
        """The column that ``address``, within [start, stop), is in."""
        return int(np.searchsorted(self.edges, address, side="right")) - 1


def cover(
    layers: Sequence[Mapping],
    start: int,
    stop: int,
    columns: int,
    cancel: threading.Event | None = None,
) -> Coverage:
    """Look at [start, stop), within the newest of ``layers``; at most ``columns`` columns.

    Refuses what the layers refuse; raises Stopped soon after ``cancel`` is set.
    """
    columns = max(min(columns, stop - start), 1)
    edges = start + np.arange(columns + 1, dtype=np.int64) * (stop - start) // columns
    shape = (len(layers), columns)
    found = Coverage(edges, *(np.zeros(shape, np.int64) for _ in range(4)))
    room = 2 * WINDOW_RUNS
    kept: list[_Held | None] = []
    for number, layer in enumerate(layers):
        held = _looked_at(layer, number, found, room, cancel)
        room -= len(held) if held else 0
        kept.append(held)
    again = tuple(layer for layer, held in zip(layers, kept, strict=True) if held is None)
    for low, high in _windows(Overlaid(again), start, stop, cancel) if again else [(start, stop)]:
        pairs = zip(layers, kept, strict=True)
        _add_shown(found, [_within(layer, held, low, high) for layer, held in pairs])
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    """The runs that a layer holds, in order, wherever their bytes lie."""

    start: Ints
    stop: Ints
    zero: NDArray[np.bool_]  #: whether it reads as zeros

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def of(cls, blocks: BlockMap) -> _Held:
        """Those of a map; neighbours of a kind are one."""
        kind = np.minimum(blocks.kind, _DATA)
        begins = np.ones(len(kind), np.bool_)
        np.not_equal(kind[1:], kind[:-1], out=begins[1:])
        start, kind = blocks.start[begins], kind[begins]
        stop = np.append(start[1:], blocks.stop[-1:])
        held = kind != _HOLE
        return cls(start[held], stop[held], kind[held] == _ZERO)

    @classmethod
    def joined(cls, parts: Sequence[_Held]) -> _Held:
        """Those of parts that follow each other."""
        return cls(
            np.concatenate([each.start for each in parts]),
            np.concatenate([each.stop for each in parts]),
            np.concatenate([each.zero for each in parts]),
        )

    def clip(self, low: int, high: int) -> _Held:
        """What lies in [low, high)."""
        first = int(np.searchsorted(self.stop, low, side="right"))
        last = int(np.searchsorted(self.start, high, side="left"))
        start, stop = self.start[first:last], self.stop[first:last]
        return _Held(np.maximum(start, low), np.minimum(stop, high), self.zero[first:last])


def _looked_at(
    layer: Mapping, number: int, found: Coverage, room: int, cancel: threading.Event | None
) -> _Held | None:
    """Add what a layer holds, and return it; None if that is more than ``room`` runs."""
    parts: list[_Held] = []
    runs = 0
    for low, high in _windows(layer, found.start, min(found.stop, layer.size), cancel):
        held = _Held.of(layer.blocks(low, high))
        for count, zero in ((found.data, False), (found.zeros, True)):
            own = held.zero == zero
            _add(count[number], found.edges, held.start[own], held.stop[own])
        runs += len(held)
        if runs <= room:
            parts.append(held)
    return _Held.joined([_NOTHING, *parts]) if runs <= room else None


def _within(layer: Mapping, held: _Held | None, low: int, high: int) -> _Held:
    """What a layer holds in [low, high); it is read again if it was not kept."""
    if held is not None:
        return held.clip(low, high)
    high = min(high, layer.size)
    return _Held.of(layer.blocks(low, high)) if low < high else _NOTHING


def _windows(
    mapping: Mapping, start: int, stop: int, cancel: threading.Event | None
) -> Iterator[tuple[int, int]]:
    for window in borders(mapping, start, stop):
        if cancel is not None and cancel.is_set():
            raise Stopped
        yield window


def _add_shown(found: Coverage, layers: Sequence[_Held]) -> None:
    """Add what the result takes from each layer: one is painted over the other, the oldest first.

    All borders of all layers are found once; a painted run costs as much as there are in it.
    """
    edges = np.concatenate([border for each in layers for border in (each.start, each.stop)])
    edges.sort()
    edges = edges[np.append(True, edges[1:] != edges[:-1])] if len(edges) else edges
    colour = np.zeros(max(len(edges) - 1, 0), np.int16)  # 0 is none, two of each layer follow
    for number, each in reversed(tuple(enumerate(layers))):
        first = np.searchsorted(edges, each.start)
        count = np.searchsorted(edges, each.stop) - first
        inside = np.arange(count.sum()) + np.repeat(first - np.cumsum(count) + count, count)
        colour[inside] = np.repeat(1 + 2 * number + each.zero, count)
    for own in np.flatnonzero(np.bincount(colour)).tolist():
        if own:
            number, zero = divmod(own - 1, 2)
            shown = found.shown_zeros if zero else found.shown
            here = colour == own
            _add(shown[number], found.edges, edges[:-1][here], edges[1:][here])


def _add(count: Ints, edges: Ints, start: Ints, stop: Ints) -> None:
    """Add the bytes of runs, which are in order, to the columns that they lie in."""
    if not len(start):
        return
    length = stop - start
    first = int(np.searchsorted(edges, start[0], side="right")) - 1
    last = int(np.searchsorted(edges, stop[-1], side="left"))
    near = edges[first : last + 1]
    run = np.maximum(np.searchsorted(start, near, side="right") - 1, 0)
    before = np.cumsum(length) - length
    held = before[run] + np.clip(near - start[run], 0, length[run])
    count[first:last] += np.diff(held)


_NOTHING = _Held.of(single(0, 1))
