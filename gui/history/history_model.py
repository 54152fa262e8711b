"""The history of a machine as Qt's models have it: a row for each state."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from engine.printable import label
from engine.vmware.model import Snapshots
from gui.history import lanes
from gui.history.lanes import Row
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.widgets.table_model import Index, TableModel
from gui.widgets.told_apart import told_apart
from gui.widgets.units import date


class Column(IntEnum):
    STATE, DATE, WHOLE = range(3)


class HistoryModel(TableModel):
    """The states of one machine, the newest first; one of them is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Row, ...] = ()
        self._shown: tuple[Row, ...] = ()
        self._short: dict[str, str] = {}  #: names for little room, by state
        self._whole: Mapping[str, bool] = {}
        self.has_lanes = True  #: not where what is shown was searched for
        self.chosen = ""  #: the state that is converted

    # -- what is shown

    def show(self, snapshots: Snapshots) -> None:
        """Show the states of another machine."""
        self.beginResetModel()
        self._all = self._shown = lanes.rows(snapshots)
        self._whole, self.chosen = {}, ""
        self._name_short()
        self.has_lanes = True
        self.endResetModel()

    def search(self, text: str) -> None:
        """Show the states whose name, description or date has ``text`` in it; "" shows all."""
        wanted = text.casefold().strip()
        self.beginResetModel()
        self._shown = tuple(each for each in self._all if wanted in self._searched(each))
        self._name_short()
        self.has_lanes = not wanted
        self.endResetModel()

    def judge(self, whole: Mapping[str, bool]) -> None:
        """Say which states are whole, as far as that is known."""
        self._whole = whole
        self._tell(Column.WHOLE)

    def choose(self, state: str) -> None:
        """Mark the state that is converted."""
        if state != self.chosen:
            self.chosen = state
            self._tell(Column.STATE)

    def row(self, index: Index) -> Row | None:
        """The state behind an index."""
        return self._shown[index.row()] if index.isValid() else None

    def index_of(self, state: str) -> QModelIndex:
        """Where a state is shown; invalid if it is not."""
        found = (number for number, each in enumerate(self._shown) if each.state == state)
        return self.index(next(found, -1), 0)

    def name(self, row: Row) -> str:
        """What a state is called."""
        if row.snapshot is None:
            return self.tr("Running state")
        return label(row.snapshot.name) or self.tr("(no name)")

    def short_name(self, row: Row) -> str:
        """What tells a state from those beside it, for where its name has no room."""
        return self._short[row.state]

    def date(self, row: Row) -> str:
        """When a state was frozen."""
        return self.tr("now") if row.snapshot is None else date(row.snapshot.created)

    def _name_short(self) -> None:
        names = told_apart([self.name(each) for each in self._shown])
        self._short = {each.state: name for each, name in zip(self._shown, names, strict=True)}

    def _searched(self, row: Row) -> str:
        description = row.snapshot.description if row.snapshot else ""
        return f"{self.name(row)}\n{self.date(row)}\n{description}".casefold()

    def _tell(self, column: Column) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, column)
            self.dataChanged.emit(self.index(0, column), last)

    # -- TableModel

    def shape(self) -> tuple[int, int]:
        return len(self._shown), len(Column)

    def titles(self) -> tuple[str, ...]:
        return self.tr("State"), self.tr("Date"), self.tr("Check")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, index.column())
            case Qt.ItemDataRole.DecorationRole if index.column() == Column.WHOLE:
                signs = {True: "ok", False: "error"}
                known = self._whole.get(row.state)
                return icon(signs[known]) if known is not None else None
            case Qt.ItemDataRole.ToolTipRole:
                if index.column() == Column.WHOLE:
                    return tip(self._check(row))
                description = row.snapshot.description if row.snapshot else ""
                return tip("\n".join(filter(None, (self.name(row), description))))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._heard(row) if index.column() == Column.STATE else self._check(row)
        return None

    def _text(self, row: Row, column: int) -> str:
        is_broken = self._whole.get(row.state) is False
        return (self.name(row), self.date(row), self._check(row) if is_broken else "")[column]

    def _check(self, row: Row) -> str:
        known = self._whole.get(row.state)
        return "" if known is None else self.tr("Whole") if known else self.tr("Broken")

    def _heard(self, row: Row) -> str:
        """A row in words."""
        chosen = self.tr("chosen") if row.state == self.chosen else ""
        branch = self.tr("on a branch") if row.is_branch else ""
        parts = (self.name(row), self.date(row), self._check(row), branch, chosen)
        return ", ".join(filter(None, parts))
