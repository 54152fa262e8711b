"""Glyphs compared by their strokes, whatever font they are of: points of ink in a unit box."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

Strokes = frozenset[tuple[float, float]]


def of(ink: Iterable[tuple[int, int]]) -> Strokes:
    """The points of ink, x and y in pixels, in the box around them."""
    points = list(ink)
    if not points:
        return frozenset()
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    wide, high = max(right - left, 1), max(bottom - top, 1)
    return frozenset(((x - left) / wide, (y - top) / high) for x, y in points)


def nearest(glyphs: Sequence[Strokes], known: Mapping[Strokes, str]) -> list[str]:
    """The name of that of ``known`` which each of ``glyphs`` is nearest to; none is given twice.

    The surest are named first; empty for those that no name is left for.
    """
    distances = sorted(
        (_distance(glyph, strokes), number, name)
        for (number, glyph), (strokes, name) in itertools.product(enumerate(glyphs), known.items())
    )
    names = [""] * len(glyphs)
    for _, number, name in distances:
        if not names[number] and name not in names:
            names[number] = name
    return names


def _distance(one: Strokes, other: Strokes) -> float:
    """How far the points of each are from the nearest of the other, squared.

    The farthest counts as much as the average: a corner tells B from 8.
    """
    return _towards(one, other) + _towards(other, one)


def _towards(one: Strokes, other: Strokes) -> float:
    if not one or not other:
        return 2.0
    nearest = [min((x - u) ** 2 + (y - v) ** 2 for u, v in other) for x, y in one]
    return sum(nearest) / len(nearest) + max(nearest)
