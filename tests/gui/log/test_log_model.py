"""Lines of the log as a table: filtered, paused and bounded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gui.log.log_buffer import LEVELS, LogBuffer
from gui.log.log_model import ABOUT, TEXT, TIME, LogModel


@pytest.fixture
def buffer(qtbot: QtBot) -> LogBuffer:
    return LogBuffer(limit=5)


@pytest.fixture
def model(buffer: LogBuffer) -> Iterator[LogModel]:
    made = LogModel(buffer)
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    yield made
    assert tester.model() is made


def texts(model: LogModel) -> list[str]:
    return [model.index(row, TEXT).data() for row in range(model.rowCount())]


def test_lines_of_before_are_there(buffer: LogBuffer) -> None:
    buffer.append("info", "before")
    assert texts(LogModel(buffer)) == ["before"]


def test_only_so_many_are_kept(buffer: LogBuffer, model: LogModel) -> None:
    for upto in (3, 6, 20):  # none too many, some of them, and all of those before
        for number in range(len(texts(model)) and int(texts(model)[-1]) + 1, upto):
            buffer.append("info", str(number))
        model.pull()
        assert texts(model) == [str(number) for number in range(upto)][-5:]


def test_a_level_lets_the_more_serious_through(buffer: LogBuffer, model: LogModel) -> None:
    for level in LEVELS:
        buffer.append(level, level)
    model.show_only("warning", "")
    assert texts(model) == ["warning", "error"]
    model.show_only("debug", "")
    assert texts(model) == list(LEVELS)


def test_a_text_in_any_case_and_one_machine(buffer: LogBuffer, model: LogModel) -> None:
    buffer.append("info", "Disk A", "crm")
    buffer.append("info", "disk a", "mail")
    buffer.append("info", "else", "crm")
    model.show_only("debug", "DISK")
    assert texts(model) == ["Disk A", "disk a"]
    model.show_only("debug", "disk", "crm")
    assert texts(model) == ["Disk A"]
    buffer.append("info", "disk b", "mail")
    buffer.append("info", "disk c", "crm")
    model.pull()
    assert texts(model) == ["Disk A", "disk c"]


def test_machines_are_named_once(buffer: LogBuffer, model: LogModel) -> None:
    named: list[str] = []
    model.named.connect(named.append)
    for about in ("crm", "", "mail", "crm"):
        buffer.append("info", "x", about)
        model.pull()
    model.show_only("debug", "")
    assert named == ["crm", "mail"]


def test_a_pause_misses_nothing(buffer: LogBuffer, model: LogModel) -> None:
    model.pause(True)
    buffer.append("info", "while")
    model.pull()
    assert texts(model) == []
    model.pause(False)
    assert texts(model) == ["while"]


def test_a_row_and_what_is_copied(buffer: LogBuffer, model: LogModel) -> None:
    buffer.append("warning", "one", "crm")
    buffer.append("info", "two")
    model.pull()
    assert model.index(0, ABOUT).data() == "crm"
    assert model.index(0, TIME).data().count(":") == 2
    assert model.lines([1, 0, 7]).splitlines() == model.text().splitlines()
    assert model.lines([1]).endswith("two")
    role = Qt.ItemDataRole.DecorationRole
    assert not model.index(0, TEXT).data(role).isNull()
    assert model.index(1, TEXT).data(role) is None
    assert model.index(0, TIME).data(role) is None
    assert model.index(1, TEXT).data(Qt.ItemDataRole.ToolTipRole) == "two"
