"""Spans of an address space: sorted, apart from each other, as arrays of borders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import Ints
from engine.guest.volumes.extents import Extent
from engine.phrase import Phrase

#: Bits of a bitmap that are unpacked in one go, a byte each.
_BITS = 1 << 23


class NotProvenError(Exception):
    """Nothing proves which blocks are free; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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

    def through(self, extents: Sequence[Extent]) -> Spans:
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


def of_runs(start: Ints, length: Ints) -> Spans:
    """The spans that runs make up; raises NotProvenError where two of them overlap."""
    order = np.argsort(start, kind="stable")
    start, length = start[order], length[order]
    if (start[1:] < start[:-1] + length[:-1]).any():
        raise NotProvenError(Phrase("its free space overlaps itself"))
    return union([Spans(start, start + length)])


def unset(chunks: Iterable[bytes | NDArray[np.uint8]], count: int) -> Spans:
    """The numbers of the bits that are 0 among the first ``count`` of a bitmap.

    ``chunks`` are its bytes in order, the least significant bit first.
    """
    parts = []
    base = 0
    for chunk in chunks:
        content = np.frombuffer(chunk, np.uint8)
        for at in range(0, len(content), _BITS // 8):
            piece = content[at : at + _BITS // 8]
            bits = np.unpackbits(piece, bitorder="little")[: max(count - base, 0)]
            edges = np.flatnonzero(np.diff(bits, prepend=1, append=1))
            parts.append(Spans(edges[::2] + base, edges[1::2] + base))
            base += len(piece) * 8
    if base < count:
        raise NotProvenError(Phrase("its bitmap is too short"))
    return union(parts)


NONE = Spans(np.zeros(0, np.int64), np.zeros(0, np.int64))
