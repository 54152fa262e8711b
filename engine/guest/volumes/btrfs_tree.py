"""btrfs whose trees are trees: dissect.btrfs follows what it finds, also in a circle.

Source: the kernel's fs/btrfs/tree-checker.c and the on-disk format in btrfs' documentation.
"""

from __future__ import annotations

import struct
from typing import Any

from dissect.btrfs import Btrfs

from engine.phrase import Phrase

_HEADER = struct.Struct("<48xQ8x16x8x8xIB")  #: address, number of items, level
_POINTER = struct.Struct("<17xQ8x")
_LEVELS = 8
_ITEM = 25  #: bytes that an item of a leaf takes at least


class CheckedBtrfs(Btrfs):  # type: ignore[misc]
    """A btrfs; raises ValueError for a node that is not one of a tree.

    Each node is at the address that it says, holds something, and is one level below the node
    that leads to it: so no way leads back.
    """

    def __init__(self, stream: Any) -> None:
        self._levels: dict[int, int] = {}
        super().__init__(stream)

    def _read_node(self, address: int) -> bytes:
        node: bytes = super()._read_node(address)
        if len(node) < self.node_size or len(node) <= _HEADER.size:
            raise ValueError(Phrase("a node of its tree is missing"))
        own, count, level = _HEADER.unpack_from(node)
        room = (len(node) - _HEADER.size) // (_POINTER.size if level else _ITEM)
        if own != address or not 0 < count <= room or level >= _LEVELS:
            raise ValueError(Phrase("a node of its tree is damaged"))
        self._check_level(address, level)
        for number in range(count if level else 0):
            (child,) = _POINTER.unpack_from(node, _HEADER.size + number * _POINTER.size)
            self._check_level(child, level - 1)
        return node

    def _check_level(self, address: int, level: int) -> None:
        if self._levels.setdefault(address, level) != level:
            raise ValueError(Phrase("its tree leads back to itself"))
