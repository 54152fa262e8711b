"""The layout of a FAT volume and its table of clusters.

Source: Microsoft, "FAT: General Overview of On-Disk Format" 1.03.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from engine.disk.disk import Disk, WritableDisk
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

_FIRST = 2  #: the number of the first cluster
_FEWEST, _FAT16_MOST = 4085, 65524  #: clusters of FAT16; fewer is FAT12, more is FAT32
_MASK = {"fat16": 0xFFFF, "fat32": 0x0FFFFFFF}
_WIDTH = {"fat16": 2, "fat32": 4}
#: Bits of the second entry: closed cleanly, no read error met.
_CLEAN = {"fat16": 0xC000, "fat32": 0x0C000000}
#: Where Windows NT marks a volume to be checked: in the boot sector.
_NT_STATE = {"fat16": 0x25, "fat32": 0x41}
_STRETCH = 64 << 10
_UNKNOWN = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where things are on a volume; places and sizes in bytes."""

    kind: Literal["fat16", "fat32"]
    cluster: int
    clusters: int  #: how many; they are numbered from 2
    tables: tuple[int, ...]  #: where the copies that are in use begin, the one to read first
    root_start: int  #: of FAT16
    root_size: int
    root_cluster: int  #: of FAT32
    data: int
    information: int  #: of FAT32: the sector that knows how much is free; 0 if there is none

    def place(self, cluster: int) -> int:
        """Where a cluster is; refuses E615 outside of the volume."""
        if not _FIRST <= cluster < self.clusters + _FIRST:
            raise damaged(self.kind, Phrase("cluster {cluster} does not exist", cluster=cluster))
        return self.data + (cluster - _FIRST) * self.cluster


def damaged(kind: str, reason: str) -> Refusal:
    return refuse("E615", kind=kind.upper(), reason=reason)


def geometry(disk: Disk, start: int) -> Geometry:
    """The layout by the boot sector; refuses E614. ``start`` is for the message."""
    sector = disk.pread(0, 512)
    if len(sector) < 512 or sector[510:] != b"\x55\xaa":
        raise _other(start, Phrase("its boot sector is of another kind"))
    size, per_cluster, reserved, copies, roots, small, _, short_table = struct.unpack_from(
        "<HBHBHHBH", sector, 11
    )
    large, long_table, flags, _, root_cluster, information = struct.unpack_from(
        "<IIHHIH", sector, 32
    )
    table_sectors = short_table or long_table
    sound = size in (512, 1024, 2048, 4096) and per_cluster and not per_cluster & per_cluster - 1
    if not (sound and reserved and 1 <= copies <= 4 and table_sectors):
        raise _other(start, Phrase("its boot sector is of another kind"))
    root_size = roots * 32
    root_start = (reserved + copies * table_sectors) * size
    data = root_start + -(-root_size // size) * size
    clusters = ((small or large) * size - data) // (size * per_cluster)
    if clusters < _FEWEST:
        raise _other(start, Phrase("it has fewer clusters than FAT16"))
    kind: Literal["fat16", "fat32"] = "fat16" if clusters <= _FAT16_MOST else "fat32"
    end = data + clusters * size * per_cluster
    room = table_sectors * size // _WIDTH[kind]
    if (kind == "fat16") != bool(short_table) or end > disk.size or room < clusters + _FIRST:
        raise _other(start, Phrase("its boot sector contradicts itself"))
    tables = [(reserved + number * table_sectors) * size for number in range(copies)]
    if kind == "fat32" and flags & 0x80:  # one copy is in use, not all
        tables = tables[flags & 0xF : (flags & 0xF) + 1]
    if not tables:
        raise _other(start, Phrase("its boot sector contradicts itself"))
    is_fat32 = kind == "fat32"
    return Geometry(
        kind,
        size * per_cluster,
        clusters,
        tuple(tables),
        root_start,
        root_size,
        root_cluster if is_fat32 else 0,
        data,
        information * size if is_fat32 and information < reserved else 0,
    )


def _other(start: int, reason: str) -> Refusal:
    return refuse("E614", kind=Phrase("FAT16 or FAT32"), offset=start, reason=reason)


def is_dirty(disk: Disk, layout: Geometry) -> bool:
    """Whether the volume was not shut down cleanly."""
    width, clean = _WIDTH[layout.kind], _CLEAN[layout.kind]
    state = disk.pread(_NT_STATE[layout.kind], 1)[0]
    second = int.from_bytes(disk.pread(layout.tables[0] + width, width), "little")
    return bool(state & 3) or second & clean != clean


class Table:
    """The table of clusters: for each the one that follows it in its file."""

    def __init__(self, disk: WritableDisk, layout: Geometry) -> None:
        self._disk, self._layout = disk, layout
        self._width, self._mask = _WIDTH[layout.kind], _MASK[layout.kind]

    def chain(self, first: int) -> list[int]:
        """The clusters of a file from its first on; refuses E615 what leads astray."""
        found: list[int] = []
        seen: set[int] = set()
        cluster = first
        while cluster < self._mask - 7:  # the last eight numbers are ends
            self._layout.place(cluster)
            if cluster in seen:
                raise damaged(
                    self._layout.kind, Phrase("the chain of cluster {first} is a loop", first=first)
                )
            seen.add(cluster)
            found.append(cluster)
            cluster = self._get(cluster)
        return found

    def resize(self, clusters: list[int], count: int, path: str) -> list[int]:
        """Give a file ``count`` clusters, keeping those it has; refuses E613."""
        kept = clusters[:count]
        new = self._free(count - len(kept), path)
        for cluster in clusters[count:]:
            self._set(cluster, 0)
        result = kept + new
        for cluster, following in pairwise([*result, self._mask]):
            if self._get(cluster) != following:
                self._set(cluster, following)
        self._count(len(clusters) - len(result), result[-1] if new else 0)
        return result

    def _get(self, cluster: int) -> int:
        at = self._layout.tables[0] + cluster * self._width
        return int.from_bytes(self._disk.pread(at, self._width), "little") & self._mask

    def _set(self, cluster: int, value: int) -> None:
        """In all copies; the upper four bits of FAT32 are not ours."""
        for table in self._layout.tables:
            at = table + cluster * self._width
            old = int.from_bytes(self._disk.pread(at, self._width), "little")
            new = old & ~self._mask | value
            self._disk.pwrite(at, new.to_bytes(self._width, "little"))

    def _free(self, count: int, path: str) -> list[int]:
        """The first ``count`` free clusters; refuses E613 if there are fewer."""
        if count <= 0:
            return []
        found: list[int] = []
        end = self._layout.tables[0] + (self._layout.clusters + _FIRST) * self._width
        for start in range(self._layout.tables[0], end, _STRETCH):
            stretch = self._disk.pread(start, min(_STRETCH, end - start))
            entries = np.frombuffer(stretch, f"<u{self._width}") & self._mask
            base = (start - self._layout.tables[0]) // self._width
            found += (np.flatnonzero(entries == 0) + base).tolist()
            if len(found) >= count:
                return found[:count]
        size = self._layout.cluster
        raise refuse("E613", path=path, needed=count * size, free=len(found) * size)

    def _count(self, freed: int, last: int) -> None:
        """Keep the sector of FAT32 that knows how many clusters are free."""
        at = self._layout.information
        if not at:
            return
        sector = self._disk.pread(at, 512)
        if sector[:4] != b"RRaA" or sector[484:488] != b"rrAa":
            return
        free, following = struct.unpack_from("<II", sector, 488)
        new = (
            free if free == _UNKNOWN else max(free + freed, 0),
            last or following,
        )
        if new != (free, following):
            self._disk.pwrite(at + 488, struct.pack("<II", *new))
