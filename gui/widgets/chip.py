"""A button that is one of several choices: round, and tinted while it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton

_BESIDE, _ABOVE = 10, 4  #: pixels around the text
_TINT = 0.16  #: of the accent on the ground


class Chip(QPushButton):
    """Checkable; the chosen one has the colour of the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(text.width() + 2 * _BESIDE, text.height() + 2 * _ABOVE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        accent = self.palette().color(role.Link)
        rim = accent if self.isChecked() or self.hasFocus() else self.palette().color(role.Mid)
        ground = accent
        ground.setAlphaF(_TINT if self.isChecked() else 0.0)
        painter.setPen(QPen(rim, 2 if self.hasFocus() else 1))
        painter.setBrush(ground)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)
        painter.setPen(self.palette().color(role.Link if self.isChecked() else role.ButtonText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
