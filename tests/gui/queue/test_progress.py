"""The course of a job over its steps."""

from __future__ import annotations

import pytest

from engine.job.events import StepOutline, StepsKnown, StepStarted
from engine.phrase import Phrase
from gui.queue.progress import STALL, Course, Row, StepState

MIB = 1 << 20


def course() -> Course:
    return Course([Row("Convert", 100 * MIB), Row("Verify", 100 * MIB), Row("Finish", 0)])


def begin(one: Course, index: int, now: float, count: int = 3) -> None:
    one.begin(StepStarted(index, count, Phrase(""), one.rows[index].total), now)


def states(one: Course) -> list[str]:
    return [row.state.name for row in one.rows]


def test_steps_have_states_and_times() -> None:
    one = course()
    assert states(one) == ["WAITING"] * 3
    begin(one, 0, 1.0)
    assert states(one) == ["RUNNING", "WAITING", "WAITING"]
    begin(one, 1, 4.0)
    assert states(one) == ["DONE", "RUNNING", "WAITING"]
    assert one.rows[0].seconds == 3.0
    one.end(StepState.STOPPED, 5.0)
    assert states(one) == ["DONE", "STOPPED", "WAITING"]


def test_the_whole_never_goes_back_and_ends_at_its_total() -> None:
    one, now, seen = course(), 0.0, []
    for index, total in ((0, 100 * MIB), (1, 60 * MIB)):  # zeros need not be verified
        begin(one, index, now)
        for tenth in range(11):
            now += 0.1
            one.advance(total * tenth // 10, total, now)
            seen.append(one.done)
    begin(one, 2, now)
    one.end(StepState.DONE, now)
    assert seen == sorted(seen)
    assert seen[-1] == one.total == one.done == 200 * MIB


def test_what_was_done_before_a_resume_is_no_speed() -> None:
    one = course()
    begin(one, 0, 0.0)
    one.advance(90 * MIB, 100 * MIB, 0.1)
    for tick in range(1, 51):
        one.advance(90 * MIB + tick * MIB // 5, 100 * MIB, 0.1 + tick / 10)
    assert one.pace.rate == pytest.approx(2 * MIB, rel=0.05)
    begin(one, 1, 5.0)
    assert one.speed == pytest.approx(2 * MIB, rel=0.05)


def test_the_steps_are_those_that_the_job_tells() -> None:
    one = course()
    one.know(StepsKnown((StepOutline(Phrase("Finish"), 0),)))
    begin(one, 0, 0.0, count=1)
    assert [(row.name, row.state.name) for row in one.rows] == [("Finish", "RUNNING")]


def test_a_stall_is_told_and_ends() -> None:
    one = course()
    assert one.stalled(1000.0) == 0
    begin(one, 0, 0.0)
    one.advance(0, 100 * MIB, 0.0)
    one.advance(MIB, 100 * MIB, 1.0)
    assert one.stalled(STALL) == 0
    assert one.stalled(1.0 + STALL) == STALL
    one.advance(2 * MIB, 100 * MIB, 2.0 + STALL)
    assert one.stalled(2.0 + STALL) == 0
    begin(one, 2, 20.0)
    assert one.stalled(100.0) == 0  # it has no bytes that could move


def test_too_little_work_is_no_measure() -> None:
    one = course()
    begin(one, 0, 0.0)
    one.advance(0, MIB, 0.1)
    one.advance(MIB, MIB, 0.2)
    begin(one, 1, 0.2)
    assert one.speed == 0
