"""The text on a graphical screen, by the fonts it was drawn with: matched, not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.boot.screen import later_windows, unknown_font
from engine.boot.screen.cells import Lines, inverted
from engine.boot.screen.console_fonts import ConsoleFonts
from engine.boot.screen.fonts import Font
from engine.boot.screen.picture import Picture
from engine.boot.screen.text_mode import joined

_ENOUGH = 6  #: characters that make a text
_SHARE = 0.6  #: of the cells with something in them have to be characters


def text(picture: Picture, fonts: Sequence[Font]) -> str:
    """What is written on ``picture``; empty if that cannot be read."""
    lines = Lines(picture)
    known: tuple[Font | ConsoleFonts, ...] = (*fonts, ConsoleFonts())
    best = _best(_read(lines, font) for font in known)
    if best.known >= _ENOUGH and best.known >= _SHARE * best.all:
        return joined((row for row in best.rows if row.strip()), lines.columns)
    return unknown_font.stop_line(lines) or later_windows.text(picture)


class _Read(NamedTuple):
    """A screen as a font has it."""

    rows: list[str]
    known: int  #: characters that are of the font
    all: int  #: cells that are not blank


def _best(reads: Iterator[_Read]) -> _Read:
    """The one that knows most, as fonts share glyphs; no more are made once one knows all."""
    best = _Read([], 0, 0)
    for each in reads:
        best = max(best, each, key=lambda read: read.known)
        if best.known and best.known == best.all:
            break
    return best


def _read(lines: Lines, font: Font | ConsoleFonts) -> _Read:
    rows, known, all = [], 0, 0
    for top in range(0, lines.height - font.height + 1, font.height):
        row = ""
        for glyph in lines.glyphs(top, font.height):
            found = font.character(glyph) or font.character(inverted(glyph))
            if len(set(glyph)) > 1:
                all, known = all + 1, known + bool(found)
                row += found or "\N{REPLACEMENT CHARACTER}"
            else:
                row += found or " "
        rows.append(row)
    return _Read(rows, known, all)
