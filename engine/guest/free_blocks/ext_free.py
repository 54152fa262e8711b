"""ext2, ext3 and ext4: blocks that the groups' bitmaps have as free, where no file has one of them.

Source: the kernel's documentation of ext4's layout. The bitmaps are believed if each group counts
as many free blocks as its bitmap has, and none of these is in a file or a table.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.disk.block_map import Ints
from engine.disk.disk import Disk
from engine.disk.spans import Spans
from engine.guest.free_blocks import blocks, ext_inodes, ext_layout
from engine.guest.free_blocks.blocks import Rows
from engine.guest.free_blocks.ext_layout import Layout
from engine.guest.free_blocks.free_spans import NotProvenError, unset
from engine.phrase import Phrase

_SET = np.array([each.bit_count() for each in range(256)], np.uint8)


def find(volume: Disk) -> Spans:
    """Free blocks in bytes of ``volume``; raises NotProvenError."""
    layout = ext_layout.read(volume)
    free = unset(_bitmaps(volume, layout), layout.blocks - layout.first)
    if free.total != layout.free:
        raise NotProvenError(Phrase("its counts of free blocks differ"))
    free = Spans(free.start + layout.first, free.stop + layout.first)
    _check(free, *_metadata(layout))
    held = 0
    for start, length, is_alone in ext_inodes.runs(volume, layout):
        if len(start) and (start.min() < layout.first or (start + length).max() > layout.blocks):
            raise NotProvenError(Phrase("it names blocks beyond its end"))
        _check(free, start, length)
        held += int(length.sum()) if is_alone else 0
    if held > layout.blocks - free.total:
        raise NotProvenError(Phrase("files share blocks"))
    return free.scaled(layout.block)


def _check(free: Spans, start: Ints, length: Ints) -> None:
    if free.touches(start, length):
        raise NotProvenError(Phrase("a file uses blocks that are marked as free"))


def _bitmaps(volume: Disk, layout: Layout) -> Iterator[Rows]:
    """The bitmaps of all groups in order; each has as many free blocks as its group counts."""
    start, length = _metadata(layout)
    for numbers in blocks.groups(np.arange(layout.groups), layout.block):
        written = layout.has_no_bitmap[numbers] == 0
        found = np.zeros((len(numbers), layout.group // 8), np.uint8)
        order = np.argsort(layout.bitmap[numbers][written], kind="stable")
        content = blocks.rows(volume, layout.bitmap[numbers][written][order], layout.block)
        found[np.flatnonzero(written)[order]] = content[:, : layout.group // 8]
        for index in np.flatnonzero(~written).tolist():
            _mark(found[index], layout, int(numbers[index]), start, length)
        beyond = layout.first + (numbers[-1] + 1) * layout.group - layout.blocks
        if beyond > 0:  # the last group is shorter
            used = layout.group - int(beyond)
            bits = np.unpackbits(found[-1], bitorder="little")
            bits[used:] = 1
            found[-1] = np.packbits(bits, bitorder="little")
        free = layout.group - _SET[found].sum(axis=1, dtype=np.int64)
        if (free != layout.free_of[numbers]).any():
            raise NotProvenError(Phrase("its counts of free blocks differ"))
        yield found.reshape(-1)


def _metadata(layout: Layout) -> tuple[Ints, Ints]:
    """Runs of what is no file's: copies of the superblock, bitmaps, tables; in order."""
    copies = np.array([each for each in range(layout.groups) if layout.has_copy(each)], np.int64)
    ones = np.ones(layout.groups, np.int64)
    start = [layout.first + copies * layout.group, layout.bitmap, layout.inode_bitmap]
    length = [np.full(len(copies), layout.own), ones, ones]
    found = np.concatenate([*start, layout.inode_table])
    lengths = np.concatenate([*length, ones * layout.table_blocks])
    order = np.argsort(found, kind="stable")
    return found[order], lengths[order]


def _mark(bitmap: Rows, layout: Layout, group: int, start: Ints, length: Ints) -> None:
    """Set the bits of what lies in a group, runs in order, that never had a bitmap written."""
    low = layout.first + group * layout.group
    first = max(int(np.searchsorted(start, low - layout.group)), 0)
    last = int(np.searchsorted(start, low + layout.group))
    bits = np.unpackbits(bitmap, bitorder="little")
    for begin, count in zip(start[first:last].tolist(), length[first:last].tolist(), strict=True):
        bits[max(begin - low, 0) : max(begin + count - low, 0)] = 1
    bitmap[:] = np.packbits(bits, bitorder="little")
