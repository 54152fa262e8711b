"""What is drawn on a flat ground, as Windows draws its screens since 8: lines of shapes.

A shape is ink that hangs together: a letter, an underscore, a dot. No font is known, and letters
are as wide as they are. Pictures without such a ground have no lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.boot.screen.picture import Picture

Mask = NDArray[np.bool_]  #: height × width, where there is ink

_GROUND = 0.7  #: share of the pixels that have its colour
_SAMPLE = 7  #: one pixel in so many tells the ground
_PACKED = np.array([1 << 16, 1 << 8, 1], np.uint32)  # red, green and blue in a number
_CONTRAST = 96  #: of a colour, from which on a pixel is ink
_GAP = 1 / 40  #: of the width: without ink, it parts what stands beside each other
_LEADING = 1 / 150  #: of the height: more without ink parts lines, less does underscores
_LINES = 200  #: more are no text
_RUNS = 30_000  #: stretches of ink on the screen; more are no such screen


@dataclass(frozen=True, slots=True)
class Shape:
    """Ink that hangs together; ``points`` are x and y from its upper left corner, in pixels."""

    left: int
    top: int
    width: int
    height: int
    points: frozenset[tuple[int, int]]

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def right(self) -> int:
        return self.left + self.width


Line = list[Shape]  #: from left to right; their places are on the screen


def lines(picture: Picture) -> Iterator[Line]:
    """The lines of shapes on the screen, from top to bottom."""
    ink = _ink(picture)
    if np.count_nonzero(ink[:, 1:] & ~ink[:, :-1]) > _RUNS:
        return
    gap, leading = round(picture.width * _GAP), round(picture.height * _LEADING)
    count = 0
    for top, bottom in _parts(_any(ink, 1), leading):
        band = ink[top:bottom]
        for left, right in _parts(_any(band, 0), gap):
            block = band[:, left:right]
            for first, last in _parts(_any(block, 1), leading):
                count += 1
                if count > _LINES:
                    return
                yield _shapes(block[first:last], left, top + first)


def _ink(picture: Picture) -> Mask:
    """Where the screen is not of its ground's colour; nowhere if it has no ground."""
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)
    packed = pixels.reshape(-1, 3)[::_SAMPLE].astype(np.uint32) @ _PACKED
    colours, counts = np.unique(packed, return_counts=True)
    most = counts.argmax()
    if counts[most] < _GROUND * packed.size:
        return np.zeros((picture.height, picture.width), np.bool_)
    ground = colours[most] // _PACKED % 256
    difference = np.abs(pixels.astype(np.int16) - ground.astype(np.int16))
    found: Mask = difference.max(axis=2) > _CONTRAST
    return found


def _any(ink: Mask, axis: int) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.logical_or.reduce(ink, axis=axis)
    return found


def _parts(filled: NDArray[np.bool_], gap: int) -> Iterator[tuple[int, int]]:
    """Where stretches begin and end between which at least ``gap`` places are empty."""
    places = np.flatnonzero(filled)
    if not places.size:
        return
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = places[np.concatenate(([0], breaks + 1))]
    ends = places[np.concatenate((breaks, [places.size - 1]))] + 1
    yield from zip(starts.tolist(), ends.tolist(), strict=True)


def _shapes(ink: Mask, left: int, top: int) -> Line:
    """The shapes in a line."""
    rows = [list(_parts(row, 1)) for row in ink]
    owner: dict[tuple[int, int, int], int] = {}
    parent: list[int] = []
    above: list[tuple[int, int]] = []
    for y, runs in enumerate(rows):
        for start, end in runs:
            owner[y, start, end] = number = len(parent)
            parent.append(number)
            for first, last in above:
                if first <= end and start <= last:  # they touch, if only at a corner
                    parent[_root(parent, owner[y - 1, first, last])] = _root(parent, number)
        above = runs
    found: dict[int, set[tuple[int, int]]] = {}
    for (y, start, end), number in owner.items():
        points = found.setdefault(_root(parent, number), set())
        points.update((x, y) for x in range(start, end))
    return sorted((_shape(each, left, top) for each in found.values()), key=lambda each: each.left)


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = number = parent[parent[number]]
    return number


def _shape(points: set[tuple[int, int]], left: int, top: int) -> Shape:
    first, last = min(x for x, _ in points), max(x for x, _ in points)
    high, low = min(y for _, y in points), max(y for _, y in points)
    own = frozenset((x - first, y - high) for x, y in points)
    return Shape(left + first, top + high, last - first + 1, low - high + 1, own)
