"""The tree of machines, disks, layers and snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from engine.vmware.model import Slot
from gui.chain_nodes import Node, columns
from gui.icons import icon

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
BECOMES = 3
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGNED = {4: RIGHT, 5: RIGHT, 6: Qt.AlignmentFlag.AlignCenter}  #: sizes and date, by column
STATE = 7
FIRST_WIDTHS = (255, 190, 135, 138, 92, 98, 130)


class ChainModel(QAbstractItemModel):
    """Machines as top rows, in the order they were opened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node("")
        self._nodes: dict[int, Node] = {}  #: by the number in the index; keeps them alive
        self._columns = columns()

    # -- what is shown

    def add(self, machine: Node) -> int:
        """Show a machine below the others; returns its row."""
        row = len(self._root.children)
        self.beginInsertRows(NOWHERE, row, row)
        self._root.add(machine)
        self._nodes |= {id(node): node for node in _all(machine)}
        self.endInsertRows()
        return row

    def remove(self, row: int) -> None:
        self.beginRemoveRows(NOWHERE, row, row)
        for node in _all(self._root.children.pop(row)):
            del self._nodes[id(node)]
        for number, machine in enumerate(self._root.children):
            machine.row = number
        self.endRemoveRows()

    def assign(self, row: int, vdevs: Mapping[Slot, str]) -> None:
        """Say what the disks of a machine become under Xen."""
        machine = self.index(row, 0)
        for node in self.node(machine).children:
            if node.slot is not None:
                vdev = vdevs.get(node.slot, "")
                node.becomes = f"{node.slot} → {vdev}" if vdev else str(node.slot)
                changed = self.index(node.row, BECOMES, machine)
                self.dataChanged.emit(changed, changed)

    # -- QAbstractItemModel

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, id(self.node(parent).children[row]))

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, id(above))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.column() > 0 else len(self.node(parent).children)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNED.get(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node, column = self.node(index), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return node.cells[column]
            case Qt.ItemDataRole.DecorationRole:
                name = {0: node.icon, STATE: node.state_icon}.get(column, "")
                return icon(name) if name else None
            case Qt.ItemDataRole.ToolTipRole:
                return node.detail or node.cells[column] or None
            case Qt.ItemDataRole.FontRole if node.bold and column == 0:
                font = QFont()
                font.setBold(True)
                return font
            case Qt.ItemDataRole.TextAlignmentRole:
                return ALIGNED.get(column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, node.cells)) if column == 0 else node.cells[column]
        return None

    def node(self, index: Index) -> Node:
        """The row behind an index; the invisible root for an invalid one."""
        return self._nodes.get(index.internalId(), self._root) if index.isValid() else self._root

    def machine_row(self, index: Index) -> int:
        """Which machine an index belongs to; -1 for none."""
        node = self.node(index)
        while node.parent is not None and node.parent is not self._root:
            node = node.parent
        return node.row if node.parent is self._root else -1


def _all(top: Node) -> Iterator[Node]:
    """A node and everything below it."""
    waiting = [top]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.children


class ChainTree(QTreeView):
    """Shows the model; tells which machine is looked at."""

    machine_selected = Signal(int)  #: its row, or -1

    def __init__(self, model: ChainModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Machines, disks, layers and snapshots"))
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.header().setStretchLastSection(True)
        for column, width in enumerate(FIRST_WIDTHS):
            self.setColumnWidth(column, width)
        self.selectionModel().currentChanged.connect(self._select)
        model.rowsInserted.connect(self._unfold)

    def select_machine(self, row: int) -> None:
        self.setCurrentIndex(self._model.index(row, 0))

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.machine_selected.emit(self._model.machine_row(current))

    def _unfold(self, parent: QModelIndex, first: int, last: int) -> None:
        """Open new machines down to the layers; sentences go across all columns."""
        for row in range(first, last + 1):
            index = self._model.index(row, 0, parent)
            self.expandRecursively(index, 40)
            self._span(index)

    def _span(self, above: QModelIndex) -> None:
        waiting = [above]
        while waiting:
            index = waiting.pop()
            for row, node in enumerate(self._model.node(index).children):
                if node.spans:
                    self.setFirstColumnSpanned(row, index, True)
                elif node.children:
                    waiting.append(self._model.index(row, 0, index))
