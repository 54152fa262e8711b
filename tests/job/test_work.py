"""A job is run to its end, whatever that is, and says how it ended."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.findings import Finding, Stopped, finding, refuse
from engine.job.drives import Drives, Turns
from engine.job.events import Event, Finished, Found, Log, Progress, StepsKnown, StepStarted
from engine.job.work import Job, Request, Step, Work, guarded, run
from engine.phrase import Phrase


@dataclass
class Act:
    """A step that does something."""

    act: Callable[[Work], object] = lambda work: None
    total: int = 0
    name: Phrase = Phrase("Act")

    def run(self, work: Work) -> None:
        self.act(work)


@dataclass
class Acting(Job):
    """A job of such steps; keeps in ``said`` what it was entered and left with."""

    acts: Sequence[Act]
    known: tuple[Finding, ...] = ()
    said: list[str] = field(default_factory=list)

    title = told = Phrase("Act")
    drives: Drives = frozenset({"sda"})

    @property
    def request(self) -> Request:
        return {"kind": "acting"}

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.known

    def steps(self) -> Sequence[Step]:
        return self.acts

    def prepared(self) -> AbstractContextManager[Sequence[Step]]:
        return self._prepared()

    @contextmanager
    def _prepared(self) -> Iterator[Sequence[Step]]:
        self.said.append("begun")
        yield self.steps()
        self.said.append("ended")

    def result(self) -> dict[str, Any]:
        return {"said": list(self.said)}


def raising(error: BaseException) -> Callable[[Work], object]:
    def act(work: Work) -> None:
        raise error

    return act


def ran(job: Job, turns: Turns | None = None) -> tuple[Finished, list[Event]]:
    events: list[Event] = []
    finished = run(job, events.append, threading.Event(), turns)
    assert events[-1] is finished
    return finished, events


def test_steps_come_one_after_another_and_are_known_before() -> None:
    job = Acting([Act(total=5), Act()])
    finished, events = ran(job)
    assert (finished.outcome, finished.result) == ("done", {"said": ["begun", "ended"]})
    known, first, second, _ = events
    assert isinstance(known, StepsKnown)
    assert [each.total for each in known.steps] == [5, 0]
    assert [(each.index, each.count, each.total) for each in (first, second)
            if isinstance(each, StepStarted)] == [(0, 2, 5), (1, 2, 0)]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "outcome", "codes"),
    [
        (Stopped(), "stopped", []),
        (refuse("E402", path="x"), "refused", ["E402"]),
        (refuse("E705", host="x", reason="cut"), "stopped", ["E705"]),
        (refuse("E897", address="x"), "stopped", ["E897"]),
        (OSError(errno.EIO, "I/O error", "x"), "refused", ["E995"]),
        (MemoryError(), "refused", ["E418"]),
        (AssertionError("a bug"), "failed", []),
    ],
    ids=repr,
)
def test_whatever_happens_is_an_outcome(
    error: BaseException, outcome: str, codes: list[str]
) -> None:
    job = Acting([Act(raising(error)), Act()])
    finished, events = ran(job)
    assert (finished.outcome, [each.code for each in finished.findings]) == (outcome, codes)
    assert job.said == ["begun"]  # it was left by an error: it is not over
    assert len([each for each in events if isinstance(each, StepStarted)]) == 1
    assert ("a bug" in finished.detail) == (outcome == "failed")


def test_a_cut_beside_another_finding_is_a_refusal() -> None:
    both = refuse("E705", host="x", reason="cut")
    both.findings = (*both.findings, finding("E402", path="x"))
    assert ran(Acting([Act(raising(both))]))[0].outcome == "refused"


def test_what_blocks_refuses_before_anything_is_done() -> None:
    job = Acting([Act()], (finding("W205", path="x"), finding("E402", path="x")))
    finished, events = ran(job)
    assert (finished.outcome, job.said, len(events)) == ("refused", [], 1)
    assert [each.code for each in finished.findings] == ["E402"]


def test_what_warns_is_said_first() -> None:
    warning = finding("W205", path="x")
    _, events = ran(Acting([Act()], (warning,)))
    assert events[0] == Found(warning)


def test_it_is_stopped_between_steps() -> None:
    cancel, events = threading.Event(), list[Event]()
    job = Acting([Act(lambda work: cancel.set()), Act()])
    assert run(job, events.append, cancel).outcome == "stopped"
    assert sum(isinstance(each, StepStarted) for each in events) == 1
    assert [each.level for each in events if isinstance(each, Log)] == ["warning"]


def test_drives_are_free_again_before_the_last_steps() -> None:
    """Those that are over in a moment; another job on the drive has its turn meanwhile."""
    turns, seen = Turns(2), list[str]()

    def other(work: Work) -> None:
        late = threading.Event()
        threading.Timer(0.3, late.set).start()
        seen.append(run(Acting([Act(total=1)]), lambda event: None, late, turns).outcome)

    ran(Acting([Act(total=1), Act(other, total=1), Act(other), Act()]), turns)
    assert seen == ["stopped", "done"]


def test_progress_is_told_now_and_then_and_at_the_end() -> None:
    events: list[Event] = []
    advance = Work(events.append, threading.Event()).progress(1000, 10)
    for _ in range(98):
        advance(10)
    assert 1 <= len(events) < 20
    assert events[0] == Progress(10, 1000)
    advance(30)  # more than was foretold
    assert events[-1] == Progress(1000, 1000)


def test_the_end_is_told_however_soon_it_comes() -> None:
    events: list[Event] = []
    Work(events.append, threading.Event()).progress(7)(7)
    assert events == [Progress(0, 7), Progress(7, 7)]


def test_the_times_of_steps_are_kept_for_those_after_them() -> None:
    times: list[dict[str, Any]] = []
    ran(Acting([Act(total=7), Act(lambda work: times.extend(work.times))]))
    assert [(each["name"], each["bytes"]) for each in times] == [("Act", 7)]


def test_the_result_is_asked_for_when_it_has_ended() -> None:
    said: list[str] = []
    finished = guarded(lambda: said.append("done"), lambda event: None, lambda: {"said": said[:]})
    assert finished.result == {"said": ["done"]}
