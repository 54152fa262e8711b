"""The groups of an ext2, ext3 or ext4 volume: where bitmaps and tables of inodes are.

Source: the kernel's documentation of ext4's layout ("Super Block", "Block Group Descriptors").
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from engine.guest.volumes.volume_stream import Stream
from engine.phrase import Phrase

_META_GROUPS, _WIDE = 0x10, 0x80  #: incompatible features
_SPARSE, _SUMS = 0x1, 0x10 | 0x400  #: compatible with reading
_NO_INODES, _NO_BLOCKS = 1, 2  #: flags of a group whose bitmaps were never written
_GROUPS_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class _Group:
    """A group; places are numbers of blocks."""

    block_bitmap: int
    inode_bitmap: int
    inode_table: int
    flags: int
    unused: int  #: inodes at the table's end that were never used


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups, and the numbers that they share; sizes in bytes."""

    block: int
    blocks: int  #: of the volume
    first_block: int
    blocks_per_group: int
    inodes_per_group: int
    inode_size: int
    first_inode: int  #: the first that is not the file system's own
    descriptor_blocks: int  #: after each copy of the superblock, those in reserve included
    sparse: bool  #: only some groups have a copy of the superblock
    summed: bool  #: groups say what of them was never used
    groups: tuple[_Group, ...]

    @classmethod
    def of(cls, stream: Stream) -> Groups:
        """The groups of a volume; raises ValueError where it has none."""
        data = stream.pread(1024, 1024).ljust(1024, b"\0")
        field = _Fields(data)
        block = 1024 << min(field.u32(0x18), 6)
        wide = bool(field.u32(0x60) & _WIDE)
        blocks = field.u32(4) | (field.u32(0x150) << 32 if wide else 0)
        first, per_group, inodes = field.u32(0x14), field.u32(0x20), field.u32(0x28)
        inode_size = field.u16(0x58) if field.u32(0x4C) else 128
        size = max(field.u16(0xFE), 32) if wide else 32
        if not (per_group and inodes and first < 2 and 128 <= inode_size <= block):
            raise ValueError(Phrase("its superblock is damaged"))
        count = -(-(blocks - first) // per_group)
        if not 0 < count <= _GROUPS_LIMIT:
            raise ValueError(Phrase("its superblock is damaged"))
        meta = field.u32(0x104) if field.u32(0x60) & _META_GROUPS else None
        places = _Descriptors(block, first, per_group, block // size, meta)
        table = b"".join(
            stream.pread(places.block_of(number) * block, block)
            for number in range(-(-count * size // block))
        )
        groups = tuple(_group(table, number * size, wide) for number in range(count))
        own = meta if meta is not None else -(-count * size // block) + field.u16(0xCE)
        read_only = field.u32(0x64)
        return cls(block, blocks, first, per_group, inodes, inode_size,
                   field.u32(0x54) or 11, own, bool(read_only & _SPARSE),
                   bool(read_only & _SUMS), groups)  # fmt: skip

    def tables(self, stream: Stream) -> Iterator[tuple[int, bytes]]:
        """Number of the first inode, and the inodes of each group that were ever used."""
        for number, group in enumerate(self.groups):
            if self.summed and group.flags & _NO_INODES:
                continue
            unused = group.unused if self.summed else 0
            count = max(self.inodes_per_group - unused, 0)
            table = stream.pread(group.inode_table * self.block, count * self.inode_size)
            yield number * self.inodes_per_group + 1, table

    def bitmaps(self) -> Iterator[tuple[int, int, int]]:
        """First block, number of blocks, and block of the bitmap of each group that has one."""
        for number, group in enumerate(self.groups):
            first = self.first_block + number * self.blocks_per_group
            if not (self.summed and group.flags & _NO_BLOCKS):
                yield first, min(self.blocks_per_group, self.blocks - first), group.block_bitmap

    def structures(self) -> Iterator[tuple[int, int]]:
        """First block and length of superblocks, descriptors, bitmaps and tables."""
        yield 0, self.first_block  # the boot block, where it is not in the first group
        table = -(-self.inodes_per_group * self.inode_size // self.block)
        for number, group in enumerate(self.groups):
            first = self.first_block + number * self.blocks_per_group
            if not self.sparse or _has_copy(number):
                yield first, 1 + self.descriptor_blocks
            yield group.block_bitmap, 1
            yield group.inode_bitmap, 1
            yield group.inode_table, table


@dataclass(frozen=True, slots=True)
class _Descriptors:
    """Where the blocks with descriptors of groups are."""

    block: int
    first: int
    per_group: int
    per_block: int
    meta: int | None  #: the block of descriptors from which on each is in its own group

    def block_of(self, number: int) -> int:
        if self.meta is None or number < self.meta:
            return self.first + 1 + number
        group = number * self.per_block
        return self.first + group * self.per_group + _has_copy(group)


class _Fields:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def u16(self, offset: int) -> int:
        return int(struct.unpack_from("<H", self._data, offset)[0])

    def u32(self, offset: int) -> int:
        return int(struct.unpack_from("<I", self._data, offset)[0])


def _group(table: bytes, at: int, wide: bool) -> _Group:
    blocks, inodes, start, flags, unused = struct.unpack_from("<III6xH8xH2x", table, at)
    if wide:
        high = struct.unpack_from("<III6xH", table, at + 32)
        blocks, inodes, start = (
            blocks | high[0] << 32,
            inodes | high[1] << 32,
            start | high[2] << 32,
        )
        unused |= high[3] << 16
    return _Group(blocks, inodes, start, flags, unused)


def _has_copy(group: int) -> bool:
    """Whether a group has a copy of the superblock where not all have: 0, 1, powers of 3, 5, 7."""
    for base in (3, 5, 7):
        power = group
        while power > 1 and power % base == 0:
            power //= base
        if power == 1:
            return True
    return group == 0
