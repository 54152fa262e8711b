"""XFS: what the trees of free space have, where both agree and no file has any of it.

Source: the XFS developers' "XFS Algorithms & Data Structures" (AG free space, AGF, AGFL).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.disk.block_map import Ints
from engine.disk.disk import Disk
from engine.disk.spans import Spans, union
from engine.guest.free_blocks import xfs_inodes, xfs_layout
from engine.guest.free_blocks.blocks import Rows, big, rows
from engine.guest.free_blocks.free_spans import NotProvenError, of_runs
from engine.guest.free_blocks.xfs_layout import Layout
from engine.phrase import Phrase

_HEAD_4, _HEAD_5 = 16, 56  #: bytes of the header of a block of a tree within a group
_BLOCKS_LIMIT, _LEVELS_LIMIT = 1 << 18, 9
_NAMES = {"free": (b"ABTB", b"AB3B"), "sizes": (b"ABTC", b"AB3C"), "inodes": (b"IABT", b"IAB3")}


def find(volume: Disk) -> Spans:
    """Free blocks in bytes of ``volume``; raises NotProvenError."""
    layout = xfs_layout.read(volume)
    parts, counted, own = [], 0, []
    for group in range(layout.groups):
        found, count, used = _of_group(volume, layout, group)
        parts.append(found)
        counted += count
        own.append(used)
    if counted != layout.free:
        raise NotProvenError(Phrase("its counts of free blocks differ"))
    free = union(parts)
    numbers = np.concatenate(own)
    _check(free, layout, numbers, np.ones(len(numbers), np.int64))
    _check(free, layout, np.array([layout.log]), np.array([layout.log_blocks]))
    for start, length in xfs_inodes.runs(volume, layout, _inodes(volume, layout)):
        _check(free, layout, start, length)
    return free.scaled(layout.block)


def _check(free: Spans, layout: Layout, start: Ints, length: Ints) -> None:
    if len(start) and (start.min() < 0 or (start + length).max() > layout.blocks):
        raise NotProvenError(Phrase("it names blocks beyond its end"))
    if free.touches(start, length):
        raise NotProvenError(Phrase("a file uses blocks that are marked as free"))


def _of_group(volume: Disk, layout: Layout, group: int) -> tuple[Spans, int, Ints]:
    """What is free in a group, how much that is by its own count, and the blocks of its trees."""
    base = group * layout.group
    header = _header(volume, layout, group, 1, b"XAGF")
    if int(header[3]) != layout.size_of(group):
        raise NotProvenError(Phrase("its header contradicts itself"))
    places, used = _tree(volume, layout, group, int(header[4]), "free")
    sizes, used_too = _tree(volume, layout, group, int(header[5]), "sizes")
    start, length = big(places, 0, 4), big(places, 4, 4)
    ordered = np.argsort(big(sizes, 0, 4), kind="stable")
    if not np.array_equal(places[np.argsort(start, kind="stable")], sizes[ordered]):
        raise NotProvenError(Phrase("its trees of free space differ"))
    if len(start) and (start + length).max() > layout.size_of(group):
        raise NotProvenError(Phrase("it names blocks beyond its end"))
    if int(length.sum()) != int(header[13]):
        raise NotProvenError(Phrase("its counts of free blocks differ"))
    own = np.concatenate(([0, 1, 2, 3], used, used_too)) * 1 + base
    # Of the volume's count are also the blocks that are held ready for the trees, and the trees'.
    count = int(header[13]) + int(header[12]) + (int(header[15]) if layout.counts_trees else 0)
    free = of_runs(start, length)
    return Spans(free.start + base, free.stop + base), count, own[own < layout.blocks]


def _header(volume: Disk, layout: Layout, group: int, number: int, magic: bytes) -> Ints:
    """The numbers of four bytes in a header of a group, the first being the ``magic``."""
    at = group * layout.group * layout.block + number * layout.sector
    data = volume.pread(at, 256)
    if data[:4] != magic or len(data) < 256:
        raise NotProvenError(Phrase("the header of a group is damaged"))
    numbers = np.frombuffer(data, ">u4").astype(np.int64)
    if numbers[2] != group:
        raise NotProvenError(Phrase("the header of a group is damaged"))
    return numbers


def _tree(volume: Disk, layout: Layout, group: int, root: int, name: str) -> tuple[Rows, Ints]:
    """The records in the leaves of a tree, a row each, and the blocks of the tree in its group."""
    key, record = (4, 16) if name == "inodes" else (8, 8)
    magic = np.frombuffer(_NAMES[name][layout.is_5], np.uint8)
    head = _HEAD_5 if layout.is_5 else _HEAD_4
    room = layout.block - head
    numbers, used = np.array([root], np.int64), []
    level = -1
    while True:
        used.append(numbers)
        if sum(map(len, used)) > _BLOCKS_LIMIT or (numbers >= layout.size_of(group)).any():
            raise NotProvenError(Phrase("a tree of a group is damaged"))
        found = rows(volume, numbers + group * layout.group, layout.block)
        levels, count = big(found, 4, 2), big(found, 6, 2)
        level = int(levels[0]) if level < 0 else level - 1
        most = room // record if not level else room // (key + 4)
        sound = (found[:, :4] == magic).all() and (levels == level).all() and (count <= most).all()
        if not sound or level > _LEVELS_LIMIT:
            raise NotProvenError(Phrase("a tree of a group is damaged"))
        begin, size = (head, record) if not level else (head + most * key, 4)
        lines = found[:, begin : begin + most * size].reshape(len(found), most, size)
        lines = lines[np.arange(most) < count[:, None]]
        if not level:
            return lines, np.concatenate(used)
        numbers = big(lines, 0, 4)


def _inodes(volume: Disk, layout: Layout) -> Iterator[tuple[int, Rows]]:
    """The records of the tree of inodes of each group, and the group's number."""
    for group in range(layout.groups):
        header = _header(volume, layout, group, 2, b"XAGI")
        yield group, _tree(volume, layout, group, int(header[5]), "inodes")[0]
