"""The rows of a fleet as a model for its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

from gui.fleet.fleet_rows import Row
from gui.widgets import units
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.widgets.table_model import Index, TableModel

NAME, STATE, WAVE, SIZE, TARGET, TROUBLE = range(6)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FleetModel(TableModel):
    """A row for each machine."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; as many as before keep what is selected."""
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()
            return
        old, self.rows = self.rows, list(rows)
        for place, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(place, NAME), self.index(place, TROUBLE))

    def shape(self) -> tuple[int, int]:
        return len(self.rows), TROUBLE + 1

    def titles(self) -> tuple[str, ...]:
        return (_tr("Machine"), _tr("State"), _tr("Wave"), _tr("Size"), _tr("Goes to"),
                _tr("What stands against it"))  # fmt: skip

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_column = orientation is Qt.Orientation.Horizontal
        if is_column and role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in (WAVE, SIZE) else Qt.AlignmentFlag.AlignLeft
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                size = units.size(row.size) if row.size else ""
                return (row.name, row.state, str(row.wave), size, row.target, row.trouble)[column]
            case Qt.ItemDataRole.DecorationRole if column == STATE:
                return icon(row.picture)
            case Qt.ItemDataRole.TextAlignmentRole if column in (WAVE, SIZE):
                return _RIGHT
            case Qt.ItemDataRole.ToolTipRole if column in (NAME, TARGET, TROUBLE):
                return tip(self.data(index))
            case _:
                return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("fleet_model", text)
