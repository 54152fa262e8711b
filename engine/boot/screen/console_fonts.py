"""The fonts of Linux's consoles in graphical modes, by fingerprints: resources/console_fonts.toml.

A kernel brings a font of its own, and systems load others; none of them is in the video BIOS.
"""

from __future__ import annotations

import functools
import tomllib
import zlib
from importlib import resources

from engine.boot.screen.fonts import Glyph

HEIGHT = 16  #: lines of a glyph
CHARACTERS = range(33, 127)  #: of ASCII, those that are seen
_DIGITS = 8  #: hexadecimal, of a fingerprint


class ConsoleFonts:
    """All of them together: which of them is on the screen does not matter."""

    height = HEIGHT

    def character(self, glyph: Glyph) -> str:
        """What ``glyph`` is; empty if it is in none of the fonts."""
        return "" if not any(glyph) else _characters().get(fingerprint(glyph), "")


def fingerprint(glyph: Glyph) -> int:
    """The CRC-32 of its lines."""
    return zlib.crc32(bytes(glyph))


@functools.cache
def _characters() -> dict[int, str]:
    """Characters by fingerprint; where glyphs of two fonts are alike, the first font counts."""
    text = resources.files("resources").joinpath("console_fonts.toml").read_text("utf-8")
    found: dict[int, str] = {}
    for font in tomllib.loads(text)["font"]:
        digits = "".join(font["fingerprints"].split())
        for number, code in enumerate(CHARACTERS):
            mark = digits[number * _DIGITS : (number + 1) * _DIGITS]
            found.setdefault(int(mark, 16), chr(code))
    return found
