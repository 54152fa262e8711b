"""The bar at the bottom: the next act, and what is said."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.job.bottleneck import Limit
from engine.job.convert.conversion_job import ConversionJob
from engine.job.events import StepStarted
from engine.phrase import Phrase
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.reasons import reasons
from gui.queue.entry import Entry
from gui.queue.numbers import numbers, stall
from gui.queue.state import State
from gui.road.bottom_bar import BottomBar

Run = Callable[..., Any]


@pytest.fixture
def bar(qtbot: QtBot, around: Context) -> BottomBar:
    made = BottomBar(around.settings)
    qtbot.addWidget(made)
    made.show()
    return made


def pressable(bar: BottomBar) -> set[str]:
    buttons = (bar.convert, bar.resume, bar.cancel, bar.try_out, bar.send)
    return {_plain(button) for button in buttons if button.isEnabled() and button.isVisible()}


def _plain(button: QPushButton) -> str:
    return button.text().replace("&", "")


def test_without_a_machine_nothing_can_be_pressed(bar: BottomBar) -> None:
    assert pressable(bar) == set()
    assert bar.convert.toolTip() == "Open a virtual machine first."


def test_convert_cancel_resume_by_their_buttons(
    run: Run, bar: BottomBar, job: Migration, built: machine.Machine
) -> None:
    async def scenario() -> None:
        bar.show_machine(job)
        await job.replan()
        assert pressable(bar) == {"Convert"}
        assert "free" in bar.status.text.text()
        bar.convert.click()
        assert pressable(bar) == {"Cancel"}
        bar.cancel.click()
        assert pressable(bar) == set()
        assert bar.cancel.toolTip() == "It is being stopped."
        await ended(job)
        assert "kept" in bar.status.text.text()
        assert pressable(bar) == {"Resume"}
        assert not bar.convert.isVisible()
        bar.resume.click()
        assert pressable(bar) == {"Cancel"}
        await ended(job)
        assert pressable(bar) == {"Try", "Send…"}
        assert "win2003.img" in bar.status.text.text()
        assert "win2003.cfg" in bar.status.text.text()

    run(scenario())
    assert job.folder is not None
    truth = built.truths[machine.CURRENT]
    assert (job.folder / "win2003.img").read_bytes() == truth.read_bytes()


def test_the_keyboard_stays_at_the_next_act(run: Run, bar: BottomBar, job: Migration) -> None:
    """Enter begins; while it runs, another one would not cancel; then it is at what comes next."""

    async def scenario() -> None:
        bar.show_machine(job)
        await job.replan()
        bar.convert.setFocus()
        QTest.keyClick(bar.convert, Qt.Key.Key_Return)
        assert job.state.active
        assert bar.focusWidget() is bar.more
        QTest.keyClick(bar.more, Qt.Key.Key_Return)
        assert job.state is State.RUNNING
        await ended(job)
        assert bar.focusWidget() is bar.send

    run(scenario())


async def planned(job: Migration) -> None:
    await job.replan()


async def ended(job: Migration) -> None:
    while job.state.active:
        await asyncio.sleep(0.005)


def test_progress_goes_up_within_a_step(run: Run, bar: BottomBar, job: Migration) -> None:
    shown: list[tuple[int, int, str]] = []

    def note() -> None:
        shown_bar = bar.progress.bar
        step = job.step.index if job.step else -1
        shown.append(
            (step, shown_bar.value() if shown_bar.maximum() else 0, bar.progress.numbers.text())
        )

    async def scenario() -> None:
        bar.show_machine(job)
        await job.replan()
        job.progressed.connect(note)
        job.convert()
        await ended(job)

    run(scenario())
    assert shown
    assert [entry[:2] for entry in shown] == sorted(entry[:2] for entry in shown)
    assert all(" of " in text for _, _, text in shown)
    assert max(value for _, value, _ in shown) == 1000


def test_a_job_that_is_not_shown_does_not_show(run: Run, bar: BottomBar, job: Migration) -> None:
    bar.show_machine(job)
    bar.show_machine(None)
    run(planned(job))
    assert pressable(bar) == set()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("resumable", [False, True])
def test_in_no_state_two_ways_are_open(
    monkeypatch: pytest.MonkeyPatch, job: Migration, state: State, resumable: bool
) -> None:
    monkeypatch.setattr(Migration, "state", state)
    job.resumable = resumable
    against = reasons(job)
    ways = [not against.convert, not against.resume, not against.cancel]
    assert sum(ways) <= 1
    if state.settled:
        assert against.convert
        assert against.resume
        assert against.choose


def test_numbers_need_a_step(job: Migration) -> None:
    assert numbers(job) == ""


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ("reading", "The source does not answer: no progress for 12 s"),
        ("writing", "The target has not taken it yet: no progress for 12 s"),
        ("processor", "Nothing moves: no progress for 12 s"),
        ("", "Nothing moves: no progress for 12 s"),
    ],
)
def test_a_stall_says_what_is_waited_for(limit: Limit, text: str) -> None:
    assert stall(12.3, limit) == text


def test_work_that_stands_still_says_so(run: Run, job: Migration) -> None:
    run(planned(job))
    assert job.plan is not None
    entry = Entry(ConversionJob(job.plan), job.plan.folder)
    entry.step = StepStarted(0, 5, Phrase("Convert"), 100)
    entry.course.begin(entry.step, time.monotonic() - 100)
    assert "no progress for 100 s" in numbers(entry)
    entry.course.advance(50, 100, time.monotonic())
    assert "no progress" not in numbers(entry)


def test_after_a_failure_it_is_tried_again(
    run: Run, until: Callable[..., Any], bar: BottomBar, job: Migration
) -> None:
    async def scenario() -> None:
        bar.show_machine(job)
        await job.replan()
        assert job.folder is not None
        job.folder.write_text("a file where the folder should be")
        bar.convert.click()
        await ended(job)
        assert pressable(bar) == {"Try again"}
        job.folder.unlink()
        bar.convert.click()
        await until(lambda: job.state is State.DONE)

    run(scenario())
    assert pressable(bar) == {"Try", "Send…"}
