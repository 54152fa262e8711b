"""What became of the files of a disk from one state to another: by the bytes that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.disk.spans import Spans
from engine.findings import Finding
from engine.guest.ownership.owned import FREE, METADATA, Ints, Owned
from engine.guest.ownership.volumes import OwnedVolume

How = Literal["added", "changed", "removed"]
HOWS: tuple[How, ...] = ("added", "changed", "removed")

#: Files that are told one by one, those with most bytes first; the rest is summed.
FILES_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that is not as it was."""

    path: str  #: within its volume, as its system writes it
    how: How
    written: int  #: bytes of it that differ; 0 of one that is removed
    size: int  #: bytes; of one that is removed, those that it had


@dataclass(frozen=True, slots=True)
class Rest:
    """Files that are not told one by one."""

    files: int = 0
    written: int = 0  #: bytes


@dataclass(frozen=True, slots=True)
class ChangedVolume:
    """What differs in a volume; bytes, but for ``files``."""

    name: str  #: number of the partition, or ``vg/lv``
    kind: str  #: of the file system
    label: str
    separator: str  #: between the names of a path
    looked: bool  #: its files are known; else all that differs is in ``other``
    files: tuple[ChangedFile, ...]  #: those with most bytes first
    rest: Rest
    metadata: int  #: in folders and other structures of the file system
    free: int  #: in what the newer state says is not in use
    other: int  #: that belongs to nothing that is known

    @property
    def written(self) -> int:
        return sum(each.written for each in self.files) + self.rest.written

    @property
    def differing(self) -> int:
        """All bytes that differ. A short file may be in a structure, and count in both."""
        return self.written + self.metadata + self.free + self.other


@dataclass(frozen=True, slots=True)
class ChangedDisk:
    """What differs on a disk."""

    volumes: tuple[ChangedVolume, ...]
    outside: int  #: bytes that are in none of them
    unread: int  #: bytes that were not compared, and are taken to differ
    findings: tuple[Finding, ...] = ()


def compare(
    older: tuple[OwnedVolume, ...], newer: tuple[OwnedVolume, ...], spans: Spans
) -> tuple[tuple[ChangedVolume, ...], int]:
    """What differs in each volume of the newer state, and the bytes outside of them all.

    ``spans`` say what differs, in bytes of the disk.
    """
    before = {(each.name, each.kind): each.owned for each in older}
    changed, inside = [], 0
    for volume in newer:
        own = spans.of_extents(volume.extents)
        inside += own.total
        if volume.owned is None:
            changed.append(_unknown(volume, own.total))
        else:
            changed.append(_volume(volume, before.get((volume.name, volume.kind)), own))
    return tuple(changed), max(spans.total - inside, 0)


def _unknown(volume: OwnedVolume, total: int) -> ChangedVolume:
    name, kind, label = volume.name, volume.kind, volume.label
    return ChangedVolume(name, kind, label, "/", False, (), Rest(), 0, 0, total)


def _volume(volume: OwnedVolume, before: Owned | None, spans: Spans) -> ChangedVolume:
    owned = volume.owned
    assert owned is not None  # noqa: S101 - told apart by the caller
    held = spans.covered(owned.stop) - spans.covered(owned.start)
    written = _summed(held[owned.owner >= 0], owned.owner[owned.owner >= 0], len(owned.numbers))
    metadata = int(held[owned.owner == METADATA].sum())
    free = int(held[owned.owner == FREE].sum())
    other = max(spans.total - int(written.sum()) - metadata - free, 0)
    rows = sorted(_rows(owned, before, written), key=lambda row: (-row[2], -row[3]))
    told = rows[:FILES_LIMIT]
    rest = Rest(len(rows) - len(told), sum(row[2] for row in rows[FILES_LIMIT:]))
    files = tuple(ChangedFile(side.path(row), how, count, int(side.sizes[row]))
                  for side, row, count, _, how in told)  # fmt: skip
    return ChangedVolume(volume.name, volume.kind, volume.label, owned.separator, True,
                         files, rest, metadata, free, other)  # fmt: skip


_Row = tuple[Owned, int, int, int, How]  #: state, row in it, bytes written, size, how


def _rows(owned: Owned, before: Owned | None, written: Ints) -> Iterator[_Row]:
    """The files that are not as they were."""
    if before is None:  # there was no such volume
        for row, size in enumerate(owned.sizes.tolist()):
            yield owned, row, int(written[row]), size, "added"
        return
    was = _match(owned, before)
    is_there = was >= 0
    sizes = np.where(is_there, before.sizes[was] if len(before.sizes) else 0, -1)
    marks = np.where(is_there, before.marks[was] if len(before.marks) else 0, 0)
    in_place = (owned.marks != 0) & (owned.marks != marks)
    written = written + np.where(in_place, owned.sizes, 0)
    differs = ~is_there | (written > 0) | (owned.sizes != sizes)
    for row in np.flatnonzero(differs).tolist():
        how: How = "changed" if is_there[row] else "added"
        yield owned, row, int(written[row]), int(owned.sizes[row]), how
    gone = np.flatnonzero(~np.isin(before.keys, owned.keys))
    for row in gone.tolist():
        yield before, row, 0, int(before.sizes[row]), "removed"


def _match(owned: Owned, before: Owned) -> Ints:
    """The row in ``before`` of each file with the same path; -1 where there is none."""
    if not len(before.keys):
        return np.full(len(owned.keys), -1, np.int64)
    order = np.argsort(before.keys)
    ordered = before.keys[order]
    at = np.minimum(np.searchsorted(ordered, owned.keys), len(ordered) - 1)
    return np.where(ordered[at] == owned.keys, order[at], -1)


def _summed(counts: Ints, owners: Ints, length: int) -> Ints:
    """Counts by owner; whole numbers, for a file may be larger than a float tells exactly."""
    found = np.zeros(length, np.int64)
    np.add.at(found, owners, counts)
    return found
