"""Any job run by the command line: its end, its exit code, and what is said of it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from cli.full import full_disk
from cli.options import options
from job.small_job import SmallJob

from engine.cli.exit_codes import BUG, DONE, REFUSED, STOPPED
from engine.cli.output import OutputLost
from engine.cli.perform import perform, perform_all
from engine.cli.signals import Interrupted
from engine.findings import Refusal, Stopped, finding, refuse
from engine.job.events import Found
from engine.job.work import Work

WARNING = finding("W507", format="vmdk")


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def codes(found: Any) -> list[str]:
    return [each["code"] for each in found["findings"]]


def test_done_with_all_that_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    def act(work: Work) -> None:
        work.emit(Found(WARNING))
        work.emit(Found(finding("W847", slot="scsi0:0")))

    assert perform(SmallJob(act, findings=(WARNING,)), options(json=True)) == DONE
    found = told(capsys)
    assert (found["outcome"], found["made"], codes(found)) == ("done", "it", ["W507", "W847"])
    assert perform(SmallJob(), options()) == DONE
    assert capsys.readouterr().out == "Done: over.\n"


def test_what_is_refused_is_the_reason_alone(capsys: pytest.CaptureFixture[str]) -> None:
    def act(work: Work) -> None:
        raise refuse("E402", path="x")

    assert perform(SmallJob(act, findings=(WARNING,)), options(json=True)) == REFUSED
    assert codes(told(capsys)) == ["E402"]
    assert perform(SmallJob(act), options()) == REFUSED
    assert capsys.readouterr().err.splitlines()[-2].startswith("E402")


def test_what_stands_against_it_keeps_it_from_beginning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    began: list[Work] = []
    job = SmallJob(began.append, findings=(WARNING, finding("E402", path="x")))
    assert perform(job, options(json=True)) == REFUSED
    assert (began, codes(told(capsys))) == ([], ["E402"])


@pytest.mark.parametrize(
    ("folder", "again"),
    [(Path("/a b"), "vmx2xen resume '/a b'"), (None, "vmx2xen small 'a b'")],
)
def test_stopped_it_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path | None,
    again: str,
) -> None:
    def act(work: Work) -> None:
        raise Stopped

    monkeypatch.setattr(sys, "argv", ["pytest"])
    assert perform(SmallJob(act, resumable=folder), options()) == STOPPED
    assert capsys.readouterr().err.splitlines()[-1] == f"Stopped. To go on: {again}"


def test_a_signal_before_the_steps_is_a_stop_and_asks_from_then_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Early(SmallJob):
        def prepared(self) -> Any:
            given.stop._received()
            return super().prepared()

    given = options(json=True)
    assert perform(Early(), given) == STOPPED
    assert told(capsys)["outcome"] == "stopped"

    given = options(json=True)
    assert perform(SmallJob(lambda work: given.stop._received()), given) == DONE  # to its end
    assert given.stop.cancel.is_set()


def test_a_bug_is_told_also_under_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert perform(SmallJob(lambda work: 1 // 0), options(json=True)) == BUG
    said = capsys.readouterr()
    assert json.loads(said.out)["outcome"] == "failed"
    assert "ZeroDivisionError" in said.err
    assert "bug of vmx2xen" in said.err


def test_it_stops_where_nobody_reads_its_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = options()
    with full_disk(monkeypatch), pytest.raises(OutputLost):
        perform(SmallJob(lambda work: work.emit(Found(WARNING))), given)
    assert given.stop.cancel.is_set()


def several(given: argparse.Namespace, *acts: Any) -> int:
    places = {Path(f"/{number}"): act for number, act in enumerate(acts)}

    def planned(place: Path) -> SmallJob:
        if isinstance(places[place], Refusal):
            raise places[place]
        return SmallJob(places[place])

    return perform_all(list(places), planned, given)


def nothing(work: Work) -> None:
    """It is done at once."""


def test_of_several_the_worst_is_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert several(options(json=True), nothing, refuse("E402", path="x"), nothing) == REFUSED
    found = told(capsys)
    assert [each["outcome"] for each in found["machines"]] == ["done", "refused", "done"]
    assert [each["source"] for each in found["machines"]] == ["/0", "/1", "/2"]
    assert (found["outcome"], codes(found["machines"][1])) == ("refused", ["E402"])
    assert several(options(json=True), nothing, nothing) == DONE
    assert told(capsys)["outcome"] == "done"


def test_several_are_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert several(options(), nothing, refuse("E402", path="x")) == REFUSED
    said = capsys.readouterr()
    assert said.err.splitlines()[0] == "/0:"
    assert "E402" in said.err.partition("/1:")[2]
    assert said.out == "Done: over.\n"
    several(options(quiet=True), nothing)
    assert capsys.readouterr().err == ""


def test_one_that_is_stopped_stops_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    def stop(work: Work) -> None:
        given.stop.cancel.set()
        raise Stopped

    given = options(json=True, take_snapshot=True)  # one after another
    assert several(given, nothing, stop, nothing) == STOPPED
    found = told(capsys)
    assert found["outcome"] == "stopped"
    assert [each["outcome"] for each in found["machines"]] == ["done", "stopped"]


def test_stopped_before_anything_began_it_is_told_by_the_caller() -> None:
    given = options(json=True)
    given.stop.cancel.set()
    with pytest.raises(Stopped):
        several(given, nothing)


def test_a_signal_is_no_error_of_a_job() -> None:
    assert not issubclass(Interrupted, Exception)
