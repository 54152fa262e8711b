"""Machines of a plan as rows; stand-ins for jobs of a fleet, which have just what is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from engine.findings import finding
from engine.job.fleet.fleet_job import FleetJob
from gui.fleet.fleet_rows import rows_of, state_of, summary

pytestmark = pytest.mark.usefixtures("qapp")

HINT, FAULT = finding("W507", format="vmdk"), finding("E402", path="x")


def member(name: str = "a", state: str = "ready", findings: Any = (), **wish: Any) -> Any:
    order = SimpleNamespace(name=name, folder=f"/out/{name}", wave=2, size=1 << 20, wish=wish)
    return SimpleNamespace(order=order, state=state, findings=findings)


def record(outcome: str = "waiting", findings: Any = (), detail: str = "") -> Any:
    listed = [each.as_json() for each in findings]
    return SimpleNamespace(outcome=outcome, findings=listed, detail=detail)


def job(*members: Any, ended: Any = None, parts: Any = None) -> FleetJob:
    """A fake fleet whose machines have all ended so."""
    plan = SimpleNamespace(members=members, ready=members[:1], size=2 << 20, needed=3 << 20,
                           seconds=60)  # fmt: skip
    found = ended or record()
    return cast(FleetJob, SimpleNamespace(plan=plan, record=lambda _: found, parts=parts or {}))


@pytest.mark.parametrize(
    ("outcome", "state", "told"),
    [
        ("done", "ready", ("Done", "ok")),
        ("stopped", "ready", ("Stopped", "warning")),
        ("refused", "ready", ("Refused", "error")),
        ("refused", "person", ("Needs you", "error")),
        ("failed", "ready", ("Failed", "error")),
    ],
)
def test_a_word_for_each_end(outcome: str, state: str, told: tuple[str, str]) -> None:
    one = member(state=state)
    for running in (True, False):
        assert state_of(job(one, ended=record(outcome)), one, running=running) == told


def test_how_much_is_done_while_it_runs() -> None:
    one = member()
    assert state_of(job(one), one, running=False) == ("Ready", "")
    assert state_of(job(one), one, running=True) == ("Waiting", "")
    going = job(one, parts={"/out/a": 0.999})
    assert state_of(going, one, running=True) == ("99 %", "current")
    assert state_of(going, one, running=False) == ("Ready", "")


def test_what_stands_against_it_comes_first_and_once() -> None:
    one = member(findings=(HINT, FAULT))
    [row] = rows_of(job(one, ended=record("refused", (FAULT,))), running=False)
    first, second = row.said.splitlines()
    assert row.trouble == first
    assert first.startswith(FAULT.message)
    assert second.startswith(HINT.message)


def test_a_hint_is_no_trouble_and_the_report_of_a_bug_is() -> None:
    [row] = rows_of(job(member(findings=(HINT,))), running=False)
    assert (row.trouble, row.said.startswith(HINT.message)) == ("", True)
    bug = record("failed", detail="Traceback\n  line\nZeroDivisionError: x\n")
    [row] = rows_of(job(member(), ended=bug), running=False)
    assert row.trouble == row.said == "ZeroDivisionError: x"
    [row] = rows_of(job(member()), running=False)
    assert (row.trouble, row.said) == ("", "")


def test_where_it_goes_and_whether_it_can_be_stopped() -> None:
    here, there = member(), member("b", target="root@xen:/srv")
    first, second = rows_of(job(here, there), running=True)
    assert (first.target, second.target) == ("/out/a", "root@xen:/srv")
    assert (first.wave, first.size, first.is_open) == (2, 1 << 20, True)
    assert not rows_of(job(here), running=False)[0].is_open
    assert not rows_of(job(here, ended=record("done")), running=True)[0].is_open


def test_what_there_is_to_do() -> None:
    told = summary(job(member(), member("b")))
    assert told == (
        "1 of 2 machines are ready: 2 MiB to read, at most 3 MiB for the results, "
        "about 60 s on this computer."
    )
