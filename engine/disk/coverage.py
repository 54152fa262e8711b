"""What a chain looks like from afar: how much of each column of a picture every layer holds.

The address space is cut into columns of equal width. Layers are looked at window by window, so a
disk of any size needs little memory; a part of a disk is a picture of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import (
    WINDOW_RUNS,
    BlockMap,
    Ints,
    Kind,
    Known,
    Mapping,
    Overlaid,
    borders,
    concatenate,
    padded,
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
    kept = []
    for number, layer in enumerate(layers):
        limit = WINDOW_RUNS // len(layers)
        kept.append(_looked_at(layer, number, found, limit, cancel))
    for low, high in _windows(Overlaid(tuple(kept)), start, stop, cancel):
        _add_result(found, _merged(kept, low, high))
    return found


def _looked_at(
    layer: Mapping, number: int, found: Coverage, limit: int, cancel: threading.Event | None
) -> Mapping:
    """Add what a layer holds; returns its map, or the layer again if that has too many runs."""
    maps: list[BlockMap] = []
    runs = 0
    for low, high in _windows(layer, found.start, min(found.stop, layer.size), cancel):
        blocks = _tagged(layer.blocks(low, high), number)
        _add(found.data[number], found.edges, blocks, blocks.kind == _DATA)
        _add(found.zeros[number], found.edges, blocks, blocks.kind == _ZERO)
        runs += len(blocks)
        if runs <= limit:
            maps.append(blocks)
    return layer if runs > limit else Known(layer.size, concatenate(maps), layer.grain)


def _windows(
    mapping: Mapping, start: int, stop: int, cancel: threading.Event | None
) -> Iterator[tuple[int, int]]:
    for window in borders(mapping, start, stop):
        if cancel is not None and cancel.is_set():
            raise Stopped
        yield window


def _merged(layers: Sequence[Mapping], low: int, high: int) -> BlockMap:
    """What the result is in [low, high), by layer."""
    result = single(low, high)
    for number, layer in enumerate(layers):
        result = result.over(_tagged(padded(layer, low, high), number))
        if result.kind.all():  # no holes: HOLE is 0
            break
    return result


def _add_result(found: Coverage, result: BlockMap) -> None:
    for number in np.unique(result.file[result.kind != _HOLE]).tolist():
        own = result.file == number
        _add(found.shown[number], found.edges, result, own & (result.kind == _DATA))
        _add(found.shown_zeros[number], found.edges, result, own & (result.kind == _ZERO))


def _tagged(blocks: BlockMap, layer: int) -> BlockMap:
    """The map with the layer in the place of the file, and as few runs as tell what is held."""
    return replace(
        blocks,
        kind=np.minimum(blocks.kind, _DATA),
        file=np.where(blocks.kind == _HOLE, np.int32(-1), np.int32(layer)),
        offset=blocks.start,
        within=np.zeros(len(blocks), np.int64),
    ).coalesce()


def _add(count: Ints, edges: Ints, blocks: BlockMap, chosen: NDArray[np.bool_]) -> None:
    """Add the bytes of the ``chosen`` runs to the columns that they lie in."""
    start, length = blocks.start[chosen], blocks.length[chosen]
    if not len(start):
        return
    first = int(np.searchsorted(edges, start[0], side="right")) - 1
    last = int(np.searchsorted(edges, start[-1] + length[-1], side="left"))
    near = edges[first : last + 1]
    run = np.maximum(np.searchsorted(start, near, side="right") - 1, 0)
    before = np.cumsum(length) - length
    held = before[run] + np.clip(near - start[run], 0, length[run])
    count[first:last] += np.diff(held)
