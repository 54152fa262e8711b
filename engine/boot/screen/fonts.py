"""The fonts in a machine's own video BIOS, which draws text in graphical modes with them.

A table of 256 glyphs in the order of code page 437 is found by its second glyph, a face that all
video BIOSes have there; so no font is brought along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

ADDRESS = 0xC0000  #: of the video BIOS
LENGTH = 0x10000

_FACES = {
    16: bytes.fromhex("00007e81a58181bd9981817e00000000"),
    14: bytes.fromhex("00007e81a58181bd99817e000000"),
    8: bytes.fromhex("7e81a581bd99817e"),
}
_GLYPHS = 256

Glyph = tuple[int, ...]  #: a byte for each line, the leftmost pixel is the highest bit


@dataclass(frozen=True, slots=True)
class Font:
    """Glyphs 8 pixels wide, by what they look like."""

    height: int
    characters: dict[Glyph, str]

    def character(self, glyph: Glyph) -> str:
        """What ``glyph`` is; empty if it is none of these."""
        return self.characters.get(glyph, "")


def in_rom(rom: bytes) -> Iterator[Font]:
    """The fonts in the video BIOS, the tallest first."""
    for height, face in _FACES.items():
        start = rom.find(bytes(height) + face)
        table = rom[start : start + _GLYPHS * height] if start >= 0 else b""
        if len(table) == _GLYPHS * height:
            yield Font(height, _characters(table, height))


def _characters(table: bytes, height: int) -> dict[Glyph, str]:
    """Where two look alike, the printable one of ASCII counts."""
    order = [*range(128, _GLYPHS), *range(32), *range(32, 127)]
    glyph = {code: tuple(table[code * height : (code + 1) * height]) for code in order}
    return {glyph[code]: bytes([code]).decode("cp437") if code >= 32 else " " for code in order}
