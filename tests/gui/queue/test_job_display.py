"""How a machine stands, in a sentence; and how far its conversion is, in numbers."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from engine.findings import finding
from engine.job.events import StepStarted
from engine.phrase import Phrase
from gui.machines.migration import Migration
from gui.queue.job_display import ProgressDisplay, Status, before, ready, status, stopped
from gui.queue.progress import Course, Row
from gui.queue.state import State

MIB = 1 << 20
STEP = StepStarted(1, 3, Phrase("Copy"), 100 * MIB)


def job(state: State, **more: Any) -> Migration:
    """A stand-in for a machine that is in a state; a fake."""
    usual = {"findings": (), "plan": None, "step": None, "course": Course(), "earlier": None,
             "folder": Path("/srv/a-xen"), "done": 0}  # fmt: skip
    return cast(Migration, SimpleNamespace(state=state, **{**usual, **more}))


def going(done: int, now: float = 0.0) -> Course:
    """A course of 100 MiB in two steps, ``done`` MiB of the second."""
    course = Course([Row("Look", 0), Row("Copy", 100 * MIB), Row("End", 0)])
    course.begin(STEP, now)
    course.advance(done * MIB, 100 * MIB, now)
    return course


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.PLANNING, "Looking at the machine…"),
        (State.WAITING, "Waiting in the queue, until the drives it needs are free."),
        (State.RUNNING, "Starting…"),
        (State.STOPPING, "Stopping…"),
        (State.STOPPED, "Stopped. What has been copied is kept; Resume goes on from there."),
        (State.FAILED, "It failed. The log and the report say more."),
    ],
)
def test_a_sentence_for_each_state(state: State, told: str) -> None:
    assert status(job(state)) == told


def test_the_step_under_way_and_how_far_it_was() -> None:
    assert status(job(State.RUNNING, step=STEP, course=going(0))) == "Step 2 of 3: Copy"
    halted = job(State.STOPPED, course=going(25))
    assert status(halted) == stopped(halted)
    assert stopped(halted).startswith("Stopped at 25 %. It is kept in /srv/a-xen;")


def test_what_blocks_is_told_and_a_hint_is_not() -> None:
    hint, fault = finding("W507", format="vmdk"), finding("E402", path="x")
    assert status(job(State.BLOCKED, findings=(hint, fault))) == fault.message
    assert status(job(State.FAILED, findings=(hint,))).startswith("It failed.")


def test_what_there_is_to_do_and_what_was_done_before() -> None:
    plan = SimpleNamespace(
        disks=(SimpleNamespace(allocated=2 * MIB), SimpleNamespace(allocated=3 * MIB)),
        needed=8 * MIB, free=1 << 40,
    )  # fmt: skip
    told = "5 MiB to copy. It takes 8 MiB; 1 TiB are free."
    assert ready(cast(Any, plan)) == told
    assert status(job(State.READY, plan=plan)) == told
    assert before(job(State.READY)) == ""
    earlier = SimpleNamespace(created="2024-01-02T03:04:05+00:00", folder=Path("/srv/old"))
    again = job(State.READY, plan=plan, earlier=earlier)
    assert before(again).startswith("Converted before, on 2024-01-02")
    assert before(again).endswith("into /srv/old.")
    assert status(again) == f"{told} {before(again)}"


def test_numbers_are_shown_now_and_then(qtbot: QtBot) -> None:
    display = ProgressDisplay()
    qtbot.addWidget(display)
    display.show_job(job(State.RUNNING, step=STEP, course=going(0)))
    assert (display.bar.maximum(), display.bar.value()) == (1000, 0)
    assert display.step.text() == "Step 2 of 3: Copy"
    display.show_progress(job(State.RUNNING, step=STEP, course=going(30), done=30 * MIB))
    assert display.bar.value() == 300
    first = display.numbers.text()
    assert first.startswith("30 MiB of 100 MiB")  # the first figure after the zero is shown at once
    display.show_progress(job(State.RUNNING, step=STEP, course=going(60), done=60 * MIB))
    assert (display.bar.value(), display.numbers.text()) == (600, first)
    display.show_job(job(State.RUNNING, step=STEP, course=going(60), done=60 * MIB))
    assert display.numbers.text().startswith("60 MiB")
    display.show_job(job(State.RUNNING))
    assert (display.bar.minimum(), display.bar.maximum()) == (0, 0)


def test_a_picture_for_what_has_ended(qtbot: QtBot) -> None:
    shown = Status()
    qtbot.addWidget(shown)
    shown.show()
    for state, has_picture in ((State.FAILED, True), (State.PLANNING, False)):
        shown.show_job(job(state))
        assert shown._picture.isVisible() is has_picture
    shown.show_job(None)
    assert shown.text.text() == "Open a virtual machine."
    shown.tell("Hello", "warning")
    assert (shown.text.text(), shown._picture.isVisible()) == ("Hello", True)
