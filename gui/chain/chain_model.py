"""The tree of machines, disks and layers as Qt's models have it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QGuiApplication, QPalette

from engine.vmware.model import Slot
from gui.chain.chain_nodes import Column, Icon, Node, columns
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.widgets.units import size

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ARROW = " → "
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGNED: dict[int, Qt.AlignmentFlag] = {
    Column.SIZE: RIGHT,
    Column.HELD: RIGHT,
    Column.ALLOCATED: RIGHT,
    Column.DATE: Qt.AlignmentFlag.AlignCenter,
}


class ChainModel(QAbstractItemModel):
    """Machines as top rows, in the order they were opened."""

    disk_ticked = Signal(int, str, bool)  #: row of the machine, slot, whether it is converted

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node("")
        self._nodes: dict[int, Node] = {}  #: by the number in the index; keeps them alive
        self._columns = columns()

    # -- what is shown

    def add(self, machine: Node, row: int | None = None) -> int:
        """Show a machine at ``row``, or below the others; returns its row."""
        row = len(self._root.children) if row is None else row
        self.beginInsertRows(NOWHERE, row, row)
        machine.parent = self._root
        self._root.children.insert(row, machine)
        self._number()
        self._nodes |= {id(node): node for node in _all(machine)}
        self.endInsertRows()
        return row

    def remove(self, row: int) -> None:
        self.beginRemoveRows(NOWHERE, row, row)
        for node in _all(self._root.children.pop(row)):
            del self._nodes[id(node)]
        self._number()
        self.endRemoveRows()

    def _number(self) -> None:
        for number, machine in enumerate(self._root.children):
            machine.row = number

    def assign(self, row: int, vdevs: Mapping[Slot, str]) -> None:
        """Say what the disks of a machine become under Xen."""
        for node in self._root.children[row].children:
            if node.slot is not None:
                vdev = vdevs.get(node.slot, "")
                before = node.becomes.partition(ARROW)[0]
                node.becomes = f"{before}{ARROW}{vdev}" if vdev else before
                self._tell(node, Column.BECOMES)

    def allocate(self, row: int, allocated: Mapping[tuple[Slot, str], int]) -> None:
        """Say how many bytes of a disk each layer holds, by slot and the name of its file; the
        name "" is the whole disk.
        """
        for node in _all(self._root.children[row]):
            name = "" if node.icon == "disk" else node.name
            if node.slot is not None and (node.slot, name) in allocated:
                node.allocated = size(allocated[node.slot, name])
                self._tell(node, Column.ALLOCATED)

    def leave_out(self, row: int, slots: Collection[str]) -> None:
        """Mark the disks of a machine that are converted: all but those in ``slots``."""
        for node in self._root.children[row].children:
            if node.may_be_left_out and node.chosen != (str(node.slot) not in slots):
                node.chosen = not node.chosen
                self._tell(node, Column.NAME)
                self._tell(node, Column.CHECK)

    def judge(self, row: int, check: str, sign: Icon) -> None:
        """Say what stands against a machine as it is to be converted."""
        node = self._root.children[row]
        if (node.check, node.check_icon) != (check, sign):
            node.check, node.check_icon = check, sign
            self._tell(node, Column.CHECK)

    def _tell(self, node: Node, column: Column) -> None:
        changed = self.createIndex(node.row, column, id(node))
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
                return self._text(node, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._told(node)) or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return ALIGNED.get(column)
            case Qt.ItemDataRole.AccessibleTextRole if column != Column.NAME:
                return self._text(node, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(self._spoken(node))
        return _looks(node, column, role)

    def _told(self, node: Node) -> str:
        """All that is known of a row, also what there is no room for."""
        named = zip(self._columns, node.cells, strict=True)
        lines = [f"{name}: {text}" for name, text in list(named)[1:] if text]
        return "\n".join([node.detail or node.name, *([] if node.spans else lines)])

    def _spoken(self, node: Node) -> Iterator[str]:
        """A row for who hears it: what is no word of itself has the name of its column."""
        for column in Column:
            if text := self._full(node, column):
                yield text if column <= Column.CHECK else f"{self._columns[column]} {text}"

    def _text(self, node: Node, column: int) -> str:
        """What a cell shows."""
        return node.brief if column == Column.ROLE and node.brief else self._full(node, column)

    def _full(self, node: Node, column: int) -> str:
        if column == Column.CHECK and node.may_be_left_out and not node.chosen:
            return self.tr("Left out")
        if node.missing and column == Column.CHECK:
            return self.tr("{check} – Locate…").format(check=node.check)
        return node.cells[column]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == 0 and self.node(index).may_be_left_out:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick says what the user wants; :meth:`leave_out` says what is."""
        node = self.node(index)
        if role != Qt.ItemDataRole.CheckStateRole or not node.may_be_left_out:
            return False
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        self.disk_ticked.emit(self.machine_row(index), str(node.slot), wanted)
        return True

    def node(self, index: Index) -> Node:
        """The row behind an index; the invisible root for an invalid one."""
        return self._nodes.get(index.internalId(), self._root) if index.isValid() else self._root

    def machine_row(self, index: Index) -> int:
        """Which machine an index belongs to; -1 for none."""
        node = self.node(index)
        while node.parent is not None and node.parent is not self._root:
            node = node.parent
        return node.row if node.parent is self._root else -1


def _looks(node: Node, column: int, role: int) -> Any:
    """Signs, marks and colours of a cell."""
    first, check = column == Column.NAME, column == Column.CHECK
    match role:
        case Qt.ItemDataRole.DecorationRole if first or check:
            left_out = node.may_be_left_out and not node.chosen
            name = node.icon if first else "" if left_out else node.check_icon
            return icon(name) if name else None
        case Qt.ItemDataRole.CheckStateRole if first and node.may_be_left_out:
            return Qt.CheckState.Checked if node.chosen else Qt.CheckState.Unchecked
        case Qt.ItemDataRole.FontRole if first and node.bold:
            font = QFont()
            font.setBold(True)
            return font
        case Qt.ItemDataRole.ForegroundRole if check and node.missing:
            return QGuiApplication.palette().color(QPalette.ColorRole.Link)
    return None


def _all(top: Node) -> Iterator[Node]:
    """A node and everything below it."""
    waiting = [top]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.children
