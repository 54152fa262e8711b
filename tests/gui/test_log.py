"""The log: many lines, few signals."""

from __future__ import annotations

import threading

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gui.log_buffer import LINE_LIMIT, LogBuffer
from gui.log_console import LogConsole, LogModel

LINES = 100_000


def flood(buffer: LogBuffer, threads: int = 4) -> None:
    """100,000 lines from several threads."""

    def write(number: int) -> None:
        for line in range(LINES // threads):
            buffer.append("info", f"{number}/{line}")

    writers = [threading.Thread(target=write, args=(number,)) for number in range(threads)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def test_a_flood_is_bounded_and_tells_itself_once(qtbot: QtBot) -> None:
    buffer = LogBuffer(limit=1000)
    told: list[int] = []
    buffer.changed.connect(lambda: told.append(1))
    with qtbot.waitSignal(buffer.changed):
        flood(buffer)
    assert len(told) == 1
    lines, count = buffer.since(0)
    assert (len(lines), count) == (1000, LINES)


def test_only_what_is_new_is_pulled(qtbot: QtBot) -> None:
    buffer = LogBuffer()
    buffer.append("info", "first\nsecond")
    lines, seen = buffer.since(0)
    assert [line.text for line in lines] == ["first", "second"]
    buffer.append("error", "x" * 10 * LINE_LIMIT)
    lines, seen = buffer.since(seen)
    assert [len(line.text) for line in lines] == [LINE_LIMIT]
    assert buffer.since(seen) == ([], seen)


def test_the_model_keeps_up_with_a_flood(qtbot: QtBot) -> None:
    buffer = LogBuffer(limit=1000)
    model = LogModel(buffer)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    for text in ("a", "b"):
        buffer.append("info", text)
    model.pull()
    assert model.rowCount() == 2
    for number in range(1500):  # partly pushed out
        buffer.append("info", str(number))
        if number % 400 == 0:
            model.pull()
    flood(buffer)  # all pushed out
    model.pull()
    assert model.rowCount() == 1000
    assert model.data(model.index(999, 1)) == buffer.since(0)[0][-1].text
    assert tester is not None


def test_the_console_follows_until_one_looks_back(qtbot: QtBot) -> None:
    buffer = LogBuffer()
    console = LogConsole(buffer)
    qtbot.addWidget(console)
    console.resize(400, 200)
    console.show()
    bar = console.verticalScrollBar()
    with qtbot.waitSignal(buffer.changed):
        flood(buffer)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)
    bar.setValue(bar.maximum() // 2)
    looking = bar.value()
    with qtbot.waitSignal(buffer.changed):
        buffer.append("warning", "not to be scrolled to")
    assert bar.value() == looking


def test_lines_can_be_copied(qtbot: QtBot) -> None:
    buffer = LogBuffer()
    console = LogConsole(buffer)
    qtbot.addWidget(console)
    with qtbot.waitSignal(buffer.changed):
        buffer.append("warning", "one\ntwo\nthree")
    console.selectAll()
    console.copy()
    copied = [line.split()[1:] for line in QGuiApplication.clipboard().text().splitlines()]
    assert copied == [["warning", word] for word in ("one", "two", "three")]


def test_a_signal_for_each_burst(qtbot: QtBot) -> None:
    buffer = LogBuffer()
    for text in ("early", "late"):
        with qtbot.waitSignal(buffer.changed):
            buffer.append("info", text)
