"""Many blocks of a volume at once, as rows of bytes, and numbers in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import Ints
from engine.disk.disk import Disk
from engine.guest.free_blocks.free_spans import NotProvenError
from engine.phrase import Phrase

Rows = NDArray[np.uint8]

#: Bytes that are read into memory together.
TOGETHER = 8 << 20


def rows(disk: Disk, numbers: Ints, size: int) -> Rows:
    """The blocks of ``size`` bytes with these ``numbers``, shape (blocks, size).

    Neighbours are read at once. Raises NotProvenError for a block that is not on the disk.
    """
    found = np.zeros((len(numbers), size), np.uint8)
    if not len(numbers):
        return found
    if numbers.min() < 0 or (int(numbers.max()) + 1) * size > disk.size:
        raise NotProvenError(Phrase("it names blocks beyond its end"))
    edges = np.flatnonzero(np.diff(numbers) != 1) + 1
    for low, high in zip([0, *edges.tolist()], [*edges.tolist(), len(numbers)], strict=True):
        content = disk.pread(int(numbers[low]) * size, (high - low) * size)
        if len(content) != (high - low) * size:
            raise NotProvenError(Phrase("it ends too early"))
        found[low:high] = np.frombuffer(content, np.uint8).reshape(-1, size)
    return found


def groups(numbers: Ints, size: int) -> list[Ints]:
    """``numbers`` of blocks in parts whose blocks fit into TOGETHER bytes."""
    step = max(TOGETHER // size, 1)
    return [numbers[at : at + step] for at in range(0, len(numbers), step)]


def little(block: Rows, at: int, bytes: int) -> Ints:
    """The unsigned number of ``bytes`` at ``at`` of each row, least significant byte first."""
    return _number(block[:, at : at + bytes][:, ::-1])


def big(block: Rows, at: int, bytes: int) -> Ints:
    """The unsigned number of ``bytes`` at ``at`` of each row, most significant byte first."""
    return _number(block[:, at : at + bytes])


def _number(columns: Rows) -> Ints:
    """Above 2**63 it is negative."""
    found = np.zeros(len(columns), np.int64)
    for column in columns.T:
        found = found << 8 | column
    return found
