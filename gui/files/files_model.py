"""The tree of changed files as Qt's models have it."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QLocale, QModelIndex, QPersistentModelIndex, Qt

from gui.files.files_nodes import Row
from gui.widgets.plain_text import tip
from gui.widgets.units import size

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(IntEnum):
    NAME, HOW, WRITTEN, FILES, SIZE = range(5)


class FilesModel(QAbstractItemModel):
    """Volumes as top rows."""

    def __init__(self) -> None:
        super().__init__()
        self._root = Row("", "volume", 0)
        self._rows: dict[int, Row] = {}  #: by the number in the index; keeps them alive

    def show_rows(self, rows: list[Row]) -> None:
        """Show these volumes and nothing else."""
        self.beginResetModel()
        self._root = Row("", "volume", 0, _children=rows)
        self._rows = {}
        self.endResetModel()

    def node(self, index: Index) -> Row:
        """The row behind an index; the invisible root for an invalid one."""
        return self._rows.get(index.internalId(), self._root) if index.isValid() else self._root

    # -- QAbstractItemModel

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self._index(self.node(parent).children[row], column)

    def _index(self, node: Row, column: int) -> QModelIndex:
        self._rows[id(node)] = node
        return self.createIndex(node.row, column, id(node))

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent
        return QModelIndex() if above is None or above is self._root else self._index(above, 0)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.column() > 0 else len(self.node(parent).children)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= Column.WRITTEN:
            return RIGHT
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Name"), self.tr("Change"), self.tr("Written"), self.tr("Files"),
                self.tr("Size"))[section]  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node, column = self.node(index), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(node, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(node.place.path if node.place else node.name)
            case Qt.ItemDataRole.TextAlignmentRole if column >= Column.WRITTEN:
                return RIGHT
        return None

    def _text(self, node: Row, column: int) -> str:
        match column:
            case Column.NAME:
                return node.name
            case Column.HOW:
                return self._how(node)
            case Column.WRITTEN:
                return size(node.written) if node.written else ""
            case Column.FILES:
                return QLocale().toString(node.files) if node.files and node.size < 0 else ""
        return size(node.size) if node.size >= 0 else ""

    def _how(self, node: Row) -> str:
        words = {
            "added": self.tr("added"),
            "changed": self.tr("changed"),
            "removed": self.tr("removed"),
        }
        return words.get(node.kind, "")
