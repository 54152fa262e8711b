"""A mapping as one readable disk: for looking inside before anything is copied."""

from __future__ import annotations

from dataclasses import dataclass

from engine.disk.block_map import Mapping
from engine.disk.copying.fill import fill
from engine.disk.files import Files


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the bytes that a mapping stands for; safe to use from several threads."""

    mapping: Mapping
    files: Files

    @property
    def size(self) -> int:
        return self.mapping.size

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end of the disk."""
        length = max(min(length, self.size - offset), 0)
        if not length:
            return b""
        buffer = bytearray(length)
        runs = self.mapping.blocks(offset, offset + length)
        fill(memoryview(buffer), runs.start - offset, runs, self.files)
        return bytes(buffer)
