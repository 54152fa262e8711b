"""A compressed stretch of a start-up image, unpacked piece by piece, and where it ends.

Python knows gzip, bzip2, xz and lzma, and says where they end. zstd and lz4 are unpacked by
libarchive; their ends are found by their frames (RFC 8878; the kernel's lib/decompress_unlz4.c).
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from engine import packages, platform
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

_PIECE = 64 << 10
_ZSTD, _LZ4 = b"\x28\xb5\x2f\xfd", b"\x02\x21\x4c\x18"
#: Compression by its first bytes.
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\0", "xz"),
    (_ZSTD, "zstd"),
    (_LZ4, "lz4"),
    (b"BZh", "bzip2"),
    (b"\x5d\0\0", "lzma"),
)


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": lambda: zlib.decompressobj(wbits=31),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ),
    "lzma": lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE),
}


def kind_of(head: bytes) -> str:
    """How what begins with ``head`` is compressed; empty if that is unknown."""
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")


class Compressed:
    """The stretch of ``data`` at ``start``: iterating gives its content in pieces.

    ``stop``, where it ends, is known afterwards. Refuses E601, E634; ``path`` is for messages.
    """

    def __init__(self, path: str, data: bytes, start: int, kind: str) -> None:
        self._path, self._data, self._kind = path, data, kind
        self.start, self.stop = start, len(data)

    def __iter__(self) -> Iterator[bytes]:
        try:
            if self._kind in _DECODERS:
                yield from self._by_python(_DECODERS[self._kind]())
            else:
                yield from self._by_libarchive()
        except (zlib.error, lzma.LZMAError, OSError, EOFError, MemoryError) as error:
            raise self._damaged(error) from None

    def _by_python(self, decoder: _Decoder) -> Iterator[bytes]:
        at = self.start
        while not decoder.eof:
            piece = self._data[at : at + _PIECE]
            if not piece:
                raise self._damaged(Phrase("it ends too early"))
            at += len(piece)
            yield decoder.decompress(piece)
        self.stop = at - len(decoder.unused_data)

    def _by_libarchive(self) -> Iterator[bytes]:
        try:
            libarchive = platform.libarchive()
        except (ImportError, OSError, TypeError, AttributeError) as error:
            raise refuse(
                "E601", library="libarchive", how=packages.how("libarchive13"), reason=error
            ) from None
        self.stop = (_end_of_zstd if self._kind == "zstd" else _end_of_lz4)(self._data, self.start)
        content = self._data[self.start : self.stop]
        try:
            # The filter is named: "all" would have libarchive run programs.
            with libarchive.memory_reader(
                content, format_name="raw", filter_name=self._kind
            ) as archive:
                for entry in archive:
                    yield from entry.get_blocks()
        except libarchive.ArchiveError as error:
            raise self._damaged(error) from None

    def _damaged(self, reason: object) -> Refusal:
        return refuse("E634", path=self._path, reason=reason)


def _end_of_zstd(data: bytes, start: int) -> int:
    """Where a frame ends; the end of ``data`` if it is cut off."""
    if len(data) < start + 5:
        return len(data)
    descriptor = data[start + 4]
    is_single = descriptor >> 5 & 1
    size_of_size = (is_single, 2, 4, 8)[descriptor >> 6]
    at = start + 5 + (not is_single) + (0, 1, 2, 4)[descriptor & 3] + size_of_size
    while at + 3 <= len(data):
        header = int.from_bytes(data[at : at + 3], "little")
        kind, size = header >> 1 & 3, header >> 3
        at += 3 + (1 if kind == 1 else size)
        if header & 1:
            return min(at + 4 * (descriptor >> 2 & 1), len(data))
    return len(data)


def _end_of_lz4(data: bytes, start: int) -> int:
    """Where blocks of the old kind end: at a length of zero, or with ``data``."""
    at = start + len(_LZ4)
    while at + 4 <= len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        if size == 0:
            return at
        at += 4 if data[at : at + 4] == _LZ4 else 4 + size
    return len(data)
