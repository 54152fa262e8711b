"""Whose bytes lie at a place of a disk: the files that have most of them there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from engine.disk.spans import Spans
from engine.guest.ownership.owned import FREE, METADATA, Ints, Owned
from engine.guest.ownership.volumes import OwnedVolume

TOLD = 8  #: files that are told by name


@dataclass(frozen=True, slots=True)
class FileAt:
    """A file with bytes at a place."""

    volume: str  #: number of the partition, or ``vg/lv``
    path: str
    held: int  #: bytes of it that are there


@dataclass(frozen=True, slots=True)
class AtPlace:
    """What is at a place; all but ``count`` in bytes."""

    files: tuple[FileAt, ...]  #: those with most bytes there
    count: int  #: all files that have bytes there
    metadata: int  #: of structures of file systems
    free: int  #: that no file system uses
    other: int  #: in no volume, or in files that cannot be told


def at_place(volumes: Iterable[OwnedVolume], spans: Spans) -> AtPlace:
    """What has the bytes of ``spans``, which are of the disk."""
    files: list[FileAt] = []
    count = metadata = free = told = 0
    for volume in volumes:
        if (owned := volume.owned) is None:
            continue
        held = _held(volume, owned, spans)
        metadata += int(held[owned.owner == METADATA].sum())
        free += int(held[owned.owner == FREE].sum())
        here = (held > 0) & (owned.owner >= 0)
        rows, of = np.unique(owned.owner[here], return_inverse=True)
        sums = np.zeros(len(rows), np.int64)
        np.add.at(sums, of, held[here])
        count, told = count + len(rows), told + int(sums.sum())
        most = np.argsort(-sums, kind="stable")[:TOLD].tolist()
        files += [FileAt(volume.name, owned.path(int(rows[n])), int(sums[n])) for n in most]
    files.sort(key=lambda each: -each.held)
    other = max(spans.total - told - metadata - free, 0)
    return AtPlace(tuple(files[:TOLD]), count, metadata, free, other)


def _held(volume: OwnedVolume, owned: Owned, spans: Spans) -> Ints:
    """Bytes of the spans in each run of a volume."""
    own = spans.of_extents(volume.extents)
    return own.covered(owned.stop) - own.covered(owned.start)
