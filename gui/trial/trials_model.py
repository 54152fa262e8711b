"""The combinations of HAL and flags as a table: what is derived of each, and what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt

from engine.job.trial import report
from engine.job.trial.cell import Cell
from engine.job.trial.results import Tried
from gui.engine_texts import phrase
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.widgets.table_model import Index, TableModel
from gui.xen import verdicts

HAL, FLAGS, BUS, FIRMWARE, DERIVED, TRIED, TIME = range(7)

_SIGNS = {"reached": "ok", "failed": "error", "off": "warning", "refused": "error"}


class TrialsModel(TableModel):
    """A row for each combination, the most promising first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells: Sequence[Cell] = ()
        self._tried: dict[str, Tried] = {}
        self._folder = Path()

    def show_cells(self, folder: Path, cells: Sequence[Cell]) -> None:
        """Show the cells of the conversion in ``folder``, none of them tried."""
        self.beginResetModel()
        self._folder, self._cells, self._tried = folder, cells, {}
        self.endResetModel()

    def show_tried(self, tried: Sequence[tuple[Cell, Tried]]) -> None:
        """Show what became of some of them."""
        found = {cell.name: each for cell, each in tried}
        if found != self._tried:
            self._tried = found
            self.tell_changed()

    def cell(self, row: int) -> Cell:
        return self._cells[row]

    def tried(self, row: int) -> Tried | None:
        """What became of a cell; None if it was not tried."""
        return self._tried.get(self._cells[row].name)

    def picture(self, row: int) -> Path | None:
        """The file with the last picture of a cell."""
        tried = self.tried(row)
        return self._folder / tried.screen if tried and tried.screen else None

    def says_nothing(self, column: int) -> bool:
        """Whether a column that tells a cell is the same for all of them."""
        texts = {self.index(row, column).data() for row in range(self.rowCount())}
        return column <= FIRMWARE and len(texts) == 1

    # -- TableModel

    def shape(self) -> tuple[int, int]:
        return len(self._cells), TIME + 1

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("HAL"),
            self.tr("Flags"),
            self.tr("Disk bus"),
            self.tr("Firmware"),
            self.tr("Derived"),
            self.tr("Tried"),
            self.tr("Time"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell, tried = self._cells[index.row()], self.tried(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(cell, tried, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._about(cell, tried, index.column()))
        if role == Qt.ItemDataRole.DecorationRole:
            if index.column() == DERIVED:
                return verdicts.sign(cell.derived.kind)
            if index.column() == TRIED and tried is not None:
                return icon(_SIGNS.get(tried.outcome, "unknown"))
        return None

    def _text(self, cell: Cell, tried: Tried | None, column: int) -> str:
        if column <= FIRMWARE:
            text = report.columns(cell.hal, str(cell.flags), cell.flags.settings)[column]
            return text.upper() if column in (BUS, FIRMWARE) else text
        if column == DERIVED:
            return verdicts.word(cell.derived.kind)
        if tried is None:
            return ""
        if column == TIME:
            return self.tr("{seconds} s").format(seconds=round(tried.seconds))
        seen = self.tr("started") if tried.reached else phrase(tried.message)
        if tried.agrees is False:
            return self.tr("not as derived: {seen}").format(seen=seen)
        return seen

    def _about(self, cell: Cell, tried: Tried | None, column: int) -> str:
        if column == DERIVED:
            return phrase(cell.derived.reason)
        if column == TRIED and tried is not None:
            return phrase(tried.said if tried.reached else tried.remedy)
        return ""
