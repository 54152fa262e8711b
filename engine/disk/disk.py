"""What can be read, or read and written, like a disk: a chain, an image, an overlay, a volume."""

from __future__ import annotations

from typing import Protocol


class Disk(Protocol):
    """Anything that can be read like a disk."""

    @property
    def size(self) -> int:
        """Bytes."""

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end of the disk."""


class WritableDisk(Disk, Protocol):
    """A disk that can be written too."""

    def pwrite(self, offset: int, data: bytes) -> None:
        """Put ``data`` at ``offset``; ValueError unless all of it lies within the disk."""
