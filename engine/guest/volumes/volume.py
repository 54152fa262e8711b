"""A volume as a part of the disk, and changing it all or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.disk.disk import WritableDisk
from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal


@dataclass(frozen=True, slots=True)
class Part:
    """``size`` bytes from ``start`` on of a disk, as a disk."""

    disk: WritableDisk
    start: int
    size: int

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end of the part."""
        return self.disk.pread(self.start + offset, max(min(length, self.size - offset), 0))

    def pwrite(self, offset: int, data: bytes) -> None:
        """Put ``data`` at ``offset``; raises ValueError outside of the part."""
        if offset < 0 or offset + len(data) > self.size:
            raise ValueError(f"bytes {offset} to {offset + len(data)} are outside of the volume")
        self.disk.pwrite(self.start + offset, data)


class Transaction:
    """Changes of a volume that belong together."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._failure: Refusal | None = None

    @contextmanager
    def change(self) -> Iterator[None]:
        """One change. If it is refused the volume may be half changed: then nothing will count."""
        try:
            yield
        except Refusal as refusal:
            self._failure = refusal
            raise

    def check(self) -> None:
        """Refuse what a change was refused with."""
        if self._failure is not None:
            raise self._failure


@contextmanager
def transaction(overlay: Overlay, start: int, size: int) -> Iterator[Transaction]:
    """The volume at ``start``: what is written reaches ``overlay`` if nothing was refused."""
    scratch = Overlay(overlay)
    changes = Transaction(Part(scratch, start, min(size, overlay.size - start)))
    yield changes
    changes.check()
    overlay.adopt(scratch.edit())
