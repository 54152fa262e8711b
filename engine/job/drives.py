"""Whose turn it is: several jobs at once, but one at a time for each physical drive.

Two copies on one drive make its heads run to and fro: both are done later than one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from engine import platform
from engine.host_paths import on_host

Drives = frozenset[str]


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
            return found.st_rdev if place.is_block_device() else found.st_dev
