"""A model of plain rows and columns, without a tree: what all such models have alike."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class TableModel(QAbstractTableModel):
    """Whoever derives from it says how large it is, and what is above the columns."""

    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        raise NotImplementedError

    def titles(self) -> tuple[str, ...]:
        """Texts above the columns."""
        return ()

    def tell_changed(self) -> None:
        """Have every cell shown again; the shape is as before."""
        rows, columns = self.shape()
        self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))

    # -- QAbstractTableModel

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.shape()[0]

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.shape()[1]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return dict(enumerate(self.titles())).get(section)
        return None
