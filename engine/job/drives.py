"""Whose turn it is: several jobs at once, but one at a time for each physical drive.

Two copies on one drive make its heads run to and fro: both are done later than one after the other.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

Drives = frozenset[str]

SYSTEM = Path("/sys/dev/block")


def drives(paths: Iterable[Path], system: Path = SYSTEM) -> Drives:
    """The whole drives that ``paths`` are on, by name; those not there yet are where they will be.

    A file system that is on no local drive (a network, memory, btrfs) stands for itself.
    """
    numbers = {_device(path) for path in paths}
    return frozenset(drive for number in numbers for drive in _whole(number, system))


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


def _whole(number: int, system: Path) -> Iterator[str]:
    """The drives below a device: of a partition its drive, of a volume those it is made of."""
    name = f"{os.major(number)}:{os.minor(number)}"
    entry = system / name
    if not entry.exists():
        yield name
        return
    yield from _below(entry.resolve(), set())


def _below(device: Path, seen: set[Path]) -> Iterator[str]:
    if device in seen:
        return
    seen.add(device)
    if (device / "partition").exists():
        device = device.parent
    parts: Collection[Path] = list((device / "slaves").glob("*"))
    if not parts:
        yield device.name
    for part in parts:
        yield from _below(part.resolve(), seen)
