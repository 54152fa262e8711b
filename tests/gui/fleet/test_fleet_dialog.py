"""The window of a fleet: what can be pressed, and what is told of the selected machine."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.fleet.fleet_dialog import FleetDialog
from gui.fleet.fleet_rows import Row

ONE = Row("one", "Ready", "", 1, 1 << 20, "/out/one", "", "", False)
TWO = Row("two", "Waiting", "", 1, 1 << 20, "/out/two", "no", "no\nhint\nmore\nyet more", True)


@pytest.fixture
def dialog(qtbot: QtBot) -> FleetDialog:
    made = FleetDialog("A fleet")
    qtbot.addWidget(made)
    made.show()
    return made


def show(dialog: FleetDialog, *rows: Row, **how: bool) -> None:
    usual = {"running": False, "ready": True, "has_report": False}
    dialog.show_fleet(list(rows), "2 machines", **{**usual, **how})


def pressable(dialog: FleetDialog) -> set[str]:
    buttons = (dialog.run, dialog.stop, dialog.stop_machine, dialog.report)
    return {each.text().replace("&", "") for each in buttons if each.isEnabled()}


def test_what_can_be_pressed(dialog: FleetDialog) -> None:
    show(dialog, ONE, TWO)
    assert (pressable(dialog), dialog.cluster.isEnabled()) == ({"Run"}, True)
    show(dialog, ONE, TWO, ready=False)
    assert pressable(dialog) == set()
    show(dialog, ONE, TWO, running=True, has_report=True)
    assert (pressable(dialog), dialog.cluster.isEnabled()) == ({"Stop all", "Report"}, False)
    dialog.table.selectRow(1)
    assert pressable(dialog) == {"Stop all", "Stop machine", "Report"}
    dialog.table.selectRow(0)
    assert "Stop machine" not in pressable(dialog)


def test_of_the_selected_one_it_is_told_what_stands_against_it(dialog: FleetDialog) -> None:
    show(dialog, ONE, TWO)
    assert not dialog.said.isVisible()
    dialog.table.selectRow(1)
    assert dialog.said.text() == "no\nhint\nmore"
    dialog.table.selectRow(0)
    assert not dialog.said.isVisible()


def test_it_is_asked_for_and_done_elsewhere(dialog: FleetDialog) -> None:
    asked: list[object] = []
    dialog.run_asked.connect(asked.append)
    dialog.stop_asked.connect(lambda: asked.append("stop"))
    dialog.machine_stop_asked.connect(asked.append)
    dialog.report_asked.connect(lambda: asked.append("report"))
    show(dialog, ONE, TWO)
    dialog.run.click()
    dialog.cluster.setText(" tcp://scheduler:8786 ")
    dialog.run.click()
    show(dialog, ONE, TWO, running=True, has_report=True)
    dialog.table.selectRow(1)
    for button in (dialog.stop_machine, dialog.stop, dialog.report):
        button.click()
    assert asked == ["", "tcp://scheduler:8786", "two", "stop", "report"]


def test_the_selection_stays_while_it_goes_on(dialog: FleetDialog) -> None:
    show(dialog, ONE, TWO)
    dialog.table.selectRow(1)
    show(dialog, ONE, TWO, running=True)
    assert dialog.said.isVisible()
    assert dialog.summary.text() == "2 machines"
