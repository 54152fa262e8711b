"""A test boot: once more in emulation where the accelerator may be to blame, and what is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from job.trial.seen import PICTURE, RUNNER, failed, reached
from refusals import refused

from engine.boot.look import Look, Seen
from engine.job.events import Event, Log
from engine.job.trial import trial_boot
from engine.job.trial.trial_boot import Result, Trial, keep_picture, watched
from engine.xen.domain import Domain

TRIAL = Trial(Path("/out"), Domain("vm", 64, 1), {}, None)


@pytest.fixture
def boots(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Has guests end as they are told to, in place of a QEMU; by which accelerators is kept."""

    def ending(*results: Result) -> list[str]:
        used: list[str] = []

        def once(trial: Trial, accelerator: str, *_: object) -> Result:
            used.append(accelerator)
            return results[len(used) - 1]

        monkeypatch.setattr(trial_boot, "_once", once)
        return used

    return ending


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (failed("E740"), True),
        (failed("E741"), True),
        (failed("E742"), True),
        (failed("E746"), True),
        (failed("E722"), False),
        (failed("E740", "tcg"), False),
        (reached(), False),
    ],
)
def test_once_more_in_emulation_where_that_may_help(
    boots: Callable[..., list[str]], first: Result, again: bool
) -> None:
    second, events = reached("in emulation"), list[Event]()
    used = boots(first, second)
    result = watched(TRIAL, events.append, threading.Event())
    assert result is (second if again else first)
    assert used == (["auto", "tcg"] if again else ["auto"])
    assert len([each for each in events if isinstance(each, Log)]) == again


def test_the_accelerator_that_was_asked_for_is_the_only_one(
    boots: Callable[..., list[str]],
) -> None:
    used = boots(failed(), reached())
    trial = Trial(TRIAL.folder, TRIAL.domain, {}, None, accelerator="kvm")
    watched(trial, lambda event: None, threading.Event())
    assert used == ["kvm"]


def test_what_was_stopped_is_not_begun_again(boots: Callable[..., list[str]]) -> None:
    used, cancel = boots(failed(), reached()), threading.Event()
    cancel.set()
    watched(TRIAL, lambda event: None, cancel)
    assert used == ["auto"]


def test_a_new_line_is_told_at_once_and_time_now_and_then() -> None:
    events: list[Event] = []
    tell = trial_boot._Progress(events.append)
    for seconds, line, restarts in (
        (1, "one", 0), (2, "one", 0), (3, "two", 1), (7.9, "two", 1), (8.1, "two", 1),
    ):  # fmt: skip
        tell(Seen(RUNNER, Look(serial=line), seconds, restarts=restarts))
    assert [each.text for each in events if isinstance(each, Log)] == [
        "1 s: one",
        "3 s, 1 restarts: two",
        "8 s, 1 restarts: two",
    ]


def test_the_last_picture_is_a_new_file(tmp_path: Path) -> None:
    keep_picture(reached(), tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == PICTURE.png()
    assert refused(lambda: keep_picture(reached(), tmp_path / "a.png")) == "E723"
    assert refused(lambda: keep_picture(reached(shown=None), tmp_path / "b.png")) == "E723"
    assert [each.name for each in tmp_path.iterdir()] == ["a.png"]


def test_a_result_is_plain_data() -> None:
    found = reached().as_json()
    assert (found["verdict"], found["said"], found["seconds"]) == ("reached", "a login", 4.3)
    assert (found["screen"], found["serial"], found["accelerator"]) == ("text", "serial", "kvm")
    assert found["running"]
