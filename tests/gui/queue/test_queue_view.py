"""The queue as it is seen: its rows, what can be done with each, and the whole of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.findings import finding
from engine.job.convert.conversion_job import ConversionJob
from engine.job.events import Found, Progress, StepStarted
from engine.phrase import Phrase
from gui.context import Context
from gui.desktop.after_work import AfterWork
from gui.machines.migration import Migration
from gui.queue.entry import Entry
from gui.queue.queue_delegate import DONE, FOLDER
from gui.queue.queue_view import STATE, WORK, QueueView, done, state
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[..., Any]


def test_the_view_shows_and_changes_it(
    run: Run, until: Until, qtbot: QtBot, around: Context, make: Callable[..., Migration]
) -> None:
    view = QueueView(around.queue, AfterWork(around))
    qtbot.addWidget(view)
    view.show()
    jobs = [make(name, "x") for name in "abc"]

    def shown(column: int) -> list[str]:
        rows = [view.list.topLevelItem(n) for n in range(view.list.topLevelItemCount())]
        return [row.text(column) for row in rows if row is not None]

    def select(place: int) -> None:
        view.list.setCurrentIndex(view.list.model().index(place, 0))

    def pressable() -> set[str]:
        buttons = (view.earlier, view.later, view.stop, view.remove)
        return {button.text() for button in buttons if button.isEnabled()}

    async def scenario() -> None:
        assert pressable() == set()
        for job in jobs:
            job.convert()
        assert shown(WORK) == ["Convert win2003"] * 3
        assert [text.split(",")[0] for text in shown(STATE)] == ["Running", "Waiting", "Waiting"]
        select(0)
        assert pressable() == {"Stop"}
        select(1)
        assert pressable() == {"Later", "Remove"}
        view.later.click()
        assert view.current is jobs[1].entry  # the selection goes with it
        assert pressable() == {"Earlier", "Remove"}
        view.remove.click()
        assert jobs[1].state is State.READY
        await until(lambda: jobs[2].state is State.DONE)
        assert shown(STATE) == ["Done", "Done"]
        select(0)
        view.remove.click()
        assert len(around.queue) == 1

    run(scenario())


def test_rows_say_how_much_is_done_and_what_is_over_goes_at_once(
    run: Run,
    until: Until,
    qtbot: QtBot,
    around: Context,
    make: Callable[..., Migration],
    hold: Callable[..., threading.Event],
) -> None:
    jobs = [make("a", "x"), make("b", "x")]
    gate = hold(ConversionJob, Progress)
    view = QueueView(around.queue, AfterWork(around))
    qtbot.addWidget(view)
    view.show()

    def row(place: int, role: int) -> object:
        return view.list.model().index(place, WORK).data(role)

    async def scenario() -> None:
        for job in jobs:
            job.convert()
        await until(lambda: jobs[0].course.total and row(0, DONE) != -1)
        assert 0 <= int(str(row(0, DONE))) < 1000
        assert (row(0, FOLDER), row(1, DONE)) == (str(jobs[0].folder), -1)
        assert str(jobs[0].folder) in str(row(0, Qt.ItemDataRole.AccessibleTextRole))
        assert not view.tidy.isVisible()
        assert view.list.horizontalScrollBar().maximum() == 0
        jobs[1].cancel()
        gate.set()
        await until(lambda: jobs[0].state is State.DONE)
        assert view.tidy.isVisible()
        view.tidy.click()
        assert len(around.queue) == 0
        assert not view.tidy.isVisible()

    run(scenario())


def test_a_row_is_dragged_and_moved_by_keys(
    run: Run, qtbot: QtBot, around: Context, make: Callable[..., Migration]
) -> None:
    jobs = [make(name, "x") for name in "abc"]
    view = QueueView(around.queue, AfterWork(around))
    qtbot.addWidget(view)

    async def scenario() -> None:
        around.queue.pause(True)
        for job in jobs:
            job.convert()
        first, second, third = (job.entry for job in jobs)
        view.list.dragged.emit(2, 0)
        assert list(around.queue) == [third, first, second]
        view.list.dragged.emit(0, 3)
        assert list(around.queue) == [first, second, third]
        view.list.setCurrentIndex(view.list.model().index(1, 0))
        QTest.keyClick(view.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert list(around.queue) == [second, first, third]
        assert view.left.text() == "0 running, 3 waiting"
        for job in jobs:
            job.cancel()

    run(scenario())


def test_a_state_in_a_word_or_two(around: Context, small: Callable[..., Entry]) -> None:
    entry = small()
    assert (state(entry), done(entry)) == ("Waiting", -1)
    for what, told in (
        (State.RUNNING, "Running"),
        (State.STOPPING, "Stopping"),
        (State.STOPPED, "Stopped"),
        (State.DONE, "Done"),
        (State.FAILED, "Failed"),
    ):
        entry.course.rows.clear()
        entry.state = what
        assert state(entry) == told
    entry._hear(Found(finding("W507", format="vmdk")))
    assert state(entry) == "Failed"
    entry._hear(Found(finding("E402", path="x")))
    assert state(entry) == "Refused"


def test_how_much_of_it_is_done(small: Callable[..., Entry]) -> None:
    entry = small(total=1000)
    entry.state = State.RUNNING
    entry._hear(StepStarted(0, 1, Phrase("Work"), 1000))
    entry._hear(Progress(555, 1000))
    assert (state(entry), done(entry)) == ("Running, 55 %", 555)


def test_a_row_that_is_gone_is_heard_no_more(
    qtbot: QtBot, around: Context, small: Callable[..., Entry]
) -> None:
    view = QueueView(around.queue, AfterWork(around))
    qtbot.addWidget(view)
    around.queue.pause(True)
    first, second = small(), small()
    chosen: list[Entry] = []
    view.chosen.connect(chosen.append)
    for each in (first, second):
        around.queue.submit(each)
    assert view.left.text() == "0 running, 2 waiting"
    assert view.pause.isChecked()
    view.list.setCurrentIndex(view.list.model().index(1, 0))
    around.queue.remove(first)
    assert view.current is second
    first.progressed.emit()  # nobody hears it
    view.list.itemActivated.emit(view.list.currentItem(), 0)
    assert chosen == [second]
    around.queue.remove(second)
    assert view.left.text() == ""
    assert view.list.topLevelItemCount() == 0
