"""Blocks that the files of an ext2, ext3 or ext4 volume have, thousands of inodes at a time.

Source: the kernel's documentation of ext4's layout ("Index Nodes", "Extent Tree").
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import Ints
from engine.disk.disk import Disk
from engine.guest.free_blocks import blocks
from engine.guest.free_blocks.blocks import Rows, little
from engine.guest.free_blocks.ext_layout import Layout
from engine.guest.free_blocks.free_spans import NotProvenError
from engine.phrase import Phrase

#: Runs of blocks: first block, how many, and whether each has them for itself.
Runs = tuple[Ints, Ints, bool]

_MAP, _MAP_SIZE, _DIRECT = 40, 60, 12
_EXTENTS, _INLINE = 0x80000, 0x10000000
_MODE, _FILE, _FOLDER, _LINK = 0xF000, 0x8000, 0x4000, 0xA000
_RESERVED = 10  #: inodes that are the file system's own, such as its journal
_MAGIC, _DEPTH_LIMIT, _UNWRITTEN = 0xF30A, 5, 0x8000


def runs(volume: Disk, layout: Layout) -> Iterator[Runs]:
    """Runs of all inodes in use; raises NotProvenError for what is damaged."""
    for group in range(layout.groups):
        inodes = _in_use(volume, layout, group)
        if len(inodes):
            yield from _of_inodes(volume, layout, inodes)


def _in_use(volume: Disk, layout: Layout, group: int) -> Rows:
    """The inodes of a group that have blocks, shape (inodes, size of one)."""
    count = layout.inodes - int(layout.unused_inodes[group])
    if count < 0:
        raise NotProvenError(Phrase("its header contradicts itself"))
    bitmap = blocks.rows(volume, layout.inode_bitmap[group : group + 1], layout.block)[0]
    number = np.flatnonzero(np.unpackbits(bitmap, bitorder="little")[:count])
    if not len(number):
        return np.zeros((0, layout.inode_size), np.uint8)
    last = (int(number[-1]) + 1) * layout.inode_size
    first = int(layout.inode_table[group])
    numbers = np.arange(first, first - (-last // layout.block))
    table = blocks.rows(volume, numbers, layout.block).reshape(-1)
    own = table[:last].reshape(-1, layout.inode_size)[number]
    mode, size = little(own, 0, 2) & _MODE, little(own, 4, 4)
    flags = little(own, 32, 4)
    is_short = (mode == _LINK) & (size < _MAP_SIZE) & (flags & _EXTENTS == 0)
    has_map = np.isin(mode, (_FILE, _FOLDER, _LINK)) & ~is_short & (flags & _INLINE == 0)
    is_special = (number < _RESERVED) & (group == 0)
    own[~(has_map | is_special), _MAP : _MAP + _MAP_SIZE] = 0
    return own


def _of_inodes(volume: Disk, layout: Layout, inodes: Rows) -> Iterator[Runs]:
    attributes = little(inodes, 104, 4) | little(inodes, 118, 2) << 32
    some = attributes[attributes != 0]
    yield some, np.ones(len(some), np.int64), False  # files may share a block of attributes
    trees = little(inodes, 32, 4) & _EXTENTS != 0
    maps = inodes[:, _MAP : _MAP + _MAP_SIZE]
    nodes = maps[trees]
    yield from _of_trees(volume, layout, nodes[nodes.any(axis=1)])
    yield from _of_pointers(volume, layout, maps[~trees])


def _of_trees(volume: Disk, layout: Layout, nodes: Rows) -> Iterator[Runs]:
    """Runs of trees of extents, level by level from their roots on."""
    depth = little(nodes, 6, 2)
    if (depth > _DEPTH_LIMIT).any():
        raise NotProvenError(Phrase("a tree of extents is damaged"))
    for level in range(_DEPTH_LIMIT + 1):
        numbers, lower = yield from _level(nodes, depth)
        for part in blocks.groups(numbers, layout.block):
            yield part, np.ones(len(part), np.int64), True
        if not len(numbers):
            return
        order = np.argsort(numbers, kind="stable")
        if len(numbers) * layout.block > 16 * blocks.TOGETHER:
            raise NotProvenError(Phrase("it is too large"))
        nodes, depth = blocks.rows(volume, numbers[order], layout.block), lower[order]
        if level == _DEPTH_LIMIT or (little(nodes, 6, 2) != depth).any():
            raise NotProvenError(Phrase("a tree of extents is damaged"))


def _level(nodes: Rows, depth: Ints) -> Generator[Runs, None, tuple[Ints, Ints]]:
    """Runs of the leaves among ``nodes``; returns the blocks below the others, and their depth."""
    room = (nodes.shape[1] - 12) // 12
    count = little(nodes, 2, 2)
    if len(nodes) and ((little(nodes, 0, 2) != _MAGIC) | (count > room)).any():
        raise NotProvenError(Phrase("a tree of extents is damaged"))
    used = np.arange(room) < count[:, None]
    lines = nodes[:, 12 : 12 + 12 * room].reshape(len(nodes), room, 12)
    leaves = lines[used & (depth == 0)[:, None]]
    length = little(leaves, 4, 2)
    length = np.where(length > _UNWRITTEN, length - _UNWRITTEN, length)
    yield little(leaves, 8, 4) | little(leaves, 6, 2) << 32, length, True
    inner = used & (depth > 0)[:, None]
    below = lines[inner]
    owner = np.broadcast_to(depth[:, None], inner.shape)[inner]
    return little(below, 4, 4) | little(below, 8, 2) << 32, owner - 1


def _of_pointers(volume: Disk, layout: Layout, maps: Rows) -> Iterator[Runs]:
    """Runs of files that have their blocks one by one, in blocks of pointers."""
    pointers = maps.reshape(len(maps), 15, 4)
    yield _alone(pointers[:, :_DIRECT])
    for depth in (1, 2, 3):
        numbers = little(pointers[:, _DIRECT + depth - 1], 0, 4)
        yield from _below(volume, layout, numbers[numbers != 0], depth)


def _below(volume: Disk, layout: Layout, numbers: Ints, depth: int) -> Iterator[Runs]:
    """Blocks of pointers, and what they point to down to ``depth``."""
    for part in blocks.groups(np.sort(numbers), layout.block):
        ones = np.ones(len(part), np.int64)
        yield part, ones, True
        found = blocks.rows(volume, part, layout.block).reshape(len(part), -1, 4)
        if depth == 1:
            yield _alone(found)
        else:
            lower = little(found.reshape(-1, 4), 0, 4)
            yield from _below(volume, layout, lower[lower != 0], depth - 1)


def _alone(pointers: NDArray[np.uint8]) -> Runs:
    """The blocks that pointers of four bytes, in the last axis, name."""
    number = little(pointers.reshape(-1, 4), 0, 4)
    number = number[number != 0]
    return number, np.ones(len(number), np.int64), True
