"""Reads registry hives (regf).

Source: "Windows registry file format specification" by Maxim Suhanov. Every offset is checked, and
keys are walked only down a path, so that no damage can lead astray.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NoReturn

from engine.disk.disk import Disk
from engine.findings import refuse
from engine.guest.hives import regf
from engine.guest.volumes.volume_stream import Stream
from engine.phrase import Phrase

_HEADER, _BASE = 512, 4096
_CELL_LIMIT = 4 << 20
_INLINE = 0x80000000
_SEGMENT = 16344  #: bytes of a long value in one cell
_LATIN_1_KEY, _LATIN_1_VALUE = 0x20, 1
_SUBKEYS_LIMIT = 100_000
_VALUES_LIMIT = 20_000
_SZ, _EXPAND_SZ, _DWORD, _DWORD_BE, _MULTI_SZ, _QWORD = 1, 2, 4, 5, 7, 11

Value = int | str | tuple[str, ...] | bytes


@dataclass(frozen=True, slots=True)
class Content:
    """A hive in memory as something to be read like a disk."""

    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.content)

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end."""
        return self.content[offset : offset + length]


class Hive:
    """A hive, of which only the parts asked for are read; ``name`` is for messages.

    Refuses E622 what is no hive or damaged, and what ``disk`` refuses.
    """

    def __init__(self, name: str, disk: Disk) -> None:
        self.name = name
        self._stream = Stream(disk, 0, disk.size)
        self._header = self._stream.pread(0, _HEADER)
        if self._header[:4] != b"regf" or len(self._header) < _HEADER:
            self._damaged(Phrase("there is no header"))

    @cached_property
    def root(self) -> Key:
        return self._key(struct.unpack_from("<I", self._header, 36)[0])

    @property
    def is_dirty(self) -> bool:
        """Whether changes may still wait in the hive's log."""
        return regf.is_dirty(self._header)

    def key(self, path: str) -> Key | None:
        """The key at ``path``, backslashes between the names; None if there is none."""
        key: Key | None = self.root
        for name in path.split("\\"):
            if key is None:
                return None
            key = key.subkey(name)
        return key

    def value(self, path: str, name: str) -> Value | None:
        """The value ``name`` of the key at ``path``; None if either is missing."""
        key = self.key(path)
        return key.value(name) if key else None

    def text(self, path: str, name: str) -> str:
        """A value that is a text; empty if it is missing or something else."""
        found = self.value(path, name)
        return found if isinstance(found, str) else ""

    def number(self, path: str, name: str) -> int | None:
        """A value that is a number; None if it is missing or something else."""
        found = self.value(path, name)
        return found if isinstance(found, int) else None

    def _key(self, offset: int) -> Key:
        cell = self._cell(offset)
        if cell[:2] != b"nk" or len(cell) < 76:
            self._damaged(Phrase("there is no key at {offset}", offset=format(offset, "#x")))
        flags, subkeys, lists, values, value_list, length = struct.unpack_from(
            "<2xH16xI4xI4xII28xH", cell
        )
        name = _name(cell[76 : 76 + length], bool(flags & _LATIN_1_KEY))
        return Key(self, name, subkeys, lists, values, value_list)

    def _cell(self, offset: int) -> bytes:
        start = _BASE + offset
        size = abs(int.from_bytes(self._stream.pread(start, 4), "little", signed=True))
        if not 8 <= size <= min(self._stream.size - start, _CELL_LIMIT):
            self._damaged(
                Phrase(
                    "a cell of {size} bytes is at {offset}", size=size, offset=format(offset, "#x")
                )
            )
        return self._stream.pread(start + 4, size - 4)

    def _damaged(self, reason: str) -> NoReturn:
        raise refuse("E622", name=self.name, reason=reason)


@dataclass(eq=False)
class Key:
    """A key of a hive."""

    hive: Hive
    name: str
    _count: int
    _list: int
    _value_count: int
    _value_list: int

    @property
    def subkeys(self) -> tuple[Key, ...]:
        return tuple(self._by_name.values())

    def subkey(self, name: str) -> Key | None:
        return self._by_name.get(name.lower())

    @property
    def value_names(self) -> tuple[str, ...]:
        """The names of its values, in lower case."""
        return tuple(self._values)

    def value(self, name: str) -> Value | None:
        return self._values.get(name.lower())

    @cached_property
    def _by_name(self) -> dict[str, Key]:
        if not self._count:
            return {}
        offsets = list(islice(self._offsets(self._list, roots=True), _SUBKEYS_LIMIT + 1))
        if len(offsets) > _SUBKEYS_LIMIT:
            self.hive._damaged(Phrase("{name} has too many subkeys", name=self.name))
        self._check_no_loop(offsets)
        keys = (self.hive._key(offset) for offset in offsets)
        return {key.name.lower(): key for key in keys}

    def _check_no_loop(self, found: Sequence[int]) -> None:
        """Refuse (E622) a list that names the same place twice: there could be any number of it."""
        if len(set(found)) < len(found):
            self.hive._damaged(
                Phrase("the list of subkeys of {name} leads back to itself", name=self.name)
            )

    def _offsets(self, offset: int, *, roots: bool) -> Iterator[int]:
        """Where the subkeys are, in the order of their names."""
        cell = self.hive._cell(offset)
        kind, count = cell[:2], int.from_bytes(cell[2:4], "little")
        step = {b"lf": 2, b"lh": 2, b"li": 1, b"ri": 1 if roots else 0}.get(kind, 0)
        if not step or 4 + 4 * step * count > len(cell):
            self.hive._damaged(Phrase("the list of subkeys of {name} is not one", name=self.name))
        found = struct.unpack_from(f"<{step * count}I", cell, 4)[::step]
        if kind == b"ri":
            self._check_no_loop(found)
        for each in found:
            if kind == b"ri":
                yield from self._offsets(each, roots=False)
            else:
                yield each

    @cached_property
    def _values(self) -> dict[str, Value]:
        if not self._value_count:
            return {}
        cell = self.hive._cell(self._value_list)
        count = min(self._value_count, len(cell) // 4, _VALUES_LIMIT)
        return dict(self._value(offset) for offset in struct.unpack_from(f"<{count}I", cell))

    def _value(self, offset: int) -> tuple[str, Value]:
        cell = self.hive._cell(offset)
        if cell[:2] != b"vk" or len(cell) < 20:
            self.hive._damaged(Phrase("a value of {name} is not one", name=self.name))
        length, size, data, kind, flags = struct.unpack_from("<2xHIIIH", cell)
        name = _name(cell[20 : 20 + length], bool(flags & _LATIN_1_VALUE))
        if size & _INLINE:
            content = struct.pack("<I", data)[: size & 7]
        elif size > _SEGMENT:
            content = self._long_value(data, size)
        else:
            content = self.hive._cell(data)[:size] if size else b""
        return name.lower(), _decode(kind, content)

    def _long_value(self, offset: int, size: int) -> bytes:
        """A value in several cells, or (before Windows XP) in one large cell."""
        cell = self.hive._cell(offset)
        if cell[:2] != b"db" or len(cell) >= size:
            return cell[:size]
        count, segments = struct.unpack_from("<HI", cell, 2)
        places = self.hive._cell(segments)
        offsets = struct.unpack_from(f"<{min(count, len(places) // 4)}I", places)
        return b"".join(self.hive._cell(each)[:_SEGMENT] for each in offsets)[:size]


def _name(data: bytes, latin_1: bool) -> str:
    return data.decode("latin-1") if latin_1 else data.decode("utf-16-le", "replace")


def _decode(kind: int, data: bytes) -> Value:
    if kind in (_SZ, _EXPAND_SZ):
        return data.decode("utf-16-le", "replace").split("\0")[0]
    if kind == _MULTI_SZ:
        texts = data.decode("utf-16-le", "replace").split("\0")
        return tuple(text for text in texts if text)
    if kind in (_DWORD, _QWORD) and len(data) in (4, 8):
        return int.from_bytes(data, "little")
    if kind == _DWORD_BE and len(data) == 4:
        return int.from_bytes(data, "big")
    return data
