"""An edit: pages of a disk before and after a change, as data and as a file.

The file is written once and never changed. It is a layer over a chain, the journal of a commit and
what an undo needs, all in one:

========  =======================================================
bytes     content (integers little endian)
========  =======================================================
16        ``vmx2xen edit 1`` and a line feed, padded with zero
8, 8      size of the disk in bytes, number of pages
8 each    numbers of the pages of 4 KiB, ascending
          the pages after the change, then those before it; a page
          at the end of the disk may be short
32        BLAKE3 over all of the above
========  =======================================================
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from blake3 import blake3

from engine import platform
from engine.disk import side_files
from engine.disk.block_map import Kind, Known, runs
from engine.disk.copying.journal import sync_folder
from engine.disk.files import Files
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

PAGE = 4096
#: An edit is held in memory: at most so many pages, 256 MiB before and as much after.
PAGES_LIMIT = 1 << 16

_MAGIC = b"vmx2xen edit 1\n".ljust(16, b"\0")
_HEAD = struct.Struct("<16sQQ")
_DIGEST = 32


class Page(NamedTuple):
    """The content of a page before and after a change; equally long."""

    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Edit:
    """Changed pages of a disk of ``size`` bytes by their number, in ascending order."""

    size: int
    pages: dict[int, Page]

    @property
    def before(self) -> dict[int, bytes]:
        return {number: page.before for number, page in self.pages.items()}

    @property
    def after(self) -> dict[int, bytes]:
        return {number: page.after for number, page in self.pages.items()}

    def save(self, path: Path) -> None:
        """Write the file, and wait until it is on disk; refuses E403, E417."""
        numbers = struct.pack(f"<{len(self.pages)}Q", *self.pages)
        parts = [_HEAD.pack(_MAGIC, self.size, len(self.pages)) + numbers]
        parts += [page.after for page in self.pages.values()]
        parts += [page.before for page in self.pages.values()]
        content = b"".join(parts)
        try:
            fd = side_files.create_anew(path)
            try:
                _write_all(fd, content + blake3(content).digest())
                platform.sync(fd)
            finally:
                os.close(fd)
            sync_folder(path.parent)
        except OSError as error:
            raise refuse("E403", path=path, reason=error) from None


def load(path: Path) -> Edit:
    """Read what :meth:`Edit.save` wrote; refuses (E410, E608) what cannot be read."""
    length = _checked_size(path)
    with Files() as files:
        content = files.read(files.add(path), 0, length)
    size, numbers = _table(content, path)
    if blake3(content[:-_DIGEST]).digest() != content[-_DIGEST:]:
        raise _damaged(path, Phrase("its checksum is wrong"))
    lengths = [_length(number, size) for number in numbers]
    after = _cut(content, _HEAD.size + 8 * len(numbers), lengths)
    before = _cut(content, _HEAD.size + 8 * len(numbers) + sum(lengths), lengths)
    return Edit(size, dict(zip(numbers, map(Page, before, after), strict=True)))


def layer(files: Files, file: int) -> Known:
    """The saved edit ``file`` as the newest layer of a chain; refuses (E410, E608) what is none."""
    edit = load(files.path(file))
    numbers = np.fromiter(edit.pages, np.int64, len(edit.pages))
    start, stop = numbers * PAGE, np.minimum((numbers + 1) * PAGE, edit.size)
    # Hole, page, hole, page, …, hole: empty runs between neighbours are left out.
    edges = np.concatenate(([0], np.column_stack((start, stop)).ravel(), [edit.size]))
    length = np.diff(edges)
    kind = np.where(np.arange(len(length)) % 2, Kind.DATA, Kind.HOLE).astype(np.uint8)
    offset = np.zeros(len(length), np.int64)
    offset[1::2] = _HEAD.size + 8 * len(numbers) + np.arange(len(numbers)) * PAGE
    whole = runs(edges[:-1], length, kind, file, offset)
    return Known(edit.size, whole.take(length > 0).coalesce(), PAGE)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _checked_size(path: Path) -> int:
    """The file's size, when it may be the size of an edit's file."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise refuse("E410", path=path, reason=error) from None
    if not _HEAD.size + _DIGEST <= size <= _HEAD.size + _DIGEST + PAGES_LIMIT * (2 * PAGE + 8):
        raise _damaged(path, Phrase("{size} bytes are too few or too many", size=size))
    return size


def _table(content: bytes, path: Path) -> tuple[int, tuple[int, ...]]:
    """The size of the disk and the numbers of its pages; they fit the file."""
    magic, size, count = _HEAD.unpack_from(content)
    if magic != _MAGIC or size >= 1 << 62:
        raise _damaged(path, Phrase("it has another format"))
    if count > PAGES_LIMIT or _HEAD.size + 8 * count + _DIGEST > len(content):
        raise _damaged(path, Phrase("it claims {count} pages", count=count))
    numbers = struct.unpack_from(f"<{count}Q", content, _HEAD.size)
    lengths = sum(_length(number, size) for number in numbers)
    ascending = all(low < high for low, high in pairwise(numbers))
    beyond = bool(numbers) and numbers[-1] * PAGE >= size
    if not ascending or beyond or len(content) != _HEAD.size + 8 * count + 2 * lengths + _DIGEST:
        raise _damaged(path, Phrase("its table of pages is wrong"))
    return size, numbers


def _length(number: int, size: int) -> int:
    """How long a page is: PAGE, or less at the end of the disk."""
    return max(min(PAGE, size - number * PAGE), 0)


def _cut(content: bytes, offset: int, lengths: Iterable[int]) -> list[bytes]:
    found = []
    for length in lengths:
        found.append(content[offset : offset + length])
        offset += length
    return found


def _damaged(path: Path, reason: str) -> Refusal:
    return refuse("E608", path=path, reason=reason)
