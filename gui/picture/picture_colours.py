"""The colours of a picture of a chain: a hue for each layer, then hatching; told apart by eyes of
every kind, and each layer also has its number.

The hues are Paul Tol's qualitative schemes, "bright" and "light", darkened where they would not
stand out (3 : 1) from the ground.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPalette

from gui.desktop.theme import palette

_ON_LIGHT = ("#4477aa", "#b8860b", "#228833", "#cc3355", "#0a8fa8", "#aa3377")
_ON_DARK = ("#77aadd", "#eedd88", "#44bb99", "#ffaabb", "#99ddff", "#ee8866")
_PATTERNS = (
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.HorPattern,
)


@dataclass(frozen=True, slots=True)
class Colours:
    """What a picture is painted with."""

    ground: QColor
    strip: QColor  #: of a strip where nothing is held
    line: QColor
    text: QColor
    quiet: QColor
    dark: bool

    def hue(self, number: int) -> QColor:
        """The colour of layer ``number``, counted from the base, which is 1."""
        hues = _ON_DARK if self.dark else _ON_LIGHT
        return QColor(hues[(number - 1) % len(hues)])

    def hatching(self, number: int) -> QBrush:
        """What lies over it: nothing on the first six layers, then another on each six."""
        hue, pattern = self.hue(number), _PATTERNS[(number - 1) // len(_ON_LIGHT) % len(_PATTERNS)]
        return QBrush(_mixed(hue, self.ground), pattern)

    @property
    def zeros(self) -> QBrush:
        return QBrush(self.quiet, Qt.BrushStyle.Dense6Pattern)


def _mixed(one: QColor, other: QColor, share: float = 0.7) -> QColor:
    """``share`` of ``other``, the rest of ``one``."""
    rest = 1 - share
    return QColor(
        round(one.red() * rest + other.red() * share),
        round(one.green() * rest + other.green() * share),
        round(one.blue() * rest + other.blue() * share),
    )


def of_palette(worn: QPalette) -> Colours:
    """The colours that go with a palette."""
    role = QPalette.ColorRole
    ground = worn.color(role.Base)
    return Colours(
        ground=ground,
        strip=worn.color(role.Midlight if ground.lightness() > 127 else role.Button),
        line=worn.color(role.Mid),
        text=worn.color(role.Text),
        quiet=worn.color(role.PlaceholderText),
        dark=ground.lightness() <= 127,
    )


def of_paper() -> Colours:
    """The colours of pictures that are saved."""
    return of_palette(palette(dark=False))
