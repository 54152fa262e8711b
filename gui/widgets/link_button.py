"""A button that looks like a link: an act beside a text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget


class LinkButton(QPushButton):
    """Flat, in the colour of links as long as it can be pressed.

    ``is_last``: it stands at the right edge, and so does its text.
    """

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, is_last: bool = False
    ) -> None:
        super().__init__(text, parent)
        self._is_last = is_last
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self.isEnabled():
            link = self.palette().color(QPalette.ColorRole.Link)
            option.palette.setColor(QPalette.ColorRole.ButtonText, link)
        painter = QStylePainter(self)
        if not self._is_last:
            painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
            return
        text, option.text = option.text, ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setPen(option.palette.color(QPalette.ColorRole.ButtonText))
        where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -2, 0), where, text)
