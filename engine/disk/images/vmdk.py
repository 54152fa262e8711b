"""A growable VMDK of ours as it is read while it is written.

Its layout is known, so nothing but the entries of the grains asked for is read: those of later
grains may name places that the file did not have when it was opened.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.disk.block_map import BlockMap, Kind, runs
from engine.disk.files import Files
from engine.disk.images.vmdk_target import GRAIN, SECTOR, Layout


@dataclass(frozen=True, slots=True)
class UnfinishedVmdk:
    """An image of a disk of ``size`` bytes as a mapping, as far as it is durable."""

    files: Files
    file: int
    size: int
    grain: int = GRAIN

    def runs(self, start: int, stop: int) -> int:
        return -(-(stop - start) // self.grain)

    def blocks(self, start: int, stop: int) -> BlockMap:
        first, last = start // GRAIN, -(-stop // GRAIN)
        tables = Layout(-(-self.size // SECTOR)).first_tables * SECTOR
        entries = self.files.read(self.file, tables + first * 4, (last - first) * 4)
        sector = np.frombuffer(entries, "<u4").astype(np.int64)
        kind = np.where(sector, np.uint8(Kind.DATA), np.uint8(Kind.HOLE))
        begin = np.arange(first, last) * GRAIN
        length = np.full(last - first, GRAIN)
        return runs(begin, length, kind, self.file, sector * SECTOR).clip(start, stop)
