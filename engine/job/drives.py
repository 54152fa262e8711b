"""Whose turn it is: several jobs at once, but one at a time for each physical drive.

Two copies on one drive make its heads run to and fro: both are done later than one after the other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine import platform
from engine.findings import Stopped
from engine.host_paths import on_host

Drives = frozenset[str]

_LOOK_EVERY = 0.1  # seconds: how soon one that waits hears that it is stopped


def drives(paths: Iterable[Path]) -> Drives:
    """Names of the whole drives of ``paths``; those not there yet are where they will be.

    A host is a drive of its own.
    """
    paths = list(paths)
    hosts = frozenset(found.authority for path in paths if (found := on_host(path)))
    numbers = {_device(path) for path in paths if on_host(path) is None}
    return hosts | frozenset(drive for number in numbers for drive in platform.drives_of(number))


def next_up(waiting: Sequence[Drives], running: Iterable[Drives]) -> list[int]:
    """The places in ``waiting`` of those that may start now.

    The order is kept on each drive: who waits longer is not overtaken by one that needs the same.
    """
    taken = {drive for each in running for drive in each}
    ready = []
    for place, wanted in enumerate(waiting):
        if taken.isdisjoint(wanted):
            ready.append(place)
        taken |= wanted
    return ready


class Turns:
    """Turns of jobs in threads of their own: one at a time on each drive, ``at_once`` in all."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._changed = threading.Condition()
        self._waiting: list[tuple[object, Drives]] = []
        self._running: dict[object, Drives] = {}

    @contextmanager
    def taken(self, wanted: Drives, cancel: threading.Event) -> Iterator[Callable[[], None]]:
        """The turn on all drives that are ``wanted``; what is yielded ends it before its time.

        Blocks until it is there; raises Stopped soon after ``cancel`` is set meanwhile.
        """
        me = object()
        self._wait(me, wanted, cancel)
        try:
            yield lambda: self._end(me)
        finally:
            self._end(me)

    def _wait(self, me: object, wanted: Drives, cancel: threading.Event) -> None:
        with self._changed:
            self._waiting.append((me, wanted))
            try:
                while not self._changed.wait_for(lambda: self._is_next(me), _LOOK_EVERY):
                    if cancel.is_set():
                        raise Stopped
                self._running[me] = wanted
            finally:
                self._waiting.remove((me, wanted))
                self._changed.notify_all()

    def _is_next(self, me: object) -> bool:
        waiting = [drives for _, drives in self._waiting]
        ready = next_up(waiting, self._running.values())[: self._at_once - len(self._running)]
        return any(self._waiting[place][0] is me for place in ready)

    def _end(self, me: object) -> None:
        with self._changed:
            self._running.pop(me, None)
            self._changed.notify_all()


def _device(path: Path) -> int:
    """The number of the device that ``path`` is, or is on."""
    place = path.absolute()
    while True:
        try:
            found = place.stat()
        except OSError:
            if place == place.parent:
                raise
            place = place.parent
        else:
            return platform.device_number(found)
