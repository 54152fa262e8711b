"""Hexadecimal digits in plain strokes without serifs, drawn for comparison; 5 by 7 points."""

from __future__ import annotations

from engine.boot.screen.fonts import Glyph

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


def glyphs() -> dict[Glyph, str]:
    """The digits from 1 to F by what they look like, with the leftmost point in the highest bit."""
    names, *lines = (line.split() for line in _DRAWN.split("\n") if line)
    columns = zip(*lines, strict=True)
    return {tuple(map(_bits, column)): name for name, column in zip(names, columns, strict=True)}


def _bits(line: str) -> int:
    return int(line.replace("#", "1").replace(".", "0").ljust(8, "0"), 2)
