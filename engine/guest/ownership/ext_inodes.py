"""The files of ext2, ext3 and ext4 and their blocks, from the tables of inodes and the folders.

Source: the kernel's documentation of ext4's layout.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.guest.ownership.bitmap import free_runs
from engine.guest.ownership.ext_groups import Groups
from engine.guest.ownership.owned import FREE, METADATA, Owned, Owners
from engine.guest.volumes.volume_stream import Stream
from engine.phrase import Phrase

_ROOT = 2
_EXTENTS, _INLINE = 0x80000, 0x10000000
_EXTENT_MAGIC = 0xF30A
_LEVELS = 5
_DIRECT = 12
_FOLDER_BLOCKS = 1 << 16

Runs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Inode:
    number: int
    mode: int
    size: int
    flags: int
    block: bytes  #: the 60 bytes that say where the content is, or are it

    @property
    def is_folder(self) -> bool:
        return stat.S_ISDIR(self.mode)

    @property
    def holds_content(self) -> bool:
        """Whether the content is in the inode itself: a short link, or a short file."""
        is_short = stat.S_ISLNK(self.mode) and self.size < len(self.block)
        return bool(self.flags & _INLINE) or (is_short and not self.flags & _EXTENTS)


def read(stream: Stream) -> Owned:
    """The files of the volume. Raises ValueError, LimitError and struct.error for damage."""
    groups = Groups.of(stream)
    volume = _Volume(stream, groups)
    for start, length in groups.structures():
        volume.owners.run(METADATA, start * groups.block, length * groups.block)
    for first, count, bitmap in groups.bitmaps():
        for start, length in free_runs(stream, [(bitmap * groups.block, groups.block)], count):
            volume.owners.run(FREE, (first + start) * groups.block, length * groups.block)
    for inode in volume.inodes():
        volume.take(inode)
    return volume.owners.owned()


class _Volume:
    def __init__(self, stream: Stream, groups: Groups) -> None:
        self._stream, self._groups = stream, groups
        self.owners = Owners("/", _ROOT)

    def inodes(self) -> Iterator[_Inode]:
        """Those in use that are files, folders or links."""
        size = self._groups.inode_size
        layout = np.dtype(
            {
                "names": ["mode", "size", "links", "flags"],
                "formats": ["<u2", "<u4", "<u2", "<u4"],
                "offsets": [0, 4, 26, 32],
                "itemsize": size,
            }
        )
        for first, table in self._groups.tables(self._stream):
            found = np.frombuffer(table, layout, len(table) // size)
            for row in np.flatnonzero((found["links"] > 0) & (found["mode"] > 0)).tolist():
                data = table[row * size : (row + 1) * size]
                mode, low, flags = (int(found[name][row]) for name in ("mode", "size", "flags"))
                high = struct.unpack_from("<I", data, 108)[0] if stat.S_ISREG(mode) else 0
                yield _Inode(first + row, mode, low | high << 32, flags, data[40:100])

    def take(self, inode: _Inode) -> None:
        """Note a file, or what a folder holds."""
        kinds = (stat.S_ISREG, stat.S_ISLNK, stat.S_ISDIR)
        if not any(is_kind(inode.mode) for is_kind in kinds):
            return
        is_own = inode.number >= self._groups.first_inode
        owner = inode.number if is_own and not inode.is_folder else METADATA
        if owner != METADATA:
            mark = zlib.crc32(inode.block) + 1 if inode.holds_content else 0
            self.owners.file(inode.number, inode.size, mark)
        runs = [] if inode.holds_content else list(self._runs(inode))
        block = self._groups.block
        for start, length in runs:
            self.owners.run(owner, start * block, length * block)
        if inode.is_folder and (is_own or inode.number == _ROOT):
            self._take_names(inode, runs)

    def _take_names(self, folder: _Inode, runs: Runs) -> None:
        block, left = self._groups.block, _FOLDER_BLOCKS
        for start, length in runs:
            for number in range(start, start + min(length, left)):
                for inode, name in _names(self._stream.pread(number * block, block)):
                    self.owners.place(inode, folder.number, name)
            left -= min(length, left)

    # -- where content is, in blocks

    def _runs(self, inode: _Inode) -> Iterator[tuple[int, int]]:
        if inode.flags & _EXTENTS:
            yield from self._extents(inode.block, _LEVELS)
            return
        pointers = np.frombuffer(inode.block, "<u4")
        yield from _joined(pointers[:_DIRECT])
        for level, pointer in enumerate(pointers[_DIRECT:].tolist(), start=1):
            if pointer:
                yield from self._indirect(pointer, level)

    def _extents(self, node: bytes, levels: int) -> Iterator[tuple[int, int]]:
        magic, count, _, depth = struct.unpack_from("<HHHH", node)
        if magic != _EXTENT_MAGIC or depth > levels or 12 * (count + 1) > len(node):
            raise ValueError(Phrase("a tree of extents is damaged"))
        for at in range(12, 12 * (count + 1), 12):
            if depth:
                low, high = struct.unpack_from("<IH", node, at + 4)
                yield from self._extents(self._structure(low | high << 32), depth - 1)
            else:
                length, high, low = struct.unpack_from("<HHI", node, at + 4)
                yield low | high << 32, length if length <= 0x8000 else length - 0x8000

    def _indirect(self, block: int, level: int) -> Iterator[tuple[int, int]]:
        pointers = np.frombuffer(self._structure(block), "<u4")
        if level == 1:
            yield from _joined(pointers)
            return
        for each in pointers[pointers > 0].tolist():
            yield from self._indirect(each, level - 1)

    def _structure(self, block: int) -> bytes:
        """A block that says where others are."""
        size = self._groups.block
        self.owners.run(METADATA, block * size, size)
        data = self._stream.pread(block * size, size)
        if len(data) < size:
            raise ValueError(Phrase("a block leads outside of it"))
        return data


def _joined(pointers: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> Iterator[tuple[int, int]]:
    """First block and length of the runs that pointers to blocks make; 0 is a hole."""
    used = pointers[pointers > 0].astype(np.int64)
    if not len(used):
        return
    first = np.flatnonzero(np.diff(used, prepend=used[0] - 2) != 1)
    lengths = np.diff(first, append=len(used))
    yield from zip(used[first].tolist(), lengths.tolist(), strict=True)


def _names(block: bytes) -> Iterator[tuple[int, str]]:
    """Inode and name of the entries in a block of a folder."""
    at = 0
    while at + 8 <= len(block):
        inode, length, size, kind = struct.unpack_from("<IHBB", block, at)
        if length < 8 or at + length > len(block):
            return
        name = block[at + 8 : at + 8 + size]
        if inode and kind != 0xDE and name not in (b".", b"..", b""):
            yield inode, name.decode("utf-8", "replace")
        at += length
