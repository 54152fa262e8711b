"""A file on another computer: small reads come out of the blocks around them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from engine.source.received import wanted
from engine.source.source import Left, Part, Stat

#: Reads up to this are of headers and tables: what is around them is wanted next.
_SMALL = 16 << 10
_BLOCK = 64 << 10
_BLOCKS_LIMIT = 128
#: Parts from this size on are compressed on their way where a file has many holes: which, no tool
#: of a host says.
_LARGE = 64 << 10


class Folders(Protocol):
    """What a file needs of the source that it is on."""

    def read(self, path: Path, size: int, left: Left, *, packed: bool) -> None:
        """Fill all of ``left``, in order of the file; what has come is taken out of it."""

    def stat(self, path: Path, *, now: bool = False) -> Stat: ...


class FarFile:
    """A file, and the blocks around what was last read of it in small pieces."""

    fd = -1
    base = 0

    def __init__(self, folders: Folders, path: Path, found: Stat) -> None:
        self._folders, self._path, self._size = folders, path, found.size
        self._sparse = found.held < found.size - found.size // 8
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def read_some(self, at: int, buffer: memoryview) -> int:
        length = max(min(len(buffer), self._size - at), 0)
        if not 0 < length <= _SMALL:
            if length:
                self.read_parts([(at, buffer[:length])])
            return length
        number, within = divmod(at, _BLOCK)
        part = self._block(number)[within : within + length]
        buffer[: len(part)] = part
        return len(part)

    def read_parts(self, parts: Sequence[Part]) -> None:
        large = [part for part in parts if len(part[1]) >= _LARGE] if self._sparse else []
        if large:
            self._fetch(large, packed=True)
        rest = [part for part in parts if len(part[1]) < _LARGE] if large else parts
        if rest:
            self._fetch(rest, packed=False)

    def stretches(self, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
        return [(start, stop)] if start < stop else []

    def size(self) -> int:
        return self._folders.stat(self._path, now=True).size

    def close(self) -> None:
        with self._lock:
            self._blocks.clear()

    def _fetch(self, parts: Sequence[Part], *, packed: bool) -> None:
        with wanted(self._path, parts) as left:
            self._folders.read(self._path, self._size, left, packed=packed)

    def _block(self, number: int) -> bytes:
        with self._lock:
            known = self._blocks.get(number)
            if known is not None:
                self._blocks.move_to_end(number)
                return known
        at = number * _BLOCK
        data = bytearray(min(_BLOCK, self._size - at))
        self._folders.read(self._path, self._size, [(at, memoryview(data))], packed=False)
        with self._lock:
            self._blocks[number] = bytes(data)
            while len(self._blocks) > _BLOCKS_LIMIT:
                self._blocks.popitem(last=False)
        return bytes(data)
