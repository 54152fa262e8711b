"""FAT16 and FAT32: clusters that no chain has, where table and folders agree.

Source: Microsoft, "FAT: General Overview of On-Disk Format" 1.03.
"""

from __future__ import annotations

import numpy as np

from engine.disk.block_map import Ints
from engine.disk.disk import Disk
from engine.disk.spans import Spans
from engine.findings import Refusal
from engine.guest.free_blocks.blocks import Rows, little
from engine.guest.free_blocks.free_spans import NotProvenError, unset
from engine.guest.volumes.fat_table import Geometry, geometry, is_dirty
from engine.phrase import Phrase

_WIDTH = {"fat16": 2, "fat32": 4}
_MASK = {"fat16": 0xFFFF, "fat32": 0x0FFFFFFF}
_TABLE_LIMIT = 64 << 20
_FOLDERS_LIMIT = 1 << 20
_LINE, _FIRST = 32, 2
_DELETED, _DOT = 0xE5, 0x2E
_LABEL, _FOLDER, _LONG_NAME = 0x08, 0x10, 0x0F


def find(volume: Disk) -> Spans:
    """Free clusters in bytes of ``volume``; raises NotProvenError."""
    try:
        layout = geometry(volume, 0)
    except Refusal as refusal:
        raise NotProvenError(refusal.findings[0].message) from None
    if is_dirty(volume, layout):
        raise NotProvenError(Phrase("it was not shut down cleanly"))
    table = _table(volume, layout)
    _check_chains(table, layout)
    _check_folders(volume, table, layout)
    used = np.packbits(table[_FIRST:] != 0, bitorder="little")
    free = unset([used], layout.clusters)
    return free.scaled(layout.cluster, layout.data)


def _table(volume: Disk, layout: Geometry) -> Ints:
    """What follows each cluster, by number; the copies agree."""
    size = (layout.clusters + _FIRST) * _WIDTH[layout.kind]
    if size > _TABLE_LIMIT:
        raise NotProvenError(Phrase("it is too large"))
    copies = [volume.pread(at, size) for at in layout.tables]
    if len(copies[0]) != size or any(each != copies[0] for each in copies):
        raise NotProvenError(Phrase("the copies of its table differ"))
    return (
        np.frombuffer(copies[0], f"<u{_WIDTH[layout.kind]}").astype(np.int64) & _MASK[layout.kind]
    )


def _check_chains(table: Ints, layout: Geometry) -> None:
    """A chain goes on to clusters in use, and none of them is in two chains."""
    following = table[_FIRST:]
    end = _MASK[layout.kind] - 8  # bad clusters, and the ends of chains
    links = following[(following != 0) & (following < end)]
    if len(links) and (links.min() < _FIRST or links.max() >= len(table)):
        raise NotProvenError(Phrase("a chain leads out of it"))
    if (table[links] == 0).any():
        raise NotProvenError(Phrase("a file uses blocks that are marked as free"))
    if len(np.unique(links)) != len(links):
        raise NotProvenError(Phrase("files share blocks"))


def _check_folders(volume: Disk, table: Ints, layout: Geometry) -> None:
    """Whatever is in a folder, from the root on, begins with a cluster in use."""
    root = volume.pread(layout.root_start, layout.root_size)
    lines = [np.frombuffer(root, np.uint8).reshape(-1, _LINE)]
    waiting = [layout.root_cluster] if layout.root_cluster else []
    seen = set(waiting)
    while lines or waiting:
        content = lines.pop() if lines else _folder(volume, table, layout, waiting.pop())
        first, folders = _entries(content)
        if len(first) and (first.max() >= len(table) or (table[first] == 0).any()):
            raise NotProvenError(Phrase("a file uses blocks that are marked as free"))
        for each in folders.tolist():
            if each in seen or len(seen) > _FOLDERS_LIMIT:
                raise NotProvenError(Phrase("its folders are a loop"))
            seen.add(each)
            waiting.append(each)


def _folder(volume: Disk, table: Ints, layout: Geometry, cluster: int) -> Rows:
    """The lines of a folder."""
    parts = []
    while _FIRST <= cluster < len(table) and table[cluster]:
        parts.append(volume.pread(layout.place(cluster), layout.cluster))
        if len(parts) > len(table) or len(parts) * layout.cluster > _TABLE_LIMIT:
            raise NotProvenError(Phrase("its folders are a loop"))
        cluster = int(table[cluster])
    return np.frombuffer(b"".join(parts), np.uint8).reshape(-1, _LINE)


def _entries(lines: Rows) -> tuple[Ints, Ints]:
    """The first clusters of all that a folder holds, and those of the folders among it."""
    ends = np.flatnonzero(lines[:, 0] == 0)
    lines = lines[: int(ends[0]) if len(ends) else len(lines)]
    kind = lines[:, 11]
    real = (lines[:, 0] != _DELETED) & (lines[:, 0] != _DOT) & (kind & 0x3F != _LONG_NAME)
    lines = lines[real & (kind & _LABEL == 0)]
    first = little(lines, 20, 2) << 16 | little(lines, 26, 2)
    has_content = first != 0
    return first[has_content], first[has_content & (lines[:, 11] & _FOLDER != 0)]
