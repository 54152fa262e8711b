"""The tree of disks and layers."""

from __future__ import annotations

import re
from itertools import accumulate

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTreeView, QWidget

from gui.chain.chain_model import ChainModel
from gui.chain.chain_nodes import Column

FIRST_WIDTHS = (190, 120, 84, 76, 76, 125, 125, 80, 150, 160)
NAME_MOST = 250
INDENT = 14
_PAIR = re.compile(r"(?<!\S)([0-9]):([0-9]{1,4})(?!\S)")


class ChainTree(QTreeView):
    """Shows one machine of the model: its disks, their layers, and those of branches.

    Only columns that have room are shown, so that names are never scrolled out of sight; the tip
    of a row has all of it.
    """

    row_selected = Signal()  #: another disk, layer or snapshot
    locate_asked = Signal(int, str, str)  #: row of the machine, name of the file, its place

    def __init__(self, model: ChainModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Disks and layers"))
        self.setIndentation(INDENT)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(True)
        self._widths = list(FIRST_WIDTHS)
        for column, width in enumerate(FIRST_WIDTHS):
            self.setColumnWidth(column, width)
        self.header().sectionResized.connect(self._keep_width)
        self.header().sectionMoved.connect(lambda *_: self._fit_columns())
        self.selectionModel().currentChanged.connect(lambda: self.row_selected.emit())
        self.clicked.connect(self._click)
        model.rowsInserted.connect(self._unfold)

    def show_machine(self, row: int) -> None:
        """Show the machine at a row of the model; -1 for none."""
        top = self._model.index(row, 0)
        if self.rootIndex() != top:
            self.setRootIndex(top)
            self.setCurrentIndex(QModelIndex())  # no disk is chosen: the first one is drawn
            self._fit_names()

    def state_text(self) -> str:
        """The columns in their order with their widths, ``0:190 2:84``, to be remembered."""
        return " ".join(f"{column}:{self._widths[column]}" for column in self._in_order())

    def restore_text(self, text: str) -> None:
        """Have columns where they were, as wide as they were; what makes no sense is ignored."""
        found = [(int(column), int(width)) for column, width in _PAIR.findall(text)]
        if sorted(column for column, _ in found) != list(Column):
            return
        for place, (column, width) in enumerate(found):
            self.setColumnHidden(column, False)
            self.header().moveSection(self.header().visualIndex(column), place)
            self.setColumnWidth(column, width)
            self._widths[column] = width
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu(self.indexAt(event.pos()))
        if not menu.isEmpty():
            menu.popup(event.globalPos())

    def menu(self, index: QModelIndex) -> QMenu:
        """What can be done with a row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        node = self._model.node(index)
        if node.missing:
            text = self.tr("Locate “{name}” of {place}…")
            action = menu.addAction(text.format(name=node.missing, place=node.place))
            action.triggered.connect(lambda: self._act(index))
        if node.may_be_left_out:
            action = menu.addAction(self.tr("Convert this disk"))
            action.setCheckable(True)
            action.setChecked(node.chosen)
            action.triggered.connect(lambda: self._act(index))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _act(self, index: QModelIndex) -> None:
        """The Enter key: mend what is missing, tick a disk."""
        node, row = self._model.node(index), self._model.machine_row(index)
        if node.missing:
            self.locate_asked.emit(row, node.missing, node.place)
        elif node.may_be_left_out:
            self._model.disk_ticked.emit(row, str(node.slot), not node.chosen)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == Column.CHECK and self._model.node(index).missing:
            self._act(index)

    def _unfold(self, parent: QModelIndex, first: int, last: int) -> None:
        """Open new machines down to the layers; sentences go across all columns."""
        for row in range(first, last + 1):
            index = self._model.index(row, 0, parent)
            self.expandRecursively(index, 40)
            self._span(index)
        self._fit_names()

    def _fit_names(self) -> None:
        wanted = min(self.sizeHintForColumn(Column.NAME), NAME_MOST)
        self._widths[Column.NAME] = max(wanted, self._widths[Column.NAME])
        self.setColumnWidth(Column.NAME, self._widths[Column.NAME])
        self._fit_columns()

    def _keep_width(self, column: int, _old: int, width: int) -> None:
        """A column has another width, of which the last one's is only what was left."""
        shown = [each for each in self._in_order() if not self.isColumnHidden(each)]
        if width and column != shown[-1]:
            self._widths[column] = width
            self._fit_columns()

    def _in_order(self) -> list[int]:
        """The columns from left to right, as the user has them."""
        return sorted(Column, key=self.header().visualIndex)

    def _fit_columns(self) -> None:
        """Show as many columns as there is room for, the first ones."""
        room, order = self.viewport().width(), self._in_order()
        widths = [self._widths[column] for column in order]
        for column, until in zip(order, accumulate(widths), strict=True):
            self.setColumnHidden(column, column != Column.NAME and until > room)

    def _span(self, above: QModelIndex) -> None:
        waiting = [above]
        while waiting:
            index = waiting.pop()
            for row, node in enumerate(self._model.node(index).children):
                if node.spans:
                    self.setFirstColumnSpanned(row, index, True)
                elif node.children:
                    waiting.append(self._model.index(row, 0, index))
