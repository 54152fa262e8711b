"""How a machine stands, in a word or two: the worst of the plan and the work."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from engine.findings import finding
from gui.machines.delivered import Reach
from gui.machines.machine_state import chip, is_done, is_ready, needs_somebody
from gui.machines.migration import Migration
from gui.machines.state_chip import Chip, Tone
from gui.queue.progress import Course, Row
from gui.queue.state import State

pytestmark = pytest.mark.usefixtures("qapp")

Make = Callable[..., Any]
HINT = finding("W507", format="vmdk")


def reached(reach: Reach, *, unreached: bool = False, unsent: bool = False) -> Any:
    return SimpleNamespace(reach=reach, unreached=unreached, unsent=unsent)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.PLANNING, Chip("Looking…", Tone.QUIET)),
        (State.BLOCKED, Chip("Needs you", Tone.BAD)),
        (State.FAILED, Chip("Failed", Tone.BAD)),
        (State.WAITING, Chip("Waiting", Tone.BUSY)),
        (State.STOPPING, Chip("Stopping", Tone.BUSY)),
        (State.RUNNING, Chip("Starting…", Tone.BUSY, 0)),
        (State.STOPPED, Chip("Stopped", Tone.HINT)),
        (State.READY, Chip("Ready", Tone.GOOD)),
    ],
)
def test_a_word_for_each_state(waiting: Make, state: State, told: Chip) -> None:
    assert chip(waiting(state=state)) == told


def test_hints_are_counted(waiting: Make) -> None:
    assert chip(waiting(findings=(HINT,))) == Chip("1 hint", Tone.HINT)
    assert chip(waiting(findings=(HINT, HINT))) == Chip("2 hints", Tone.HINT)


def test_how_much_is_done(waiting: Make) -> None:
    course = Course([Row("Copy", 1000)])
    course._current, course._share = course.rows[0], 0.555
    shown = chip(waiting(state=State.RUNNING, course=course, step=object()))
    assert shown == Chip("55 %", Tone.BUSY, 555)
    early = chip(waiting(state=State.RUNNING, course=course))
    assert early == Chip("Starting…", Tone.BUSY, 0)


@pytest.mark.parametrize(
    ("delivered", "told"),
    [
        (reached(Reach.HERE), Chip("Done", Tone.GOOD)),
        (reached(Reach.SENT), Chip("Sent", Tone.GOOD)),
        (reached(Reach.RUNNING), Chip("Running on the server", Tone.GOOD)),
        (reached(Reach.RUNNING, unreached=True), Chip("Not reached", Tone.HINT)),
        (reached(Reach.HERE, unsent=True), Chip("Not sent", Tone.HINT)),
    ],
)
def test_how_far_a_result_has_come(
    waiting: Make, finished: Make, delivered: Any, told: Chip
) -> None:
    assert chip(waiting(state=State.DONE, delivered=delivered)) == told
    old = finished("old")
    old.delivered = delivered
    assert chip(old) == told
    assert needs_somebody(old) is delivered.unsent
    old.conversion.images[0].path.unlink()
    assert chip(old) == Chip("Missing", Tone.BAD)


def test_a_fleet_says_how_its_machines_stand(waiting: Make) -> None:
    for tone, needs, done in ((Tone.BAD, True, False), (Tone.HINT, True, False),
                              (Tone.GOOD, False, True), (Tone.BUSY, False, False)):  # fmt: skip
        shown = Chip("x", tone)
        machine = waiting(of_fleet=shown, state=State.BLOCKED)
        assert (chip(machine), needs_somebody(machine), is_done(machine)) == (shown, needs, done)


def test_who_has_to_do_something(waiting: Make, finished: Make) -> None:
    needing = {state for state in State if needs_somebody(waiting(state=state))}
    assert needing == {State.BLOCKED, State.FAILED, State.STOPPED}
    over = {state for state in State if is_done(waiting(state=state))}
    assert over == {State.DONE}
    assert not needs_somebody(finished("old"))
    assert is_done(finished("old"))


def test_what_can_be_converted_at_once(
    job: Migration, finished: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_ready(finished("old"))
    assert not is_ready(job)  # it was not looked at yet
    for state, busy, ready in ((State.READY, False, True), (State.READY, True, False),
                               (State.BLOCKED, False, False)):  # fmt: skip
        monkeypatch.setattr(Migration, "state", state)
        monkeypatch.setattr(Migration, "busy", busy)
        assert is_ready(job) is ready
