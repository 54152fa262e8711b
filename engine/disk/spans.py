"""Spans of an address space: sorted, apart from each other, as arrays of borders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from engine.disk.block_map import Ints


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans [start, stop); those that touch are one."""

    start: Ints
    stop: Ints

    def __len__(self) -> int:
        return len(self.start)

    @property
    def total(self) -> int:
        return int((self.stop - self.start).sum())

    def scaled(self, unit: int, offset: int = 0) -> Spans:
        """The same in bytes, where they are in units of ``unit`` bytes from ``offset`` on."""
        return Spans(self.start * unit + offset, self.stop * unit + offset)

    def within(self, low: int, high: int) -> Spans:
        """Those in [low, high), counted from ``low`` on."""
        first = int(np.searchsorted(self.stop, low, side="right"))
        last = int(np.searchsorted(self.start, high, side="left"))
        start = np.maximum(self.start[first:last], low) - low
        return Spans(start, np.minimum(self.stop[first:last], high) - low)

    def covered(self, at: Ints) -> Ints:
        """Bytes of the spans before each address of ``at``."""
        before = np.append(0, np.cumsum(self.stop - self.start))
        index = np.searchsorted(self.start, at, side="right")
        last = np.maximum(index - 1, 0)
        inside = np.minimum(at, self.stop[last]) - self.start[last] if len(self) else at * 0
        return np.where(index > 0, before[last] + inside, 0)

    def of_extents(self, extents: Iterable[tuple[int, int]]) -> Spans:
        """Those in what lies in ``extents`` (start, length) of the disk, in bytes of its own."""
        parts, at = list[Spans](), 0
        for start, length in extents:
            parts.append(self.within(start, start + length).scaled(1, at))
            at += length
        return union(parts)

    def touches(self, start: Ints, length: Ints) -> bool:
        """Whether anything of the runs ``[start, start + length)`` lies in a span."""
        if not len(self) or not len(start):
            return False
        nearest = np.searchsorted(self.stop, start, side="right")
        inside = nearest < len(self)
        begins = self.start[np.minimum(nearest, len(self) - 1)]
        return bool((inside & (begins < start + length) & (length > 0)).any())

    def without(self, start: int, stop: int) -> Spans:
        """What lies outside of [start, stop)."""
        before = Spans(self.start, np.minimum(self.stop, start))
        after = Spans(np.maximum(self.start, stop), self.stop)
        return union([before, after])

    def inward(self, unit: int, least: int) -> Spans:
        """The whole units of ``unit`` bytes in each, where these are at least ``least`` bytes."""
        start, stop = -(-self.start // unit) * unit, self.stop // unit * unit
        long = stop - start >= least
        return Spans(start[long], stop[long])

    def through(self, extents: Iterable[tuple[int, int]]) -> Spans:
        """The same on the disk, of a volume that ``extents`` of the disk make up in turn."""
        parts = []
        base = 0
        for begin, length in extents:
            low = np.clip(self.start, base, base + length)
            high = np.clip(self.stop, base, base + length)
            parts.append(Spans(low - base + begin, high - base + begin))
            base += length
        return union(parts)


def union(parts: Iterable[Spans]) -> Spans:
    """Everything that any of ``parts`` holds; empty spans are left out."""
    found = list(parts)
    if not found:
        return NONE
    start = np.concatenate([each.start for each in found])
    stop = np.concatenate([each.stop for each in found])
    some = stop > start
    order = np.argsort(start[some], kind="stable")
    start, stop = start[some][order], np.maximum.accumulate(stop[some][order])
    first = np.flatnonzero(np.append(True, start[1:] > stop[:-1])[: len(start)])
    last = np.append(first[1:], len(start)) - 1
    return Spans(start[first], stop[last] if len(first) else stop[:0])


NONE = Spans(np.zeros(0, np.int64), np.zeros(0, np.int64))
