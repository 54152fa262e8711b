"""The button that goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton

DARKER = 120  #: per cent; the style draws buttons lighter than they are told


class PrimaryButton(QPushButton):
    """Wears the accent colour as long as it can be pressed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAutoDefault(True)  # Enter presses it, too
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._dress()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._dress()
        return handled

    def _dress(self) -> None:
        palette = QPalette()  # of nothing: takes everything from the application
        if self.isEnabled():
            wear = QApplication.palette().color
            accent = wear(QPalette.ColorRole.Accent).darker(DARKER)
            palette.setColor(QPalette.ColorRole.Button, accent)
            palette.setColor(QPalette.ColorRole.ButtonText, wear(QPalette.ColorRole.BrightText))
        self.setPalette(palette)
