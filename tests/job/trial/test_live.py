"""A guest that is used: what is typed goes in, pictures come out, until it is ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from job.trial.seen import RUNNER, picture

from engine.boot.emulated import Emulated
from engine.boot.look import Look, Seen
from engine.boot.runner import Runner
from engine.boot.screen.picture import Picture
from engine.job.trial import live
from engine.job.trial.live import Live
from engine.job.trial.trial_boot import Result, Trial
from engine.xen.domain import Domain


@dataclass
class Guest:
    """A guest in QEMU; a fake. It says its events one after another."""

    events: list[str] = field(default_factory=list)
    pictures: list[Picture | None] = field(default_factory=list)  #: None: there is none to be had
    serial: str = ""
    runner: Runner = RUNNER
    given: list[list[dict[str, Any]]] = field(default_factory=list)

    def wait(self, seconds: float) -> Sequence[str]:
        return [self.events.pop(0)] if self.events else []

    def input(self, events: list[dict[str, Any]]) -> None:
        self.given.append(events)

    def look(self) -> Look:
        return Look(serial=self.serial)

    def picture(self) -> Picture:
        found = self.pictures.pop(0) if len(self.pictures) > 1 else self.pictures[0]
        if found is None:
            raise ValueError("no picture")
        return found

    def nudge(self, number: int) -> None:
        """It has no pointer."""


@dataclass
class Told:
    """What was told of a guest."""

    pictures: list[Picture] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    live: Live = field(init=False)

    def __post_init__(self) -> None:
        self.live = Live(self.pictures.append, lambda seen: None, self.results.append)


def used(guest: Guest, told: Told, cancel: threading.Event | None = None) -> live._Used:
    return live._Used(cast(Emulated, guest), told.live, cancel or threading.Event())


def test_what_is_typed_goes_in_together_and_in_order() -> None:
    told, guest = Told(), Guest()
    told.live.put([{"key": 1}, {"key": 2}])
    told.live.put([{"key": 3}])
    told.live.pass_on(cast(Emulated, guest))
    told.live.pass_on(cast(Emulated, guest))
    assert guest.given == [[{"key": 1}, {"key": 2}, {"key": 3}]]


def test_of_too_much_that_waits_the_oldest_is_lost() -> None:
    told, guest = Told(), Guest()
    told.live.put([{"key": number} for number in range(250)])
    told.live.pass_on(cast(Emulated, guest))
    assert [each["key"] for each in guest.given[0]] == list(range(50, 250))


def test_a_picture_is_shown_where_it_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that cannot be had is passed over."""
    monkeypatch.setattr(live, "PICTURE_EVERY", 0)
    told = Told()
    shown = [picture(1), picture(1), None, picture(2), picture(1)]
    guest = Guest(["A", "B", "C", "D", "E"], list(shown))
    watched = used(guest, told)
    assert [watched.wait(1)[0] for _ in range(5)] == ["A", "B", "C", "D", "E"]
    assert told.pictures == [picture(1), picture(2), picture(1)]


def test_pictures_come_no_more_often_than_eyes_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PICTURE_EVERY", 60)
    told = Told()
    guest = Guest(["A", "B", "C"], [picture(1), picture(2), picture(3)])
    watched = used(guest, told)
    for _ in range(3):
        watched.wait(1)
    assert told.pictures == [picture(1)]


def test_it_waits_no_longer_than_it_is_told_to_or_is_stopped() -> None:
    cancel = threading.Event()
    watched = used(Guest(pictures=[picture(1)]), Told(), cancel)
    assert watched.wait(0.01) == []
    cancel.set()
    assert watched.wait(60) == []


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> Guest:
    """A guest that logs in at once, and shuts itself down later."""
    guest = Guest(["", "", "SHUTDOWN"], [picture(1)], "vm login:")

    @contextmanager
    def started(*_: object, **__: object) -> Iterator[Guest]:
        yield guest

    monkeypatch.setattr(live, "started", started)
    return guest


TRIAL = Trial(Path("/out"), Domain("vm", 64, 1), {}, 5)


def test_it_is_judged_once_and_runs_on_until_it_ends(starts: Guest) -> None:
    told = Told()
    result = told.live.run(TRIAL, threading.Event())
    assert result is not None
    assert told.results == [result]
    assert result.verdict.outcome == "reached"
    assert starts.events == []


def test_ended_before_there_is_a_verdict_it_says_nothing(starts: Guest) -> None:
    told, cancel = Told(), threading.Event()
    cancel.set()
    assert told.live.run(TRIAL, cancel) is None
    assert told.results == []


def test_what_is_told_is_how_it_goes(starts: Guest) -> None:
    seen: list[Seen] = []
    cancel = threading.Event()
    Live(lambda shown: None, seen.append, lambda result: cancel.set()).run(TRIAL, cancel)
    assert seen[-1].look.serial == "vm login:"
