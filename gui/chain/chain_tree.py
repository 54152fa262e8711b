"""The tree of disks and layers."""

from __future__ import annotations

import re
from itertools import accumulate

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from gui.chain.chain_model import ChainModel, Index
from gui.chain.chain_nodes import Column

FIRST_WIDTHS = (170, 96, 64, 68, 72, 122, 122, 76, 150, 160)
_MOST = {Column.NAME: 204, Column.CHECK: 150}  #: of columns that are as wide as what is in them
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
        self.setItemDelegateForColumn(Column.ROLE, _CutAtTheEnd(self))
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
        self._seen: set[int] = set()  #: machines that were unfolded, by id of their node
        model.rowsAboutToBeRemoved.connect(self._forget)

    def show_machine(self, row: int) -> None:
        """Show the machine at a row of the model; -1 for none."""
        top = self._model.index(row, 0)
        if self.rootIndex() != top:
            self._unfold(top)
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

    def _unfold(self, machine: QModelIndex) -> None:
        """Open a machine down to the layers once it is looked at; sentences go across all columns.

        Of hundreds that were opened together most are never looked at, and each row that is open
        is one that Qt keeps up to date.
        """
        if not machine.isValid() or machine.internalId() in self._seen:
            return
        self._seen.add(machine.internalId())
        self.expandRecursively(machine, 40)
        self._span(machine)

    def _forget(self, parent: QModelIndex, first: int, last: int) -> None:
        """Machines go, and their numbers may be those of others next."""
        if not parent.isValid():
            gone = (self._model.index(row, 0).internalId() for row in range(first, last + 1))
            self._seen.difference_update(gone)

    def _fit_names(self) -> None:
        for column, most in _MOST.items():
            wanted = min(self.sizeHintForColumn(column), most)
            self._widths[column] = max(wanted, self._widths[column])
            self.setColumnWidth(column, self._widths[column])
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


class _CutAtTheEnd(QStyledItemDelegate):
    """For words that say at their beginning what they are."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight
