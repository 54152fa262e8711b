"""Bounds of a process that reads what strangers wrote: memory, work without progress, unpacking.

Progress is what brings the end nearer: bytes of the disk that were not read before, bytes unpacked.
A reader that is led in a circle makes none. Work is time of the processor, not of the clock: what
waits for a slow disk or a busy computer is not at its bounds.
"""

from __future__ import annotations

from typing import NoReturn

from engine import platform
from engine.phrase import Phrase

#: Bytes of address space.
MEMORY = 512 << 20
#: Seconds of the processor without progress, after which the work under way is given up.
PATIENCE = 10.0
#: So much later the process is ended: what was under way has not noticed, being a library in C.
_GRACE = 2.0
#: Seconds of the processor in all.
WHOLE_WORK = 30
#: Bytes that the archives of one volume may unpack to in all.
UNPACKED = 1 << 30
_PAGE = 64 << 10


class LimitError(Exception):
    """More was asked for than a sound guest can take; its argument says what, as a phrase."""


class Unpacking:
    """What the archives of one volume have unpacked to so far, in bytes."""

    def __init__(self, limit: int = UNPACKED) -> None:
        self._left, self._limit = limit, limit

    def expect(self, count: int) -> None:
        """Raise LimitError if ``count`` bytes more are too many."""
        if count > self._left:
            raise LimitError(
                Phrase("it unpacks to more than {limit} bytes in all", limit=self._limit)
            )

    def add(self, count: int) -> None:
        """Count bytes that were unpacked; raises LimitError where they are too many."""
        self.expect(count)
        self._left -= count
        progress()


class Seen:
    """The parts of a disk that were read; a part that is read again is no progress."""

    def __init__(self) -> None:
        self._pages: set[int] = set()

    def note(self, offset: int, length: int) -> None:
        """Note ``length`` bytes at ``offset`` as read; progress if any of them are new."""
        before = len(self._pages)
        self._pages.update(range(offset // _PAGE, (offset + length - 1) // _PAGE + 1))
        if len(self._pages) > before:
            progress()


def arm() -> None:
    """Bound this process from now on, for good; it leaves no core dump."""
    platform.bound(MEMORY, WHOLE_WORK, _give_up)
    progress()


def progress() -> None:
    """Begin to count the work without progress anew; nothing where the process is not bounded."""
    platform.count_work(PATIENCE, _GRACE)


def seconds() -> str:
    """The seconds of work without progress, for messages."""
    return format(PATIENCE, "g")


def _give_up() -> NoReturn:
    raise LimitError(Phrase("it worked {seconds} seconds without progress", seconds=seconds()))
