"""A button that looks like a link: an act beside a text."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget


class LinkButton(QPushButton):
    """Flat, in the colour of links as long as it can be pressed."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFlat(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self.isEnabled():
            link = self.palette().color(QPalette.ColorRole.Link)
            option.palette.setColor(QPalette.ColorRole.ButtonText, link)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
