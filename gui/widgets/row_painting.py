"""What rows of several lists are painted with: fonts, a line of text, a bar of what is done."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette

from gui.widgets import type_scale

PERMILLE = 1000
_DONE = "#3574c4"


def font(base: QFont, factor: float, *, strong: bool = False) -> QFont:
    """A font of a row: rows are painted often, and making a font takes as long as writing."""
    return _scaled(base.toString(), factor, strong)


@cache
def _scaled(base: str, factor: float, strong: bool) -> QFont:
    made = QFont()
    made.fromString(base)
    return type_scale.scaled(made, factor, strong=strong)


def line(
    painter: QPainter,
    room: QRect,
    text: str,
    of: QFont,
    colour: QColor,
    end: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """One line of a row, as far as there is room."""
    painter.setFont(of)
    painter.setPen(colour)
    shown = QFontMetrics(of).elidedText(" ".join(text.split()), end, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def bar(painter: QPainter, palette: QPalette, room: QRect, done: int) -> None:
    """How much is done, in thousandths."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Midlight))
    painter.drawRoundedRect(QRectF(room), 1.5, 1.5)
    painter.setBrush(QColor(_DONE))
    part = QRectF(room)
    part.setWidth(room.width() * done / PERMILLE)
    painter.drawRoundedRect(part, 1.5, 1.5)
