"""Blocks that the files of an XFS volume have, thousands of inodes at a time.

Source: the XFS developers' "XFS Algorithms & Data Structures" (inodes, data extents, B+tree
extents).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from engine.disk.block_map import Ints
from engine.disk.disk import Disk
from engine.guest.free_blocks.blocks import TOGETHER, Rows, big, groups, rows
from engine.guest.free_blocks.free_spans import NotProvenError
from engine.guest.free_blocks.xfs_layout import Layout
from engine.phrase import Phrase

Runs = tuple[Ints, Ints]

_CHUNK = 64  #: inodes of a record in the tree of inodes
_CORE_4, _CORE_5 = 100, 176
_IN_EXTENTS, _IN_TREE = 2, 3
_WIDE_COUNTS = 1 << 4
_HEAD_4, _HEAD_5, _LEVELS_LIMIT = 24, 72, 9
_MAGIC = (b"BMAP", b"BMA3")


def runs(volume: Disk, layout: Layout, records: Iterable[tuple[int, Rows]]) -> Iterator[Runs]:
    """Runs of blocks of all inodes in use, and of the inodes; raises NotProvenError for damage.

    ``records`` are those of the trees of inodes, by the number of the group.
    """
    for group, found in records:
        step = max(TOGETHER // (_CHUNK * layout.inode_size), 1)
        for at in range(0, len(found), step):
            numbers = _in_use(layout, group, found[at : at + step])
            block = np.unique(numbers >> layout.inodes_bits)
            yield block, np.ones(len(block), np.int64)
            inodes = _inodes(volume, layout, numbers, block)
            for fork in _forks(layout, inodes):
                yield from _of_forks(volume, layout, *fork)


def _in_use(layout: Layout, group: int, records: Rows) -> Ints:
    """Inodes, numbered through all groups by block and place in it."""
    free = np.unpackbits(records[:, 8:16][:, ::-1], axis=1, bitorder="little").astype(bool)
    if layout.has_sparse_inodes:  # a bit for four inodes that are not there at all
        absent = np.unpackbits(records[:, 4:6][:, ::-1], axis=1, bitorder="little").astype(bool)
        free |= np.repeat(absent, _CHUNK // 16, axis=1)
    first = big(records, 0, 4) + (group * layout.group << layout.inodes_bits)
    found: Ints = (first[:, None] + np.arange(_CHUNK))[~free]
    return found


def _inodes(volume: Disk, layout: Layout, numbers: Ints, block: Ints) -> Rows:
    content = rows(volume, block, layout.block)
    every = content.reshape(-1, layout.inode_size)
    place = np.searchsorted(block, numbers >> layout.inodes_bits) << layout.inodes_bits
    own = every[place + (numbers & (1 << layout.inodes_bits) - 1)]
    if (own[:, :2] != np.frombuffer(b"IN", np.uint8)).any():
        raise NotProvenError(Phrase("an inode is damaged"))
    return own


def _forks(layout: Layout, inodes: Rows) -> Iterator[tuple[Rows, Ints, Ints, Ints]]:
    """The forks for content and for attributes: bytes, size, format and count of extents."""
    core = _CORE_5 if layout.is_5 else _CORE_4
    room = layout.inode_size - core
    wide = (big(inodes, 120, 8) & _WIDE_COUNTS != 0) if layout.is_5 else np.zeros(len(inodes), bool)
    count = np.where(wide, big(inodes, 24, 8), big(inodes, 76, 4))
    count_too = np.where(wide, big(inodes, 76, 4), big(inodes, 80, 2))
    border = big(inodes, 82, 1) * 8
    if (border > room).any():
        raise NotProvenError(Phrase("an inode is damaged"))
    content = inodes[:, core:]
    yield content, np.where(border, border, room), big(inodes, 5, 1), count
    with_attributes = border > 0
    place = np.minimum(border[:, None] + np.arange(room), room - 1)
    moved = np.take_along_axis(content, place, axis=1)[with_attributes]
    size, kind = (room - border)[with_attributes], big(inodes, 83, 1)[with_attributes]
    yield moved, size, kind, count_too[with_attributes]


def _of_forks(
    volume: Disk, layout: Layout, content: Rows, size: Ints, kind: Ints, count: Ints
) -> Iterator[Runs]:
    listed = kind == _IN_EXTENTS
    if (count[listed] * 16 > size[listed]).any() or (count[listed] < 0).any():
        raise NotProvenError(Phrase("an inode is damaged"))
    room = content.shape[1] // 16
    lines = content[listed][:, : room * 16].reshape(-1, room, 16)
    yield _extents(layout, lines[np.arange(room) < count[listed][:, None]])
    in_tree = kind == _IN_TREE
    if in_tree.any():
        yield from _of_trees(volume, layout, content[in_tree], size[in_tree])


def _of_trees(volume: Disk, layout: Layout, roots: Rows, size: Ints) -> Iterator[Runs]:
    """Runs of files whose extents are in trees, level by level from the roots in the inodes on."""
    level, count, most = big(roots, 0, 2), big(roots, 2, 2), (size - 4) // 16
    if (level > _LEVELS_LIMIT).any() or (level < 1).any() or (count > most).any():
        raise NotProvenError(Phrase("a tree of extents is damaged"))
    nth = np.arange(roots.shape[1] // 16)
    place = np.minimum((4 + 8 * most)[:, None] + 8 * nth, roots.shape[1] - 8)
    at = place[:, :, None] + np.arange(8)
    pointers = np.take_along_axis(roots, at.reshape(len(roots), -1), axis=1)
    used = nth < count[:, None]
    numbers = _blocks(layout, big(pointers.reshape(len(roots), -1, 8)[used], 0, 8))
    below = np.broadcast_to((level - 1)[:, None], used.shape)[used]
    for number in np.unique(below).tolist():
        yield from _below(volume, layout, numbers[below == number], number)


def _below(volume: Disk, layout: Layout, numbers: Ints, level: int) -> Iterator[Runs]:
    """Runs of blocks of trees at a level, and of what lies below them."""
    head = _HEAD_5 if layout.is_5 else _HEAD_4
    most = (layout.block - head) // 16
    magic = np.frombuffer(_MAGIC[layout.is_5], np.uint8)
    for part in groups(np.sort(numbers), layout.block):
        yield part, np.ones(len(part), np.int64)
        found = rows(volume, part, layout.block)
        count = big(found, 6, 2)
        sound = (found[:, :4] == magic).all() and (big(found, 4, 2) == level).all()
        if not sound or (count > most).any():
            raise NotProvenError(Phrase("a tree of extents is damaged"))
        used = np.arange(most) < count[:, None]
        if not level:
            lines = found[:, head : head + 16 * most].reshape(-1, most, 16)
            yield _extents(layout, lines[used])
            continue
        begin = head + 8 * most
        lines = found[:, begin : begin + 8 * most].reshape(-1, most, 8)
        yield from _below(volume, layout, _blocks(layout, big(lines[used], 0, 8)), level - 1)


def _extents(layout: Layout, lines: Rows) -> Runs:
    """Runs of packed extents: a bit, 54 of the place in the file, 52 of the block, 21 of length."""
    high, low = big(lines, 0, 8), big(lines, 8, 8)
    start = (high & 0x1FF) << 43 | (low >> 21 & (1 << 43) - 1)
    return _blocks(layout, start), low & (1 << 21) - 1


def _blocks(layout: Layout, address: Ints) -> Ints:
    """Blocks by their addresses, of which the upper part is the group's number."""
    group, inside = address >> layout.group_bits, address & (1 << layout.group_bits) - 1
    if ((group < 0) | (group >= layout.groups) | (inside >= layout.group)).any():
        raise NotProvenError(Phrase("it names blocks beyond its end"))
    return group * layout.group + inside
