"""Compressed grains: a marker that says where the grain belongs, and zlib data."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import deflate

from engine.disk.files import OpenFile
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

_MARKER = struct.Struct("<QI")  #: the grain's address in sectors; bytes of compressed data
_SECTOR = 512
#: The usual size of a grain: memory for one is asked for first.
_GRAIN = 64 << 10
GRAIN_LIMIT = 4 << 20
#: zlib never makes a grain much larger; more is a sign of damage.
_EXPANSION = 2
#: A marker and a compressed grain of the usual size fit into so many bytes.
EXPANDED = _GRAIN + 4096


@dataclass(slots=True)
class Inflater:
    """Inflates grains of ``file``, of which ``held`` has the bytes from ``base`` on."""

    file: OpenFile
    base: int
    held: memoryview
    _last: int = -1
    _grain: bytes | bytearray = b""

    def inflate(self, offset: int, address: int, least: int) -> bytes | bytearray:
        """The grain whose marker is at ``offset``; ``address`` is where it belongs on the disk.

        It has ``least`` bytes or more. Source: "Virtual Disk Format 5.0", section "Grain markers".
        Refuses E202 and E204.
        """
        if offset != self._last:
            self._grain = self._inflate(offset, address)
            self._last = offset
        if len(self._grain) < least:
            raise self._damaged(offset, Phrase("is too short"))
        return self._grain

    def _inflate(self, offset: int, address: int) -> bytes | bytearray:
        at = offset - self.base
        sector, size = _MARKER.unpack(self._bytes(at, _MARKER.size))
        if sector * _SECTOR != address:
            raise self._damaged(offset, Phrase("belongs to sector {sector}", sector=sector))
        if not 0 < size <= _EXPANSION * GRAIN_LIMIT:
            raise self._damaged(offset, Phrase("claims {size} compressed bytes", size=size))
        packed = self._bytes(at + _MARKER.size, size)
        try:
            return deflate.zlib_decompress(packed, _GRAIN)
        except deflate.DeflateError:
            return self._inflate_large(offset, packed)

    def _inflate_large(self, offset: int, packed: memoryview | bytes) -> bytes | bytearray:
        try:
            return deflate.zlib_decompress(packed, GRAIN_LIMIT)
        except deflate.DeflateError as error:
            raise self._damaged(
                offset, Phrase("cannot be inflated ({error})", error=error)
            ) from None

    def _bytes(self, at: int, length: int) -> memoryview | bytes:
        part = self.held[at : at + length]
        return part if len(part) == length else self.file.read(self.base + at, length)

    def _damaged(self, offset: int, how: str) -> Refusal:
        reason = Phrase("the grain at byte {offset} {how}", offset=offset, how=how)
        return refuse("E204", path=self.file.path, reason=reason)
