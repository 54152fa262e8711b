"""A flat file as a mapping: the bytes of the disk as they are; holes of the file are zeros."""

from __future__ import annotations

from dataclasses import dataclass

from engine.disk.block_map import BlockMap, Kind, concatenate, single
from engine.disk.files import Files

_PIECES_LIMIT = 1 << 14


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
        found: list[BlockMap] = []
        at = start
        while at < stop:
            low, high = self.files.data_from(self.file, self.offset + at)
            low = min(max(low - self.offset, at), stop)
            high = min(high - self.offset, stop)
            if len(found) > _PIECES_LIMIT:  # a file in crumbs: not worth a system call each
                low, high = at, stop
            found.append(single(at, low, Kind.ZERO))
            found.append(single(low, high, Kind.DATA, self.file, self.offset + low))
            at = max(high, low)
        return concatenate([each for each in found if len(each)])
