"""Verification that follows the copy: what is durable is read back while the next is copied.

A disk that reads and writes at once takes no longer for both. One that does not, such as one that
turns, is found out: where following brings nothing, the rest is left to be verified at the end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from engine import platform
from engine.disk.block_map import First, Mapping
from engine.disk.copying.digest import PIECE
from engine.disk.copying.verify import difference, piece_digests_of
from engine.disk.files import Files
from engine.findings import Refusal, Stopped, refuse

Pieces = Iterable[tuple[int, bytes]]
#: Opens an image that is not complete, as it is now.
Opened = Callable[[], tuple[Mapping, Files]]

#: Records that are copied alone, and then so many with verification, to see what it brings.
_ALONE = _TOGETHER = 6
_LEARNT = 1 + _ALONE + _TOGETHER  #: records after which it is known
#: Following is worth it where so many times as much is read and written as was written alone.
_GAIN = 1.15
#: Pieces that are read back before the end of copying is looked for.
_AT_ONCE = 16


@dataclass(slots=True)
class Duplex:
    """Whether a disk takes reads and writes at once; ``now`` are seconds of a clock."""

    records: int = 0  #: seen so far
    pays: bool = True
    _since: float = 0.0
    _copied: int = 0  #: pieces, since then
    _verified: int = 0  #: pieces, until then
    _alone: float = 0.0  #: pieces a second

    @classmethod
    def expecting(cls, records: int) -> Duplex:
        """For a copy of so many records: one that ends before it is known is followed at once.

        Whatever the disk is, that costs a moment at most. Bounded memory is not spent on it: Python
        waits for ever for a thread that finds none to begin with.
        """
        if platform.is_bounded():
            return cls(_LEARNT, pays=False)
        return cls() if records > _LEARNT else cls(_LEARNT)

    def record(self, pieces: int, verified: int, now: float) -> None:
        """Note that a record of ``pieces`` is durable, and so many were ``verified`` in all."""
        self.records += 1
        seconds = max(now - self._since, 1e-6)
        if self.records == 1:
            self._begin(now, verified)
            return
        self._copied += pieces
        if self.records == 1 + _ALONE:
            self._alone = self._copied / seconds
            self._begin(now, verified)
        elif self.records == _LEARNT:
            both = self._copied + verified - self._verified
            self.pays = both / seconds >= _GAIN * self._alone

    @property
    def may_follow(self) -> bool:
        return self.records > _ALONE and self.pays

    def _begin(self, now: float, verified: int) -> None:
        self._since, self._verified, self._copied = now, verified, 0


@dataclass(slots=True)
class Follower:
    """Compares an image, read past the page cache, with what was copied.

    ``opened``: opens it anew for each look, for its tables grow. ``verified``: everything below
    that byte of the disk was compared.
    """

    opened: Opened
    verified: int = 0
    duplex: Duplex = field(default_factory=Duplex)
    _expected: dict[int, bytes] = field(default_factory=dict)  #: of pieces not compared yet
    _durable: int = 0
    _compared: int = 0  #: pieces
    _ended: bool = False
    _refusal: Refusal | None = None
    _cancel: threading.Event = field(default_factory=threading.Event)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _thread: threading.Thread | None = None

    def offer(self, durable: int, pieces: Pieces) -> None:
        """Everything below ``durable`` is on disk; ``pieces`` are the digests since the last time.

        Refuses E440 as soon as something was found to differ.
        """
        if self._refusal is not None:
            raise self._refusal
        with self._changed:
            before = len(self._expected)
            self._expected.update(pieces)
            self._durable = durable
            count = len(self._expected) - before
            self.duplex.record(count, self._compared, time.monotonic())
            self._changed.notify()
        if self._thread is None and self.duplex.may_follow:
            thread = threading.Thread(target=self._follow, name="verify")
            thread.start()  # before it is kept: with little memory it may not start
            self._thread = thread

    def finish(self, *, cancelled: bool = False) -> int:
        """How far is verified: what is left can be verified for itself. Refuses E440.

        After ``cancelled`` nothing is waited for.
        """
        with self._changed:
            self._ended = True
            self._changed.notify()
        if cancelled:
            self._cancel.set()
        if self._thread is not None:
            self._thread.join()
        if self._refusal is not None and not cancelled:
            raise self._refusal
        return self.verified

    def _follow(self) -> None:
        try:
            while (stop := self._next()) is not None:
                self._compare(stop)
        except Refusal as refusal:
            self._refusal = refusal
        except Stopped:
            pass

    def _next(self) -> int | None:
        """How far to compare next; None when nothing more is."""
        with self._changed:
            self._changed.wait_for(self._is_over_or_more)
            if self._ended or not self.duplex.pays:
                return None
            some = list(islice(self._expected, _AT_ONCE + 1))
            return self._durable if len(some) <= _AT_ONCE else some[_AT_ONCE] * PIECE

    def _is_over_or_more(self) -> bool:
        return self._ended or not self.duplex.pays or self._durable > self.verified

    def _compare(self, stop: int) -> None:
        mapping, files = self.opened()
        with files:
            whole = First(mapping, stop)
            found = piece_digests_of(whole, files, self._cancel, self.verified)
        with self._changed:
            expected = {
                number: self._expected.pop(number)
                for number in list(self._expected)
                if number * PIECE < stop
            }
            self._compared += len(expected)
        reason = difference(_hex(expected), _hex(found), PIECE)
        if reason is not None:
            raise refuse("E440", path=files.path(0), reason=reason)
        self.verified = stop


def _hex(digests: dict[int, bytes]) -> dict[int, str]:
    return {number: digest.hex() for number, digest in digests.items()}
