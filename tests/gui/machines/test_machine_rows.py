"""Rows of the list: machines, a heading, and finished ones; and those that are looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gui.machines.machine_rows import HEADING, MACHINE, Kind, MachineRows, SeenRows
from gui.queue.state import State

Make = Callable[..., Any]


@pytest.fixture
def rows(qtbot: QtBot) -> Iterator[MachineRows]:
    """Qt's own tester looks at every change; its complaints fail the test."""
    made = MachineRows()
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    yield made
    assert tester.model() is made


def texts(model: Any) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_finished_ones_stand_below_a_heading(
    rows: MachineRows, waiting: Make, finished: Make
) -> None:
    rows.insert(0, finished("old"))
    assert texts(rows) == ["Finished", "old"]
    rows.insert(0, waiting("one"))
    rows.insert(1, waiting("two"))
    rows.insert(3, finished("older"))
    assert texts(rows) == ["one", "two", "Finished", "old", "older"]
    assert [rows.place(rows.index(row, 0)) for row in range(5)] == [0, 1, -1, 2, 3]
    assert [rows.index_of(place).row() for place in range(4)] == [0, 1, 3, 4]
    assert not rows.index_of(4).isValid()
    assert not rows.index_of(-1).isValid()


@pytest.mark.parametrize("order", [(0, 0, 0, 0), (3, 2, 1, 0), (2, 0, 1, 0), (1, 2, 1, 0)])
def test_the_last_finished_one_takes_the_heading_along(
    rows: MachineRows, waiting: Make, finished: Make, order: tuple[int, ...]
) -> None:
    left = [waiting("one"), waiting("two"), finished("old"), finished("older")]
    for place, each in enumerate(left):
        rows.insert(place, each)
    for place in order:
        rows.remove(place)
        del left[place]
        names = [each.name for each in left]
        done = [name for name in names if name.startswith("old")]
        head = ["Finished"] if done else []
        assert texts(rows) == [name for name in names if name not in done] + head + done
        assert list(rows.machines) == left


def test_a_heading_is_no_machine(rows: MachineRows, finished: Make) -> None:
    rows.insert(0, finished("old"))
    heading, own = rows.index(0, 0), rows.index(1, 0)
    assert (rows.machine(heading), heading.data(MACHINE), heading.data(HEADING)) == (
        None,
        None,
        True,
    )
    assert rows.flags(heading) == Qt.ItemFlag.NoItemFlags
    assert rows.flags(own) & Qt.ItemFlag.ItemIsSelectable
    assert (own.data(MACHINE), own.data(HEADING)) == (rows.machines[0], None)
    assert rows.place(QModelIndex()) == -1


def test_a_change_is_told_of_its_row(rows: MachineRows, waiting: Make, finished: Make) -> None:
    for place, each in enumerate((waiting("one"), finished("old"))):
        rows.insert(place, each)
    told: list[int] = []
    rows.dataChanged.connect(lambda index, _: told.append(index.row()))
    rows.tell(1)
    assert told == [2]
    assert rows.place_of(rows.machines[1]) == 1
    assert rows.place_of(waiting("one")) == -1  # another one of that name


def test_a_row_is_heard(rows: MachineRows, waiting: Make) -> None:
    rows.insert(0, waiting("one", State.BLOCKED))
    heard = rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("one, ")
    assert heard.endswith("Needs you")
    assert "/vms/one.vmx" in rows.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_what_is_looked_for_is_seen_alone(rows: MachineRows, waiting: Make, finished: Make) -> None:
    many = (waiting("crm", State.BLOCKED), waiting("files"), finished("crm-old"))
    for place, each in enumerate(many):
        rows.insert(place, each)
    seen = SeenRows(rows)
    for text, kind, found in (
        ("", Kind.ALL, ["crm", "files", "Finished", "crm-old"]),
        ("  CRM ", Kind.ALL, ["crm", "Finished", "crm-old"]),
        ("files", Kind.ALL, ["files"]),
        ("", Kind.NEEDS, ["crm"]),
        ("", Kind.DONE, ["Finished", "crm-old"]),
        ("x", Kind.ALL, []),
    ):
        seen.show_only(text, kind)
        assert texts(seen) == found
