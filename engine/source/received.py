"""Bytes that have come from a host and are in no image yet: after a cut they need not come again.

A copy reads in several threads, each at a turn of its own (a batch). What a turn has read is kept
until the batch is in the image in order; what is still kept when the copy is cut is saved, and the
next run of it takes that before it asks the host.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.source.source import Left, Part

#: A file, the place in it, and the bytes from there on.
Came = tuple[Path, int, bytes]

_own = threading.local()  #: ``turn``: of the thread, a pair of Received and the number


class Received:
    """What is kept for one copy; safe to use from several threads."""

    def __init__(self, before: Iterable[Came] = ()) -> None:
        self._lock = threading.Lock()
        self._turns: dict[int, list[Came]] = {}
        self._before: dict[Path, list[tuple[int, bytes]]] = {}  #: by a run that was cut
        for path, at, data in before:
            self._before.setdefault(path, []).append((at, data))

    @contextmanager
    def turn(self, number: int) -> Iterator[None]:
        """Within it what this thread reads of files on hosts is kept for a turn."""
        _own.turn = self, number
        try:
            yield
        finally:
            _own.turn = None

    def over(self, number: int) -> None:
        """Forget what was kept for a turn."""
        with self._lock:
            self._turns.pop(number, None)

    def all(self) -> list[Came]:
        """Everything that is kept."""
        with self._lock:
            came = [each for turn in self._turns.values() for each in turn]
            left = [(path, *each) for path, found in self._before.items() for each in found]
        return came + left

    def take(self, path: Path, parts: Sequence[Part], turn: int) -> list[Part]:
        """Fill ``parts`` with what came before; those that are left, in order."""
        with self._lock:
            known = self._before.get(path, [])
            if not known:
                return list(parts)
            left: Left = []
            for part in parts:
                left += self._taken(path, known, part, turn)
        return left

    def keep(self, path: Path, parts: Iterable[Part], turn: int) -> None:
        """Keep parts that are filled."""
        came = [(path, at, bytes(buffer)) for at, buffer in parts]
        with self._lock:
            self._turns.setdefault(turn, []).extend(came)

    def _taken(
        self, path: Path, known: list[tuple[int, bytes]], part: Part, turn: int
    ) -> Iterator[Part]:
        """What nobody knows of one part. What is known of it is the turn's from now on."""
        at, buffer = part
        low, high = at, at + len(buffer)
        rest: list[tuple[int, bytes]] = []
        found: list[tuple[int, bytes]] = []
        for start, data in known:
            begin, end = max(start, low), min(start + len(data), high)
            if begin >= end:
                rest.append((start, data))
                continue
            found.append((begin, data[begin - start : end - start]))
            rest += [(start, data[: begin - start]), (end, data[end - start :])]
        known[:] = [each for each in rest if each[1]]
        for begin, data in sorted(found):
            self._turns.setdefault(turn, []).append((path, begin, data))
            new = data[max(low - begin, 0) :]
            begin = max(begin, low)
            if low < begin:
                yield low, buffer[low - at : begin - at]
            buffer[begin - at : begin - at + len(new)] = new
            low = max(low, begin + len(new))
        if low < high:
            yield low, buffer[low - at :]


@contextmanager
def wanted(path: Path, parts: Sequence[Part]) -> Iterator[Left]:
    """Those of ``parts`` that have to come from the host, to be taken out as they do.

    What has come is kept where the thread has a turn, also where not all of it has.
    """
    mine: tuple[Received, int] | None = getattr(_own, "turn", None)
    if mine is None:
        yield list(parts)
        return
    received, turn = mine
    asked = received.take(path, parts, turn)
    left = list(asked)
    try:
        yield left
    finally:
        received.keep(path, _came(asked, left), turn)


def took(left: Left, count: int) -> None:
    """Take out the first ``count`` bytes, which have come; they are all of one part."""
    at, buffer = left[0]
    if count < len(buffer):
        left[0] = at + count, buffer[count:]
    else:
        left.pop(0)


def size_of(parts: Iterable[Part]) -> int:
    """The bytes of parts."""
    return sum(len(buffer) for _, buffer in parts)


def _came(asked: Sequence[Part], left: Sequence[Part]) -> Iterator[Part]:
    """The beginning of what was asked for, up to what is left of it."""
    count = size_of(asked) - size_of(left)
    for at, buffer in asked:
        if not count:
            return
        part = buffer[:count]
        yield at, part
        count -= len(part)
