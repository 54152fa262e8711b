"""Pictures of the screen: QEMU's PPM as PNG."""

from __future__ import annotations

import re
import struct
import zlib

_HEADER = re.compile(rb"P6\s+(\d+)\s+(\d+)\s+255\s", re.DOTALL)


def png(ppm: bytes) -> bytes:
    """The same picture; ValueError for what is none."""
    found = _HEADER.match(ppm)
    if not found:
        raise ValueError("no picture")
    width, height = int(found[1]), int(found[2])
    rows = ppm[found.end() :]
    if len(rows) != 3 * width * height:
        raise ValueError("a picture that is cut off")
    lines = b"".join(
        b"\0" + rows[start : start + 3 * width] for start in range(0, len(rows), 3 * width)
    )
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(lines)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + crc
