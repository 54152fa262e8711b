"""Two parts below each other where there is room, else one of them under tabs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

from gui.widgets import labels, type_scale

TALL = 420  #: pixels from which both are shown


class StackedOrSplit(QWidget):
    """``upper`` comes first. Without it (:meth:`show_upper`) ``lower`` stands alone."""

    def __init__(self, upper: QWidget, upper_name: str, lower: QWidget, lower_name: str) -> None:
        super().__init__()
        self._has_upper, self._is_tall = True, False
        self._upper, self._lower = upper, lower
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(upper_name)
        self.tabs.addTab(lower_name)
        self.tabs.setAccessibleName(f"{upper_name}, {lower_name}")
        self.tabs.currentChanged.connect(lambda _: self._fit())
        self._name = type_scale.quiet(type_scale.caption(labels.line(lower_name)))
        named = QWidget()
        inside = QVBoxLayout(named)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(self._name)
        inside.addWidget(lower, 1)
        self._named = named
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(upper)
        self.split.addWidget(named)
        self.split.setSizes([TALL * 3 // 5, TALL * 2 // 5])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tabs)
        column.addWidget(self.split, 1)
        self._fit()

    def show_upper(self, shown: bool) -> None:
        """Whether there is an upper part at all."""
        if shown != self._has_upper:
            self._has_upper = shown
            self._fit()

    def show_lower(self) -> None:
        """Bring the lower part into sight."""
        self.tabs.setCurrentIndex(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_tall = event.size().height() >= TALL
        if is_tall != self._is_tall:
            self._is_tall = is_tall
            self._fit()

    def _fit(self) -> None:
        has_tabs = self._has_upper and not self._is_tall
        shows_lower = self.tabs.currentIndex() == 1
        self.tabs.setVisible(has_tabs)
        self._name.setVisible(self._has_upper and self._is_tall)
        self._upper.setVisible(self._has_upper and not (has_tabs and shows_lower))
        self._named.setVisible(not has_tabs or shows_lower)
