"""An inode of ext2, ext3 and ext4 as bytes: the fields that are read, kept or set.

Source: the kernel's documentation of ext4's layout ("Index Nodes").
"""

from __future__ import annotations

import stat
import struct
from dataclasses import dataclass

_ENCRYPTED, _VERITY, _COMPRESSED = 0x800, 0x100000, 0x4
_EXTENTS = 0x80000
_EXTENT_HEADER = struct.pack("<HHHHI", 0xF30A, 0, 4, 0, 0)
_BLOCKS, _LENGTH = 40, 128


@dataclass
class Inode:
    """An inode; changing a field changes ``data``."""

    data: bytearray

    @property
    def mode(self) -> int:
        return int(struct.unpack_from("<H", self.data, 0)[0])

    @property
    def size(self) -> int:
        low, high = struct.unpack_from("<I", self.data, 4)[0], 0
        if stat.S_ISREG(self.mode):
            high = struct.unpack_from("<I", self.data, 108)[0]
        return int(low | high << 32)

    @property
    def is_fixed(self) -> bool:
        """Whether its content is in a form that must not be written over."""
        flags = struct.unpack_from("<I", self.data, 32)[0]
        return bool(flags & (_ENCRYPTED | _VERITY | _COMPRESSED))

    def touch(self, seconds: int) -> None:
        """Set the times of change of the content and of the inode, in seconds since 1970."""
        for offset in (12, 16):
            struct.pack_into("<I", self.data, offset, seconds & 0xFFFFFFFF)


def new(mode: int, seconds: int, *, has_extents: bool) -> Inode:
    """An empty file of root's with one name."""
    data = bytearray(_LENGTH)
    struct.pack_into("<H", data, 0, mode)
    struct.pack_into("<III", data, 8, *[seconds & 0xFFFFFFFF] * 3)
    struct.pack_into("<H", data, 26, 1)
    if has_extents:
        struct.pack_into("<I", data, 32, _EXTENTS)
        data[_BLOCKS : _BLOCKS + len(_EXTENT_HEADER)] = _EXTENT_HEADER
    return Inode(data)
