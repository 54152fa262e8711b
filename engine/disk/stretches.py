"""Some stretches of a disk, as a mapping of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine.disk.block_map import BlockMap, Kind, Mapping, concatenate, single

Stretch = tuple[int, int]  # [begin, end) in bytes of the disk
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Stretches:
    """Some stretches of a mapping, zeros where it holds nothing; all else is a hole."""

    source: Mapping
    stretches: tuple[Stretch, ...]  #: [begin, end), in order and apart

    @property
    def size(self) -> int:
        return self.source.size

    @property
    def grain(self) -> int:
        return min(self.source.grain, _PAGE)

    def blocks(self, start: int, stop: int) -> BlockMap:
        found: list[BlockMap] = []
        for low, high in self._within(start, stop):
            held = self.source.blocks(low, high)
            zeros = np.maximum(held.kind, Kind.ZERO).astype(np.uint8)
            found += [single(start, low), replace(held, kind=zeros)]
            start = high
        return concatenate([each for each in (*found, single(start, stop)) if len(each)])

    def runs(self, start: int, stop: int) -> int:
        inside = list(self._within(start, stop))
        return 1 + sum(self.source.runs(low, high) + 1 for low, high in inside)

    def _within(self, start: int, stop: int) -> Iterator[Stretch]:
        for low, high in self.stretches:
            if low < stop and high > start:
                yield max(low, start), min(high, stop)


def joined(stretches: Iterable[Stretch], size: int) -> tuple[Stretch, ...]:
    """Stretches in order, those joined that meet, within a disk of ``size`` bytes."""
    found: list[Stretch] = []
    for low, high in sorted((low, min(high, size)) for low, high in stretches if low < size):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return tuple(found)
