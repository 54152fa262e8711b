"""Writes a qcow2 image that is an edit over another image: small, and the other stays as it is.

Its clusters are as large as the pages of an edit, so a page is a cluster and nothing is copied.
Source: QEMU's "Qcow2 Image File Format" (docs/interop/qcow2). All numbers are big endian.

=========  ==========================================================
clusters   content
=========  ==========================================================
1          header, format and path of the other image
1          table of the blocks of counts
n          counts: each cluster is used once
n          table of the first level, then those of the second in use
n          the pages of the edit
=========  ==========================================================
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np

from engine.disk.edits.edit import PAGE, Edit
from engine.disk.images.qcow2 import COPIED
from engine.findings import refuse
from engine.phrase import Phrase

_HEADER = struct.Struct(">4sIQIIQIIQQIIQQQQII")
_EXTENSION = struct.Struct(">II")
_BACKING_FORMAT = 0xE2792ACA
_NAME_LIMIT = 1023  #: bytes of a path that QEMU reads
_ENTRIES = PAGE // 8  #: of a table
_COUNTS = PAGE // 2  #: of 16 bits in a cluster of them
_SPAN = _ENTRIES * PAGE  #: bytes of the disk that a table of the second level stands for


def write(path: Path, edit: Edit, base: Path, format: str) -> None:
    """Write the overlay to a new file; ``format`` is QEMU's name of that of ``base``.

    Refuses E403.
    """
    name = os.fsencode(base.absolute())
    if len(name) > _NAME_LIMIT:
        reason = Phrase("the path of the image is too long")
        raise refuse("E403", path=path, reason=reason)
    content = _content(edit, name, format)
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise refuse("E403", path=path, reason=error) from None


def _content(edit: Edit, name: bytes, format: str) -> bytes:
    spans = sorted({number * PAGE // _SPAN for number in edit.pages})
    level1 = -(-edit.size // _SPAN)
    level1_clusters = -(-level1 * 8 // PAGE)
    rest = level1_clusters + len(spans) + len(edit.pages)
    blocks = _blocks(2 + rest)
    first = 2 + blocks  # cluster of the table of the first level
    tables = first + level1_clusters
    data = tables + len(spans)
    counts = np.zeros(blocks * _COUNTS, ">u2")
    counts[: first + rest] = 1
    parts = [
        _header(edit.size, level1, first, name, format),
        _table([(2 + block) * PAGE for block in range(blocks)], _ENTRIES),
        counts.tobytes(),
        _level1(spans, level1_clusters * _ENTRIES, tables),
        _level2(edit, spans, data),
        *(page.after.ljust(PAGE, b"\0") for page in edit.pages.values()),
    ]
    return b"".join(parts)


def _header(size: int, level1: int, first: int, name: bytes, format: str) -> bytes:
    kind = format.encode()
    extension = _EXTENSION.pack(_BACKING_FORMAT, len(kind)) + kind.ljust(8, b"\0") + bytes(8)
    length = _HEADER.size
    head = _HEADER.pack(
        b"QFI\xfb", 3, length + len(extension), len(name), PAGE.bit_length() - 1, size, 0, level1,
        first * PAGE, PAGE, 1, 0, 0, 0, 0, 0, 4, length,
    )  # fmt: skip
    return (head + extension + name).ljust(PAGE, b"\0")


def _blocks(used: int) -> int:
    """How many clusters of counts count ``used`` clusters and themselves."""
    blocks = 0
    while blocks * _COUNTS < used + blocks:
        blocks = -(-(used + blocks) // _COUNTS)
    return blocks


def _level1(spans: list[int], entries: int, tables: int) -> bytes:
    table = np.zeros(entries, ">u8")
    for number, span in enumerate(spans):
        table[span] = (tables + number) * PAGE | COPIED
    return table.tobytes()


def _level2(edit: Edit, spans: list[int], data: int) -> bytes:
    table = np.zeros(len(spans) * _ENTRIES, ">u8")
    place = {span: index for index, span in enumerate(spans)}
    for number, page in enumerate(edit.pages):
        span, entry = divmod(page, _ENTRIES)
        table[place[span] * _ENTRIES + entry] = (data + number) * PAGE | COPIED
    return table.tobytes()


def _table(offsets: list[int], entries: int) -> bytes:
    table = np.zeros(entries, ">u8")
    table[: len(offsets)] = offsets
    return table.tobytes()
