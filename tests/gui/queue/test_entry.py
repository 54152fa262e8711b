"""An entry of the queue: it waits, runs in a thread, and is over; or is withdrawn before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.findings import Stopped, finding, refuse
from engine.job import requests
from engine.job.events import Found
from engine.job.work import Work
from gui.context import Context
from gui.queue.entry import FINDINGS, Entry
from gui.queue.progress import StepState
from gui.queue.state import State

Run = Callable[..., Any]
Small = Callable[..., Entry]
WARNING = finding("W507", format="vmdk")


def begun(run: Run, around: Context, entry: Entry) -> list[State]:
    """The states that it went through, to its end."""
    states: list[State] = []
    entry.changed.connect(lambda: states.append(entry.state))

    async def scenario() -> None:
        entry.begin(around.workers, around.tasks, around.log)
        await entry.over()

    run(scenario())
    return list(dict.fromkeys(states))


def logged(around: Context) -> list[tuple[str, str]]:
    return [(line.level, line.text) for line in around.log.since(0)[0]]


def test_it_runs_once_to_its_end(run: Run, around: Context, small: Small) -> None:
    ran: list[Work] = []
    entry = small(ran.append)
    assert (entry.title, entry.kind, entry.state) == ("A small one", "small", State.WAITING)
    assert begun(run, around, entry) == [State.RUNNING, State.DONE]
    entry.begin(around.workers, around.tasks, around.log)  # it does not wait any more
    assert (len(ran), entry.told, entry.findings) == (1, "over.", ())
    assert entry.finished is not None
    assert entry.finished.result == {"made": "it"}
    assert [row.state for row in entry.course.rows] == [StepState.DONE]


def test_a_request_may_say_more_than_its_job(small: Small) -> None:
    entry = small()
    assert entry.request == {"kind": "small"}
    more = {"kind": "small", "table": "networks.toml"}
    assert Entry(entry.job, entry.folder, more).request == more


def test_what_comes_up_is_kept_and_logged(run: Run, around: Context, small: Small) -> None:
    def act(work: Work) -> None:
        work.emit(Found(WARNING))
        raise refuse("E402", path="x")

    entry = small(act)
    assert begun(run, around, entry)[-1] is State.FAILED
    assert [each.code for each in entry.findings] == ["W507", "E402"]
    assert [level for level, text in logged(around) if "E402" in text] == ["error"]
    assert (entry.advice, [row.state for row in entry.course.rows]) == ((), [StepState.FAILED])


def test_very_many_findings_are_not_kept(run: Run, around: Context, small: Small) -> None:
    def act(work: Work) -> None:
        for number in range(FINDINGS + 10):
            work.emit(Found(finding("W847", slot=number)))

    entry = small(act)
    begun(run, around, entry)
    assert len(entry.findings) == FINDINGS


def test_stopped_while_it_runs(run: Run, around: Context, small: Small) -> None:
    def act(work: Work) -> None:
        assert work.cancel.wait(60)
        raise Stopped

    entry = small(act)
    entry.changed.connect(lambda: entry.cancel() if entry.step is not None else None)
    entry.cancel()  # it has not begun: nothing to be stopped
    assert begun(run, around, entry) == [State.RUNNING, State.STOPPING, State.STOPPED]
    assert not entry.resumable


def test_a_bug_is_reported(run: Run, around: Context, small: Small) -> None:
    entry = small(lambda work: 1 // 0)
    reports: list[str] = []
    entry.crashed.connect(reports.append)
    assert begun(run, around, entry)[-1] is State.FAILED
    assert len(reports) == 1
    assert "ZeroDivisionError" in reports[0]


def test_withdrawn_it_is_over_and_never_ran(run: Run, around: Context, small: Small) -> None:
    ran: list[Work] = []
    entry = small(ran.append)
    gone: list[bool] = []
    entry.withdrawn.connect(lambda: gone.append(True))
    entry.withdraw()
    assert run(entry.over()) is None
    assert (ran, gone) == ([], [True])


def test_what_came_in_its_way_while_it_waited(
    run: Run, around: Context, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(request: object) -> None:
        raise refuse("E412", path="x", reason="gone")

    entry = small()
    monkeypatch.setattr(requests, "load", changed)
    assert begun(run, around, entry)[-1] is State.FAILED
    assert [each.code for each in entry.findings] == ["E412"]
