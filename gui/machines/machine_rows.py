"""The list of machines as Qt's models have it, and the part of it that is looked for."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from gui.machines.finished_machine import FinishedMachine
from gui.machines.machine_state import Machine, chip, is_done, needs_somebody
from gui.machines.machine_words import seen, short
from gui.widgets.plain_text import tip

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
MACHINE = Qt.ItemDataRole.UserRole  #: the machine of a row; None for the heading
HEADING = Qt.ItemDataRole.UserRole + 1


class MachineRows(QAbstractListModel):
    """Machines to be converted, a heading, and finished ones below it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._machines: list[Machine] = []
        self._open_ones = 0  #: so many are to be converted; the others are finished

    @property
    def machines(self) -> tuple[Machine, ...]:
        """All of them, in their order."""
        return tuple(self._machines)

    def machine(self, index: Index) -> Machine | None:
        """The machine of a row; None for the heading."""
        place = self.place(index)
        return self._machines[place] if place >= 0 else None

    def place(self, index: Index) -> int:
        """The number of a machine among all; -1 for the heading."""
        row, first = index.row(), self._open_ones
        if not index.isValid() or (row == first and self._has_heading):
            return -1
        return row - 1 if row > first else row

    def place_of(self, machine: Machine) -> int:
        """The number of a machine among all; -1 where it is not there any more."""
        found = (place for place, each in enumerate(self._machines) if each is machine)
        return next(found, -1)

    def index_of(self, place: int) -> QModelIndex:
        """The row of a machine; an invalid one for none."""
        if not 0 <= place < len(self._machines):
            return QModelIndex()
        return self.index(place + 1 if place >= self._open_ones else place, 0)

    def insert(self, place: int, machine: Machine) -> None:
        """Show a machine; finished ones come after all others."""
        is_first = isinstance(machine, FinishedMachine) and not self._has_heading
        row = place + 1 if isinstance(machine, FinishedMachine) and not is_first else place
        self.beginInsertRows(NOWHERE, row, row + is_first)
        self._machines.insert(place, machine)
        self._open_ones += not isinstance(machine, FinishedMachine)
        self.endInsertRows()

    def remove(self, place: int) -> None:
        """Show a machine no more; the last finished one takes the heading along."""
        machine = self._machines[place]
        last = isinstance(machine, FinishedMachine) and place == self._open_ones
        is_alone = last and place == len(self._machines) - 1
        row = self.index_of(place).row()
        self.beginRemoveRows(NOWHERE, row - is_alone, row)
        del self._machines[place]
        self._open_ones -= not isinstance(machine, FinishedMachine)
        self.endRemoveRows()

    def tell(self, place: int) -> None:
        """A machine has changed."""
        index = self.index_of(place)
        self.dataChanged.emit(index, index)

    @property
    def _has_heading(self) -> bool:
        return self._open_ones < len(self._machines)

    # -- QAbstractListModel

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._machines) + self._has_heading

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) if self.place(index) >= 0 else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        machine = self.machine(index)
        if machine is None:
            is_text = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return self.tr("Finished") if is_text else True if role == HEADING else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return machine.name
            case Qt.ItemDataRole.ToolTipRole:
                lines = (machine.name, short(machine), seen(machine.delivered), str(_path(machine)))
                return tip("\n".join(filter(None, lines)))
            case Qt.ItemDataRole.AccessibleTextRole:
                told = seen(machine.delivered)
                parts = (machine.name, short(machine), chip(machine).text, told)
                return ", ".join(filter(None, parts))
        return machine if role == MACHINE else None


class Kind(Enum):
    """Which machines are to be seen."""

    ALL = auto()
    NEEDS = auto()
    DONE = auto()


class SeenRows(QSortFilterProxyModel):
    """The rows of a kind with a text in them; the heading stays as long as a row below it does."""

    def __init__(self, rows: MachineRows) -> None:
        super().__init__(rows)
        self._rows, self._text, self._kind = rows, "", Kind.ALL
        self.setSourceModel(rows)

    def show_only(self, text: str, kind: Kind) -> None:
        self._text, self._kind = text.casefold().strip(), kind
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        machine = self._rows.machine(self._rows.index(row, 0))
        if machine is None:
            return any(
                self.filterAcceptsRow(below, parent)
                for below in range(row + 1, self._rows.rowCount())
            )
        kinds = {Kind.NEEDS: needs_somebody, Kind.DONE: is_done}
        fits = kinds.get(self._kind)
        words = f"{machine.name} {short(machine)}".casefold()
        return self._text in words and (fits is None or fits(machine))


def _path(machine: Machine) -> object:
    return machine.folder if isinstance(machine, FinishedMachine) else machine.machine.path
