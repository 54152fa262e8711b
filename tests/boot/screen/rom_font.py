"""A font of a video BIOS made for tests, and screens drawn in it."""

from __future__ import annotations

import random

from engine.boot.screen.fonts import Font
from engine.boot.screen.picture import Picture

#: The glyph of character 1, a face, by which a font is found.
FACE = bytes.fromhex("00007e81a58181bd9981817e00000000")
_COLUMNS, _ROWS = 80, 30


def rom(tables: dict[int, bytes]) -> bytes:
    """A video BIOS with a font of the given glyphs, all others being noise of their own."""
    noise = random.Random(1)
    glyphs = [tables.get(code, noise.randbytes(16)) for code in range(256)]
    glyphs[0], glyphs[1], glyphs[32] = bytes(16), FACE, bytes(16)
    return b"\x55\xaa" + bytes(1000) + b"".join(glyphs)


def drawn(font: Font, lines: list[str], ink: bytes, paper: bytes) -> Picture:
    """A screen of 640 × 480 with text in ``font``, cell by cell."""
    glyph = {letter: look for look, letter in font.characters.items()} | {" ": (0,) * 16}
    rows = [line.ljust(_COLUMNS) for line in lines] + [" " * _COLUMNS] * (_ROWS - len(lines))
    pixels = b"".join(
        (ink if glyph[letter][y] & 0x80 >> x else paper)
        for row in rows
        for y in range(16)
        for letter in row
        for x in range(8)
    )
    return Picture(8 * _COLUMNS, 16 * _ROWS, pixels)
