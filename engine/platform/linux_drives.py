"""The drives of a Linux computer, as /sys has them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

SYSTEM = Path("/sys/dev/block")


def drives_of(number: int, system: Path = SYSTEM) -> frozenset[str]:
    """Names of the whole drives that a device is, or is made of.

    A file system that is on no local drive (a network, memory, btrfs) stands for itself.
    """
    name = f"{os.major(number)}:{os.minor(number)}"
    entry = system / name
    return frozenset(_below(entry.resolve(), set()) if entry.exists() else [name])


def _below(device: Path, seen: set[Path]) -> Iterator[str]:
    """Names of the drives below a device: of a partition its drive, of a volume its parts'."""
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
