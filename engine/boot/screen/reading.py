"""The text on a graphical screen, by the fonts it was drawn with: matched, not guessed."""

from __future__ import annotations

from collections.abc import Sequence

from engine.boot.screen import later_windows, unknown_font
from engine.boot.screen.cells import Lines, inverted
from engine.boot.screen.fonts import Font
from engine.boot.screen.picture import Picture
from engine.boot.screen.text_mode import joined

_ENOUGH = 6  #: characters that make a text
_SHARE = 0.6  #: of the cells with something in them have to be characters


def text(picture: Picture, fonts: Sequence[Font]) -> str:
    """What is written on ``picture``; empty if that cannot be read."""
    lines = Lines(picture)
    for font in fonts:
        rows, known, all = _read(lines, font)
        if known >= _ENOUGH and known >= _SHARE * all:
            return joined((row for row in rows if row.strip()), lines.columns)
    return unknown_font.stop_line(lines) or later_windows.text(picture)


def _read(lines: Lines, font: Font) -> tuple[list[str], int, int]:
    """The rows, how many characters are of the font, and how many cells are not blank."""
    rows, known, all = [], 0, 0
    for top in range(0, lines.height - font.height + 1, font.height):
        row = ""
        for glyph in lines.glyphs(top, font.height):
            found = font.characters.get(glyph) or font.characters.get(inverted(glyph))
            row += found or "\N{REPLACEMENT CHARACTER}"
            if len(set(glyph)) > 1:
                all, known = all + 1, known + bool(found)
        rows.append(row)
    return rows, known, all
