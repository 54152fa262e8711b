"""Height for the page that needs it: taken when it is shown, given back when it is left."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget


class Room(QObject):
    """Looks after a splitter of two parts, of which the lower one is ``tabs``."""

    def __init__(self, splitter: QSplitter, tabs: QTabWidget, large: QWidget) -> None:
        super().__init__(splitter)
        self._splitter, self._tabs, self._large = splitter, tabs, large
        self._before: list[int] = []
        tabs.currentChanged.connect(self._change)

    def _change(self) -> None:
        if self._tabs.currentWidget() is self._large:
            self._give()
        elif self._before:
            self._splitter.setSizes(self._before)
            self._before = []

    def _give(self) -> None:
        above, below = self._splitter.sizes()
        wanted = self._large.sizeHint().height() + self._tabs.tabBar().height()
        if below < wanted:
            self._before = [above, below]
            self._splitter.setSizes([above + below - wanted, wanted])
