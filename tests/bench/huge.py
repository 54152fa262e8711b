"""Disks far larger than what they hold."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from fixtures.vmdk.descriptor import Descriptor, Extent
from fixtures.vmdk.grains import place
from fixtures.vmdk.hosted_sparse import ENTRIES, Header, Options, Tables
from fixtures.vmdk.layer import SECTOR
from numpy.typing import NDArray

from bench import pattern

TIB = 1 << 40
GRAIN = 64 << 10
SHARE = 0.01  # of the grains
STRETCH = 16 << 20


def scattered(folder: Path, size: int) -> Path:
    """A growable disk of `size` bytes with 1 % of its grains allocated, in any order.

    So that it fits on a disk, 4 KiB of each grain are random and the rest of it is a hole of the
    file: all of it has to be looked at, but little is written.
    """
    count = size // GRAIN
    grains = np.unique(np.random.default_rng(size).integers(0, count, int(count * SHARE)))
    return _part(folder, size, grains, every=1)


def in_use(folder: Path, size: int) -> Path:
    """The same with its 1 % in stretches of 16 MiB, as files lie; data are in each 16th grain."""
    count, long = size // GRAIN, STRETCH // GRAIN
    chosen = np.random.default_rng(size).permutation(count // long)[: int(count * SHARE) // long]
    grains = (np.sort(chosen)[:, None] * long + np.arange(long)).ravel()
    return _part(folder, size, grains, every=16)


def _part(folder: Path, size: int, grains: NDArray[np.int64], every: int) -> Path:
    """A growable disk with `grains`; 4 KiB of each that is written are random, the rest a hole."""
    path = folder / "part-s001.vmdk"
    count = size // GRAIN
    tables = Tables(1, np.arange(-(-count // ENTRIES)), -(-count // ENTRIES))
    options = Options(redundant=False)
    overhead = -(-tables.end * SECTOR // GRAIN) * GRAIN
    offsets = overhead + place(len(grains), "runs", 0) * GRAIN
    header = Header(
        capacity=size // SECTOR,
        flags=options.flags,
        directory=tables.start,
        overhead=overhead // SECTOR,
    )
    data = pattern.pool()
    with path.open("w+b") as file:
        file.truncate(overhead + len(grains) * GRAIN)
        os.pwrite(file.fileno(), header.pack(), 0)
        tables.write(file.fileno(), grains, offsets // SECTOR)
        for number, offset in enumerate(np.sort(offsets)[::every].tolist()):
            os.pwrite(file.fileno(), data[-1 - number % 4096].tobytes(), offset)
    return _described(folder / "disk.vmdk", size, [path.name])


def repeated(folder: Path, below: Path, size: int, times: int) -> Path:
    """A disk of `times` parts that are all the file which :func:`in_use` wrote to `below`."""
    (folder / "part-s001.vmdk").hardlink_to(below / "part-s001.vmdk")
    return _described(folder / "disk.vmdk", size, ["part-s001.vmdk"] * times)


def empty(folder: Path, size: int) -> Path:
    """A growable disk that nobody has written to."""
    path = folder / "part-s001.vmdk"
    count = size // GRAIN // ENTRIES
    tables = Tables(1, np.arange(count), count)
    header = Header(size // SECTOR, directory=tables.start, overhead=tables.end)
    with path.open("w+b") as file:
        file.truncate(-(-tables.end * SECTOR // GRAIN) * GRAIN)
        os.pwrite(file.fileno(), header.pack(), 0)
        none = np.empty(0, np.int64)
        tables.write(file.fileno(), none, none)
    return _described(folder / "disk.vmdk", size, [path.name])


def _described(path: Path, size: int, parts: list[str]) -> Path:
    extents = tuple(Extent(size // SECTOR, "SPARSE", name) for name in parts)
    path.write_bytes(Descriptor("twoGbMaxExtentSparse", extents, cid=1).encode())
    return path
