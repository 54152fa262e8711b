"""Checks the metadata of a growable VMDK of ours: both copies of the tables, and the length.

Our writer lays grains in the order of the disk, so all of it follows from which entries are used.
The descriptor holds what is free, such as the content ID: a digest of the metadata covers it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.disk.files import Files
from engine.disk.images.vmdk_target import GRAIN, SECTOR, Layout, header_of
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

_TABLE = 2048  #: bytes of a grain table
_WINDOW = 2048  #: tables that are compared at once


def check(path: Path) -> None:
    """Refuse (E421) an image whose metadata are not as they were written."""
    with Files() as files:
        file = files.add(path)
        head = files.read(file, 0, min(SECTOR, files.size(file)))
        layout = Layout(int.from_bytes(head[12:20], "little"))
        overhead = layout.overhead * SECTOR
        if head != header_of(layout, unclean=False) or files.size(file) < overhead:
            raise _damaged(path, Phrase("the header is not one of ours"))
        if any(files.read(file, *_between(layout))):
            raise _damaged(path, Phrase("something is written between its tables"))
        _check_directories(path, files, file, layout)
        grains = _check_tables(path, files, file, layout)
        expected, size = overhead + grains * GRAIN, files.size(file)
        if size != expected:
            raise _damaged(
                path, Phrase("{size} bytes instead of {expected}", size=size, expected=expected)
            )


def _between(layout: Layout) -> tuple[int, int]:
    """Offset and length of what follows the tables up to the first grain."""
    end = layout.first_tables * SECTOR + layout.tables * _TABLE
    return end, layout.overhead * SECTOR - end


def _check_directories(path: Path, files: Files, file: int, layout: Layout) -> None:
    for directory, tables in (
        (layout.redundant_directory, layout.redundant_tables),
        (layout.directory, layout.first_tables),
    ):
        entries = tables + np.arange(layout.tables) * (_TABLE // SECTOR)
        expected = entries.astype("<u4").tobytes().ljust(layout.directory_sectors * SECTOR, b"\0")
        if files.read(file, directory * SECTOR, len(expected)) != expected:
            raise _damaged(path, Phrase("its directory of tables is wrong"))


def _check_tables(path: Path, files: Files, file: int, layout: Layout) -> int:
    """How many grains the tables name, if each follows the one before and both copies agree."""
    count, last = 0, -(-layout.capacity * SECTOR // GRAIN)
    for first, entries, copy in _tables(files, file, layout):
        used = np.flatnonzero(entries)
        numbers = np.arange(count, count + len(used), dtype=np.int64)
        expected = layout.overhead + numbers * (GRAIN // SECTOR)
        beyond = len(used) and first + int(used[-1]) >= last
        if copy != entries.tobytes() or beyond or not np.array_equal(entries[used], expected):
            raise _damaged(path, Phrase("its tables of grains are wrong"))
        count += len(used)
    return count


def _tables(files: Files, file: int, layout: Layout) -> Iterator[tuple[int, np.ndarray, bytes]]:
    """The number of the first grain, entries, and the redundant copy, some tables at a time."""
    for number in range(0, layout.tables, _WINDOW):
        length = min(_WINDOW, layout.tables - number) * _TABLE
        own = files.read(file, layout.first_tables * SECTOR + number * _TABLE, length)
        copy = files.read(file, layout.redundant_tables * SECTOR + number * _TABLE, length)
        yield number * _TABLE // 4, np.frombuffer(own, "<u4"), copy


def _damaged(path: Path, reason: str) -> Refusal:
    return refuse("E421", path=path, reason=reason)
