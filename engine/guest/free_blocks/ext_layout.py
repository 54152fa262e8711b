"""Where an ext2, ext3 or ext4 volume has its groups, bitmaps and tables of inodes.

Source: the kernel's documentation of ext4's layout ("Super Block", "Block Group Descriptors").
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from engine.disk.block_map import Ints
from engine.disk.disk import Disk
from engine.guest.free_blocks.blocks import Rows, little
from engine.guest.free_blocks.free_spans import NotProvenError
from engine.guest.volumes import ext_superblock
from engine.phrase import Phrase

_OFFSET, _SIZE = 1024, 1024
_64BIT, _CHECKED = 0x80, 0x410  #: the latter: groups say what of them was never used
_SPARSE = 0x1
#: Features with which bitmaps and files are where they are looked for: of those bits that a program
#: has to know, and of those that it has to know for writing; sparse_super2 is of a third word.
_KNOWN = 0x2 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x2000 | 0x4000 | 0x8000 | 0x10000 | 0x20000
_KNOWN_TO_WRITE = 0x1 | 0x2 | 0x8 | 0x10 | 0x20 | 0x40 | 0x100 | 0x400 | 0x1000 | 0x2000 | 0x8000
_SPARSE_2 = 0x200
_GROUPS_LIMIT = 1 << 18
_BITMAP_UNUSED = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The volume; numbers are of blocks, arrays have an element for each group."""

    block: int  #: bytes
    blocks: int
    first: int  #: the first block of the first group
    group: int  #: blocks of a group
    free: int  #: free blocks as the superblock has it
    inode_size: int  #: bytes
    inodes: int  #: of a group
    bitmap: Ints
    inode_bitmap: Ints
    inode_table: Ints
    free_of: Ints  #: free blocks as the group has it
    unused_inodes: Ints  #: at the end of its table
    has_no_bitmap: Ints  #: 1 where what is free follows from the layout alone
    own: int  #: blocks of a copy of superblock and descriptors
    is_sparse: bool  #: not every group has such a copy

    @property
    def groups(self) -> int:
        return len(self.bitmap)

    @property
    def table_blocks(self) -> int:
        return -(-self.inodes * self.inode_size // self.block)

    def has_copy(self, group: int) -> bool:
        """Whether a group begins with a copy of superblock and descriptors."""
        if not self.is_sparse or group <= 1:
            return True
        return any(_is_power(group, base) for base in (3, 5, 7))


def read(volume: Disk) -> Layout:
    """The layout of a clean volume; raises NotProvenError for any other."""
    seen = ext_superblock.read(volume)
    data = volume.pread(_OFFSET, _SIZE)
    if seen is None or len(data) < _SIZE:
        raise NotProvenError(Phrase("its header is of another kind"))
    if seen.unclean:
        raise NotProvenError(seen.unclean)
    compatible, incompatible, to_write = struct.unpack_from("<III", data, 0x5C)
    if incompatible & ~_KNOWN or to_write & ~_KNOWN_TO_WRITE or compatible & _SPARSE_2:
        raise NotProvenError(Phrase("it has features that are not known here"))
    first, group, inodes = (struct.unpack_from("<I", data, at)[0] for at in (0x14, 0x20, 0x28))
    blocks = struct.unpack_from("<I", data, 4)[0]
    is_wide = bool(incompatible & _64BIT)
    blocks |= struct.unpack_from("<I", data, 0x150)[0] << 32 if is_wide else 0
    size, wide_size = seen.block_size, struct.unpack_from("<H", data, 0xFE)[0]
    _check(group, inodes, size, blocks, first, volume, seen.inode_size)
    width = wide_size if is_wide and wide_size >= 64 else 32
    count = -(-(blocks - first) // group)
    content = volume.pread((first + 1) * size, count * width)
    if count > _GROUPS_LIMIT or width > 1024 or len(content) != count * width:
        raise NotProvenError(Phrase("its header contradicts itself"))
    table = np.frombuffer(content, np.uint8).reshape(-1, width)
    is_wide = width >= 64
    flags = little(table, 18, 2)
    knows_unused = bool(to_write & _CHECKED)
    reserved = struct.unpack_from("<H", data, 0xCE)[0]
    return Layout(
        block=size,
        blocks=blocks,
        first=first,
        group=group,
        free=seen.free_blocks,
        inode_size=seen.inode_size,
        inodes=inodes,
        bitmap=_wide(table, 0, 32, 4, is_wide),
        inode_bitmap=_wide(table, 4, 36, 4, is_wide),
        inode_table=_wide(table, 8, 40, 4, is_wide),
        free_of=_wide(table, 12, 44, 2, is_wide),
        unused_inodes=_wide(table, 28, 50, 2, is_wide) * knows_unused,
        has_no_bitmap=(flags & _BITMAP_UNUSED) // _BITMAP_UNUSED * knows_unused,
        own=1 + -(-count * width // size) + reserved,
        is_sparse=bool(to_write & _SPARSE),
    )


def _check(
    group: int, inodes: int, size: int, blocks: int, first: int, volume: Disk, inode: int
) -> None:
    """The superblock's numbers are possible, and the volume is all there."""
    sound = (
        0 < group <= 8 * size
        and group % 8 == 0
        and 0 < inodes <= 8 * size
        and 128 <= inode <= size
        and inode.bit_count() == 1
        and first in (0, 1)
        and first < blocks
    )
    if not sound or blocks * size > volume.size:
        raise NotProvenError(Phrase("its header contradicts itself"))


def _wide(table: Rows, low: int, high: int, bytes: int, is_wide: bool) -> Ints:
    """A number whose upper half stands elsewhere in wide descriptors."""
    found = little(table, low, bytes)
    return found | little(table, high, bytes) << 8 * bytes if is_wide else found


def _is_power(number: int, base: int) -> bool:
    while number % base == 0:
        number //= base
    return number == 1
