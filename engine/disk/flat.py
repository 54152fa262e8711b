"""A flat file as a mapping: the bytes of the disk as they are; holes of the file are zeros."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.disk.block_map import BlockMap, Kind, runs
from engine.disk.files import Files


@dataclass(frozen=True, slots=True)
class Flat:
    """``size`` bytes at ``offset`` of a file; all of them are in the file."""

    files: Files
    file: int
    size: int
    offset: int = 0
    grain: int = 1 << 16

    def runs(self, start: int, stop: int) -> int:
        return -(-(stop - start) // self.grain)

    def blocks(self, start: int, stop: int) -> BlockMap:
        """Data and, where the file system says so, zeros; never a hole: a flat file holds all."""
        data = self.files.stretches(self.file, self.offset + start, self.offset + stop)
        inner = np.array(data, np.int64).reshape(-1) - self.offset
        edges = np.concatenate(([start], inner, [stop]))  # zeros and data in turn
        length = np.diff(edges)
        kind = np.full(len(length), Kind.ZERO, np.uint8)
        kind[1::2] = Kind.DATA
        held = length > 0
        at = edges[:-1][held]
        return runs(at, length[held], kind[held], self.file, self.offset + at)
