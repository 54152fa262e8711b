"""A picture of a screen: QEMU's PPM read, and written as PNG."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

_HEADER = re.compile(rb"P6\s+(\d{1,5})\s+(\d{1,5})\s+255\s")
#: Sizes in pixels that VGA has in its text modes: 80 columns of cells 9 wide, 25 or 50 rows.
_TEXT_SIZES = {(720, 400), (720, 350)}


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen: ``pixels`` are height × width × 3 bytes, red, green and blue."""

    width: int
    height: int
    pixels: bytes

    @property
    def has_text_size(self) -> bool:
        """Whether it is as large as VGA's text modes are."""
        return (self.width, self.height) in _TEXT_SIZES

    @property
    def is_black(self) -> bool:
        """Whether nothing is shown."""
        return not any(self.pixels)

    def row(self, y: int) -> bytes:
        """The pixels of one line, width × 3 bytes."""
        return self.pixels[3 * self.width * y : 3 * self.width * (y + 1)]

    def png(self) -> bytes:
        """The same picture as a PNG file."""
        lines = b"".join(b"\0" + self.row(y) for y in range(self.height))
        return b"".join(
            (
                b"\x89PNG\r\n\x1a\n",
                _chunk(b"IHDR", struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)),
                _chunk(b"IDAT", zlib.compress(lines, 1)),
                _chunk(b"IEND", b""),
            )
        )


def parse(ppm: bytes) -> Picture:
    """The picture in a PPM file; ValueError for what is none."""
    found = _HEADER.match(ppm)
    if not found:
        raise ValueError("no picture")
    width, height = int(found[1]), int(found[2])
    pixels = ppm[found.end() :]
    if len(pixels) != 3 * width * height:
        raise ValueError("a picture that is cut off")
    return Picture(width, height, pixels)


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + crc


def changed_rows(one: Picture, other: Picture) -> frozenset[int]:
    """The numbers of the lines that are not the same; all of them if the sizes differ."""
    if one.pixels == other.pixels:
        return frozenset()
    if (one.width, one.height) != (other.width, other.height):
        return frozenset(range(max(one.height, other.height)))
    return frozenset(y for y in range(one.height) if one.row(y) != other.row(y))
