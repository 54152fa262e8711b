"""The compatibility table on the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from engine.xen.compat_table import KINDS
from gui.xen.compat_delegate import GAP, SIGN, CompatDelegate
from gui.xen.compat_model import CompatModel
from gui.xen.verdicts import word

_NAMES_WIDTH, _NAMES_SHARE = 190, 0.38  #: of the header of rows: least, and of the table at most
_CELL_WIDTH = 60
_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CompatTable(QTableView):
    """The table itself. Return, Space and a double click choose; moving about only reads."""

    chosen = Signal(QModelIndex)

    def __init__(self, model: CompatModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(CompatDelegate(self))
        self.setAccessibleName(_tr("Compatibility"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        names, machines = self.verticalHeader(), self.horizontalHeader()
        names.setFixedWidth(_NAMES_WIDTH)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        names.setHighlightSections(False)
        machines.setHighlightSections(False)
        for header in (names, machines):
            header.setSectionsClickable(False)
        names.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        machines.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        machines.setMinimumSectionSize(_CELL_WIDTH)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self.chosen)
        model.modelReset.connect(self._fit)
        self.horizontalScrollBar().rangeChanged.connect(self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CHOOSING and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names have the room that they need where there is room; else they are cut short.

        The share is of the whole table: what is left beside the names depends on them. Verdicts
        are cut after the names.
        """
        names, metrics = self.verticalHeader(), self.fontMetrics()
        words = max(metrics.horizontalAdvance(word(kind)) for kind in KINDS)
        left = self.width() - self.model().columnCount() * (words + SIGN + 4 * GAP)
        most = max(_NAMES_WIDTH, min(round(self.width() * _NAMES_SHARE), left))
        names.setFixedWidth(min(max(names.sizeHint().width(), _NAMES_WIDTH), most))
        super().resizeEvent(event)

    def _fit(self) -> None:
        """As high as its rows: none is hidden, and what is below it is near."""
        model, machines = self.model(), self.horizontalHeader()
        machines.setVisible(isinstance(model, CompatModel) and model.has_machines)
        head = 0 if machines.isHidden() else machines.sizeHint().height()
        scroll_bar = self.horizontalScrollBar()
        bar = scroll_bar.sizeHint().height() if scroll_bar.maximum() else 0
        self.setFixedHeight(head + self.verticalHeader().length() + bar + 2 * self.frameWidth())


def _tr(text: str) -> str:
    return QCoreApplication.translate("compat_view", text)
