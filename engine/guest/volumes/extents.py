"""Stretches of a disk one after another, as a disk: a partition, a linear logical volume."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from engine.disk.disk import WritableDisk


class Extent(NamedTuple):
    """A stretch: where it begins on the disk, and how long it is, in bytes."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Joined:
    """``extents`` of ``disk`` as one."""

    disk: WritableDisk
    extents: tuple[Extent, ...]

    @property
    def size(self) -> int:
        return sum(each.length for each in self.extents)

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end."""
        return b"".join(self.disk.pread(*part) for part in self._parts(offset, length))

    def pwrite(self, offset: int, data: bytes) -> None:
        """Put ``data`` at ``offset``; raises ValueError outside."""
        if offset < 0 or offset + len(data) > self.size:
            raise ValueError(f"bytes {offset} to {offset + len(data)} are outside of the volume")
        done = 0
        for start, length in self._parts(offset, len(data)):
            self.disk.pwrite(start, data[done : done + length])
            done += length

    def _parts(self, offset: int, length: int) -> Iterator[Extent]:
        """The stretches of the disk that hold ``length`` bytes from ``offset`` on."""
        for start, size in self.extents:
            if length <= 0:
                return
            if offset < size:
                part = min(length, size - offset)
                yield Extent(start + offset, part)
                length -= part
                offset = 0
            else:
                offset -= size
