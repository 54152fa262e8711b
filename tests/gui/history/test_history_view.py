"""The history by mouse and keys: pointed at, chosen from, searched, compared within."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from engine.vmware.model import Snapshots
from gui.history.history_model import Column
from gui.history.history_view import HistoryView

LEFT = Qt.MouseButton.LeftButton
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot, snapshots: Snapshots) -> Iterator[HistoryView]:
    """Qt's own tester looks at the model."""
    made = HistoryView()
    tester = QAbstractItemModelTester(
        made.model, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    qtbot.addWidget(made)
    made.show_snapshots(snapshots)
    made.choose("")
    made.resize(500, 300)
    made.show()
    yield made
    assert tester.model() is made.model


def states(view: HistoryView) -> list[str]:
    rows = [view.model.row(view.model.index(at, 0)) for at in range(view.model.rowCount())]
    return [row.state for row in rows if row is not None]


def click(view: HistoryView, state: str, modifier: Qt.KeyboardModifier = NONE) -> None:
    place = view.list.visualRect(view.model.index_of(state)).center()
    QTest.mouseClick(view.list.viewport(), LEFT, modifier, place)


def test_newest_first_with_dates(view: HistoryView) -> None:
    assert states(view) == ["", "3", "2", "4", "1"]
    dates = [view.model.index(row, Column.DATE).data() for row in range(5)]
    assert dates[0] == "now"
    assert dates[1] > dates[2] > dates[4]


def test_a_click_and_keys_choose(view: HistoryView) -> None:
    chosen: list[str] = []
    view.chosen.connect(chosen.append)
    click(view, "2")
    QTest.keyClick(view.list, Qt.Key.Key_Down)  # looks at it only
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    QTest.keyClick(view.list, Qt.Key.Key_Space)
    assert chosen == ["2", "4", "4"]
    QTest.mouseClick(view.list.viewport(), LEFT, NONE, QPoint(20, 290))  # below all rows
    assert chosen == ["2", "4", "4"]


def test_the_pointer_and_keys_look_at_states(view: HistoryView) -> None:
    looked: list[str] = []
    view.pointed.connect(looked.append)
    view.list.entered.emit(view.model.index_of("1"))
    view.list.left.emit()  # back to what is selected
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    assert looked == ["1", "", "3"]


def test_what_is_chosen_is_marked_and_heard(view: HistoryView) -> None:
    view.choose("4")
    assert view.looked_at == "4"
    heard = view.model.index_of("4").data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Before the update 4, 2024-01-05 00:00, on a branch, chosen"
    view.judge({"": True, "3": True, "2": True, "4": False, "1": True})
    index = view.model.index_of("4").siblingAtColumn(Column.WHOLE)
    assert (index.data(), index.data(Qt.ItemDataRole.ToolTipRole)) == ("Broken", "Broken")
    whole = view.model.index_of("1").siblingAtColumn(Column.WHOLE)
    assert (whole.data(), whole.data(Qt.ItemDataRole.ToolTipRole)) == ("", "Whole")
    assert ", Broken, " in view.model.index_of("4").data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("UPDATE 2", ["2"]), ("note 33", ["3"]), ("2024-01-05", ["4"]), ("running", [""]), ("x", [])],
)
def test_states_are_searched_for(view: HistoryView, typed: str, found: list[str]) -> None:
    view.search.setText(typed)
    assert (states(view), view.model.has_lanes) == (found, False)
    view.search.clear()
    assert (len(states(view)), view.model.has_lanes) == (5, True)
    assert view.looked_at == ""


def test_two_states_are_compared(view: HistoryView) -> None:
    asked: list[tuple[str, str]] = []
    view.compare_asked.connect(lambda *each: asked.append(each))
    view.compare.click()
    assert (asked, view.compare.text()) == ([("", "")], "What it changed…")
    view.list.selectionModel().clear()
    click(view, "3")
    click(view, "1", CTRL)
    assert view.compare.text() == "Compare these two…"
    view.compare.click()
    assert asked[-1] == ("1", "3")  # the older one first


def test_a_menu_offers_the_same(view: HistoryView) -> None:
    asked: list[tuple[str, str]] = []
    chosen: list[str] = []
    view.compare_asked.connect(lambda *each: asked.append(each))
    view.chosen.connect(chosen.append)
    for action in view.menu(view.model.index_of("2")).actions():
        action.trigger()
    assert (chosen, asked) == (["2"], [("", "2"), ("2", "")])
    first, *others = view.menu(view.model.index_of("")).actions()
    assert (first.isEnabled(), len(others)) == (False, 1)
    assert view.menu(QModelIndex()).isEmpty()


def test_names_that_begin_alike_show_what_differs(view: HistoryView) -> None:
    row = view.model.row(view.model.index_of("2"))
    assert row is not None
    assert view.model.short_name(row) == "… 2"
