"""Hexadecimal digits in plain strokes without serifs, drawn for comparison; 5 by 7 points."""

from __future__ import annotations

from engine.boot.screen import strokes
from engine.boot.screen.strokes import Strokes

_DRAWN = """
1     2     3     4     5     6     7     8     9     A     B     C     D     E     F
..#.. .###. ##### ...#. ##### ..##. ##### .###. .###. .###. ####. .###. ####. ##### #####
.##.. #...# ....# ..##. #.... .#... ....# #...# #...# #...# #...# #...# #...# #.... #....
#.#.. ....# ...#. .#.#. #.##. #.... ...#. #...# #...# #...# #...# #.... #...# #.... #....
..#.. ..##. ..##. #..#. ##..# ####. ..#.. .###. .#### #...# ####. #.... #...# ####. ####.
..#.. .#... ....# ##### ....# #...# ..#.. #...# ....# ##### #...# #.... #...# #.... #....
..#.. #.... #...# ...#. #...# #...# .#... #...# ...#. #...# #...# #...# #...# #.... #....
##### ##### .###. ...#. .###. .###. .#... .###. .##.. #...# ####. .###. ####. ##### #....
"""
_TALL = """
b     d     f
#.... ....# ..##.
#.... ....# .#...
#.##. .##.# .#...
##..# #..## ####.
#...# #...# .#...
#...# #...# .#...
####. .#### .#...
"""
_LOW = """
a     e
.###. .###.
....# #...#
.#### #####
#...# #....
.#### .###.
"""


def capitals() -> dict[Strokes, str]:
    """The digits from 1 to F by what they look like."""
    return _read(_DRAWN)


def tall() -> dict[Strokes, str]:
    """Those of the digits from 1 to f, with small letters, that are as high as a zero."""
    digits = {look: name for look, name in capitals().items() if name.isdecimal()}
    return digits | _read(_TALL)


def low() -> dict[Strokes, str]:
    """Those that are lower; c is told otherwise."""
    return _read(_LOW)


def _read(drawn: str) -> dict[Strokes, str]:
    names, *lines = (line.split() for line in drawn.split("\n") if line)
    columns = zip(*lines, strict=True)
    return {_strokes(column): name for name, column in zip(names, columns, strict=True)}


def _strokes(lines: tuple[str, ...]) -> Strokes:
    return strokes.of(
        (x, y) for y, line in enumerate(lines) for x, point in enumerate(line) if point == "#"
    )
