"""A graphical screen as cells of text: each line of a cell is a byte, bright pixels are ones."""

from __future__ import annotations

from engine.boot.screen.fonts import Glyph
from engine.boot.screen.picture import Picture

WIDTH = 8  #: pixels of a cell
_BRIGHT = 3 * 96  #: the sum of red, green and blue of what is ink: blue, as of STOP screens, is not


class Lines:
    """The lines of a picture as bytes, 8 pixels each, made when they are first asked for."""

    def __init__(self, picture: Picture) -> None:
        self.columns = picture.width // WIDTH
        self.height = picture.height
        self._picture = picture
        self._lines: dict[int, bytes] = {}
        self._known: dict[bytes, int] = {}

    def line(self, y: int) -> bytes:
        """One byte for each cell of line ``y``."""
        if y not in self._lines:
            row, step = self._picture.row(y), 3 * WIDTH
            self._lines[y] = bytes(
                self._bits(row[start : start + step])
                for start in range(0, self.columns * step, step)
            )
        return self._lines[y]

    def glyphs(self, top: int, height: int) -> list[Glyph]:
        """The cells of the text line that begins at line ``top``."""
        return list(zip(*(self.line(y) for y in range(top, top + height)), strict=True))

    def _bits(self, pixels: bytes) -> int:
        known = self._known.get(pixels)
        if known is None:
            known = 0
            for start in range(0, len(pixels), 3):
                known = known << 1 | (sum(pixels[start : start + 3]) > _BRIGHT)
            self._known[pixels] = known
        return known


def inverted(glyph: Glyph) -> Glyph:
    """Dark on bright as bright on dark."""
    return tuple(line ^ 0xFF for line in glyph)
