"""Checks the metadata of a qcow2 image of ours: every table, every count, and the length.

Our writer lays clusters in the order of the disk, each table before the first cluster it names,
and counts them at the end; so all of it follows from which entries are used.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.disk.files import Files
from engine.disk.images.qcow2 import CLUSTER, COPIED, SPAN, Header, damaged, open_image
from engine.disk.images.qcow2_target import PER_BLOCK, counts
from engine.phrase import Phrase

_ENTRIES = CLUSTER // 8


def check(path: Path) -> None:
    """Refuse (E204, E421) an image whose metadata are not as they were written."""
    with Files() as files:
        image = open_image(path, files)
        header = Header.unpack(files.read(image.file, 0, CLUSTER))
        end = _check_tables(path, files, image.file, header)
        _check_counts(path, files, image.file, header, end)


def _check_tables(path: Path, files: Files, file: int, header: Header) -> int:
    """Where the clusters of tables and data end, if each follows the one before."""
    head = files.read(file, 0, header.first)
    if any(head[len(header.pack()) : CLUSTER]) or any(head[CLUSTER + header.tables * 8 :]):
        raise damaged(path, Phrase("something is written between its tables"))
    level1 = np.frombuffer(head, ">u8", header.tables, CLUSTER)
    at = header.first
    for number, table in enumerate(level1.tolist()):
        if not table:
            continue
        if table != at | COPIED:
            raise damaged(path, Phrase("entry {number} of its table is wrong", number=number))
        at = _check_table(path, files, file, header, number, at)
    return at


def _check_table(path: Path, files: Files, file: int, header: Header, number: int, at: int) -> int:
    """Where the clusters of the table at ``at`` end."""
    entries = np.frombuffer(files.read(file, at, CLUSTER), ">u8")
    used = np.flatnonzero(entries)
    expected = np.uint64(at + CLUSTER) + np.arange(len(used), dtype=np.uint64) * np.uint64(CLUSTER)
    inside = min(-(-(header.size - number * SPAN) // CLUSTER), _ENTRIES)
    if not np.array_equal(entries[used], expected | np.uint64(COPIED)) or (used >= inside).any():
        raise damaged(path, Phrase("a table of clusters at byte {offset} is wrong", offset=at))
    return at + (1 + len(used)) * CLUSTER


def _check_counts(path: Path, files: Files, file: int, header: Header, end: int) -> None:
    """Check that every cluster up to the end of the file is counted once."""
    blocks, table = counts(end // CLUSTER)
    where = end + blocks * CLUSTER
    total = where // CLUSTER + table
    if (header.refcounts, header.refcount_clusters) != (where, table):
        raise damaged(path, Phrase("its table of reference counts is at another place"))
    if files.size(file) != total * CLUSTER:
        raise damaged(
            path,
            Phrase(
                "{size} bytes instead of {expected}",
                size=files.size(file),
                expected=total * CLUSTER,
            ),
        )
    offsets = np.zeros(table * _ENTRIES, ">u8")
    offsets[:blocks] = end + np.arange(blocks) * CLUSTER
    if files.read(file, where, table * CLUSTER) != offsets.tobytes():
        raise damaged(path, Phrase("its table of reference counts is wrong"))
    for block in range(blocks):
        ones = np.zeros(PER_BLOCK, ">u2")
        ones[: max(total - block * PER_BLOCK, 0)] = 1
        if files.read(file, end + block * CLUSTER, CLUSTER) != ones.tobytes():
            raise damaged(path, Phrase("its reference counts are wrong"))
