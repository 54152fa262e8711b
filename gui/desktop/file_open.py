"""Files that the desktop hands over while the window is open: macOS does so for a double click."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent


class FileOpen(QObject):
    """An event filter of the application; ``opened`` is called with what is to be opened."""

    def __init__(self, opened: Callable[[Iterable[Path]], object], parent: QObject) -> None:
        super().__init__(parent)
        self._opened = opened

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._opened([Path(event.file())])
            return True
        return super().eventFilter(watched, event)
