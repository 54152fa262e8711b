"""The log: many lines, few signals."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gui.log.log_buffer import LEVELS, LINE_LIMIT, LogBuffer
from gui.log.log_console import LogConsole
from gui.log.log_file import LogFile
from gui.log.log_model import ABOUT, TEXT, LogModel

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
    assert model.data(model.index(999, TEXT)) == buffer.since(0)[0][-1].text
    assert tester is not None


def test_the_console_follows_until_one_looks_back(qtbot: QtBot) -> None:
    buffer = LogBuffer()
    console = LogConsole(buffer)
    qtbot.addWidget(console)
    console.resize(400, 200)
    console.show()
    bar = console.table.verticalScrollBar()
    with qtbot.waitSignal(buffer.changed):
        flood(buffer)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)
    bar.setValue(bar.maximum() // 2)
    looking = bar.value()
    with qtbot.waitSignal(buffer.changed):
        buffer.append("warning", "not to be scrolled to")
    assert bar.value() == looking
    assert not console.follow.isChecked()
    console.follow.click()
    assert bar.value() == bar.maximum()
    assert texts(console.model)[-1] == "not to be scrolled to"


def test_lines_can_be_copied(qtbot: QtBot) -> None:
    buffer = LogBuffer()
    console = LogConsole(buffer)
    qtbot.addWidget(console)
    with qtbot.waitSignal(buffer.changed):
        buffer.append("warning", "one\ntwo\nthree")
    console.table.selectAll()
    console.copy.click()
    copied = [line.split()[1:] for line in QGuiApplication.clipboard().text().splitlines()]
    assert copied == [["warning", word] for word in ("one", "two", "three")]


def texts(model: LogModel) -> list[str]:
    return [model.data(model.index(row, TEXT)) for row in range(model.rowCount())]


def test_only_some_lines_are_shown_and_copied(qtbot: QtBot) -> None:
    buffer = LogBuffer()
    console = LogConsole(buffer)
    qtbot.addWidget(console)
    for level in LEVELS:
        buffer.append(level, f"{level}: Disk A")
        buffer.append(level, f"{level}: disk b")
    console.level.setCurrentIndex(console.level.findData("warning"))
    assert [text.split(":")[0] for text in texts(console.model)] == ["warning"] * 2 + ["error"] * 2
    console.text.setText("DISK a")
    assert texts(console.model) == ["warning: Disk A", "error: Disk A"]
    with qtbot.waitSignal(buffer.changed):
        buffer.append("error", "late disk a\nlate disk b")
    assert texts(console.model)[-1] == "late disk a"
    console.table.clearSelection()
    console.copy.click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3
    console.text.clear()
    console.level.setCurrentIndex(0)
    assert len(texts(console.model)) == 10


def test_a_pause_stands_still_and_misses_nothing(qtbot: QtBot) -> None:
    buffer = LogBuffer(limit=100)
    console = LogConsole(buffer)
    qtbot.addWidget(console)
    buffer.append("info", "before")
    console.model.pull()
    console.follow.click()
    for number in range(50):
        buffer.append("info", str(number))
    console.model.pull()
    assert texts(console.model) == ["before"]
    console.follow.click()
    assert texts(console.model) == ["before", *map(str, range(50))]


def test_every_line_is_in_the_file_whatever_the_window_keeps(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "state" / "vmx2xen.log", size=1 << 30)
    buffer = LogBuffer(limit=10)
    buffer.sink = file.take
    flood(buffer)
    file.close()
    found = file.path.read_text().splitlines()
    assert len(found) == LINES
    of_one = [line.split()[-1] for line in found if line.split()[-1].startswith("0/")]
    assert of_one == [f"0/{number}" for number in range(LINES // 4)]


def test_the_file_is_begun_anew_before_it_is_too_large(tmp_path: Path) -> None:
    for _ in range(2):  # the second time it goes on with what is there
        file = LogFile(tmp_path / "vmx2xen.log", size=5000, files=3)
        buffer = LogBuffer()
        buffer.sink = file.take
        for number in range(400):
            buffer.append("info", f"line {number}")
        buffer.append("info", "x" * LINE_LIMIT)
        file.close()
    found = sorted(tmp_path.iterdir())
    assert [path.name for path in found] == ["vmx2xen.log", "vmx2xen.log.1", "vmx2xen.log.2"]
    assert all(0 < path.stat().st_size <= 5000 for path in found)
    assert found[0].read_text().endswith("x\n")
    assert all(path.read_text().endswith("\n") for path in found)


def test_a_file_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, not a folder")
    file = LogFile(tmp_path / "state" / "vmx2xen.log")
    buffer = LogBuffer()
    buffer.sink = file.take
    buffer.append("info", "lost")
    file.close()
    assert buffer.text().endswith("lost")


def test_a_signal_for_each_burst(qtbot: QtBot) -> None:
    buffer = LogBuffer()
    for text in ("early", "late"):
        with qtbot.waitSignal(buffer.changed):
            buffer.append("info", text)


def test_lines_of_one_machine_are_looked_for(qtbot: QtBot) -> None:
    """Of several jobs at once each line says which machine it is about."""
    buffer = LogBuffer()
    console = LogConsole(buffer)
    qtbot.addWidget(console)
    for name in ("crm-xen", "mail-xen", "crm-xen", ""):
        buffer.append("info", "Finish", name)
    console.model.pull()
    names = [console.about.itemText(place) for place in range(console.about.count())]
    assert names == ["All machines", "crm-xen", "mail-xen"]
    console.about.setCurrentIndex(1)
    assert console.model.rowCount() == 2
    assert console.model.index(0, ABOUT).data() == "crm-xen"
    assert console.model.text().endswith("crm-xen: Finish")
    console.about.setCurrentIndex(0)
    assert console.model.rowCount() == 4
