"""The rows of a history: found, judged, chosen, and what is heard of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from engine.vmware.model import Snapshots
from gui.history.history_model import Column, HistoryModel

HEARD, TIP = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def model(qtbot: QtBot, snapshots: Snapshots) -> Iterator[HistoryModel]:
    made = HistoryModel()
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    made.show(snapshots)
    yield made
    assert tester.model() is made


def states(model: HistoryModel) -> list[str]:
    rows = (model.row(model.index(at, 0)) for at in range(model.rowCount()))
    return [row.state for row in rows if row is not None]


def test_a_state_is_found_where_it_is_shown(model: HistoryModel) -> None:
    for at, state in enumerate(states(model)):
        assert model.index_of(state) == model.index(at, 0)
    assert not model.index_of("9").isValid()
    assert model.row(QModelIndex()) is None
    model.search("note 22")
    assert (states(model), model.has_lanes) == (["2"], False)
    assert not model.index_of("3").isValid()


def test_a_short_name_is_what_tells_it_apart(model: HistoryModel) -> None:
    row = model.row(model.index_of("2"))
    assert row is not None
    assert (model.short_name(row), model.name(row)) == ("… 2", "Before the update 2")


def test_what_is_searched_for_is_in_name_note_or_date(model: HistoryModel) -> None:
    for text, found in (("UPDATE 2 ", ["2"]), ("note 33", ["3"]), ("2024-01-05", ["4"]),
                        ("now", [""]), ("nothing", [])):  # fmt: skip
        model.search(text)
        assert states(model) == found
    model.search("  ")
    assert (len(states(model)), model.has_lanes) == (5, True)


def test_a_change_is_told_of_its_column_alone(model: HistoryModel) -> None:
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda one, other: told.append((one.column(), other.row())))
    model.choose("2")
    model.choose("2")
    assert told == [(Column.STATE, 4)]
    model.judge({"2": False})
    assert told[1:] == [(Column.WHOLE, 4)]
    model.search("nothing")
    model.judge({})
    assert len(told) == 2


def test_only_what_is_broken_is_written_out(model: HistoryModel) -> None:
    model.judge({"1": True, "2": False})
    cells = {state: model.index_of(state).siblingAtColumn(Column.WHOLE) for state in "123"}
    assert [cell.data() for cell in cells.values()] == ["", "Broken", ""]
    assert [cell.data(TIP) for cell in cells.values()] == ["Whole", "Broken", ""]
    icon = Qt.ItemDataRole.DecorationRole
    assert [cell.data(icon) is None for cell in cells.values()] == [False, False, True]
    assert model.index_of("2").data(icon) is None


def test_a_row_is_heard_with_all_that_is_known(model: HistoryModel) -> None:
    model.judge({"4": False})
    model.choose("4")
    heard = model.index_of("4").data(HEARD)
    assert heard == "Before the update 4, 2024-01-05 00:00, Broken, on a branch, chosen"
    assert model.index_of("").data(HEARD) == "Running state, now"
    assert model.index_of("3").data(TIP) == "Before the update 3\nnote 33"


def test_another_machine_begins_anew(model: HistoryModel, snapshots: Snapshots) -> None:
    model.judge({"1": False})
    model.choose("1")
    model.search("1")
    odd = tuple(replace(each, name=" two\n lines " if each.uid == 1 else " ")
                for each in snapshots.all)  # fmt: skip
    model.show(replace(snapshots, all=odd))
    assert (model.chosen, len(states(model)), model.has_lanes) == ("", 5, True)
    assert model.index_of("1").siblingAtColumn(Column.WHOLE).data() == ""
    assert [model.index_of(state).data() for state in "12"] == ["two lines", "(no name)"]
    assert model.titles() == ("State", "Date", "Check")
