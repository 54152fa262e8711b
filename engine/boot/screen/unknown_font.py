"""The STOP line of a screen drawn with an unknown font, as Windows' own is: found by its form.

``*** STOP: 0x0000007B (0xF78D2524,…`` has the same cell three times, a blank one, five different
ones, a blank one, and then ``0x`` in front of each number: no other text has that form, whatever
its glyphs look like. The form tells what zero looks like; each other digit is the one whose
plain strokes its own are nearest to, and no two digits are the same one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from engine.boot.screen import plain_digits, strokes
from engine.boot.screen.cells import Lines
from engine.boot.screen.fonts import Glyph

_SIZE = (80, 480)  #: cells across and lines of the screens that Windows draws before its own driver
_TALLEST = 24  #: lines of a line of text
_HEAD = "*** STOP: 0x"
_CODE = 8  #: digits
_FORM = len(_HEAD) + _CODE


def stop_line(lines: Lines) -> str:
    """The line ``*** STOP: 0x…`` on the screen with its numbers; empty if there is none."""
    if (lines.columns, lines.height) != _SIZE:
        return ""
    for top, height in _bands(lines):
        if row := _cells(lines.glyphs(top, height)):
            return _said(row)
    return ""


def _bands(lines: Lines) -> Iterator[tuple[int, int]]:
    """First line and number of lines of each line of text: what is between two blank lines."""
    ink = [any(lines.line(y)) for y in range(lines.height)]
    end = 0
    for has_ink, run in itertools.groupby(ink):
        start, end = end, end + len(list(run))
        if has_ink and end - start <= _TALLEST:
            yield start, end - start


def _cells(glyphs: list[Glyph]) -> list[Glyph]:
    """The cells of the line from its first star on; none if it has not the form."""
    ink = [any(glyph) for glyph in glyphs]
    start = next((number for number, each in enumerate(ink) if each), len(glyphs))
    row = glyphs[start:]
    if len(row) < _FORM + 4 or not row[0] == row[1] == row[2]:
        return []
    blank = [number for number in range(_FORM) if not any(row[number])]
    zero, cross = row[len(_HEAD) - 2], row[len(_HEAD) - 1]
    letters = {*row[4:9], row[0], zero, cross}
    second = row[_FORM + 2 : _FORM + 4]  # behind a blank and a bracket
    if blank != [3, 9] or len(letters) != 8 or second != [zero, cross]:
        return []
    end = max(number for number, each in enumerate(row) if any(each))
    return row[: end + 1]


def _said(row: list[Glyph]) -> str:
    zero, cross, bracket = row[len(_HEAD) - 2], row[len(_HEAD) - 1], row[_FORM + 1]
    read = {zero: "0", cross: "x", bracket: "(", row[3]: " ", row[-1]: ")"}
    for number in range(_FORM + 3, len(row) - 1):  # what goes before a further 0x parts numbers
        if row[number : number + 2] == [zero, cross]:
            read.setdefault(row[number - 1], ",")
    rest = [glyph for glyph in dict.fromkeys(row[len(_HEAD) :]) if glyph not in read]
    read |= _nearest(rest)
    return _HEAD + "".join(read.get(glyph, "?") for glyph in row[len(_HEAD) :]) + "\n"


def _nearest(glyphs: list[Glyph]) -> dict[Glyph, str]:
    """A digit for each of the glyphs, the surest first, none twice."""
    looks = [strokes.of(_ink(glyph)) for glyph in glyphs]
    names = strokes.nearest(looks, plain_digits.capitals())
    return {glyph: name for glyph, name in zip(glyphs, names, strict=True) if name}


def _ink(glyph: Glyph) -> Iterator[tuple[int, int]]:
    return ((x, y) for y, line in enumerate(glyph) for x in range(8) if line & 0x80 >> x)
