"""Several machines in one command: together, told in their order, and only when they are wanted."""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest
from fixtures import machine
from job.small_job import SmallJob

from engine.cli import several
from engine.cli.exit_codes import DONE, STOPPED
from engine.cli.main import main
from engine.cli.signals import StopSwitch
from engine.job.events import Finished
from engine.job.work import Work

NAMES = ("one", "two", "three")


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("several") / "machines"
    for name in NAMES:
        machine.build(folder / name, name=name, size=4 << 20, snapshots=0)
    return folder


def test_each_is_told_whole_before_the_next(
    machines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", str(machines), "-o", str(tmp_path / "out")]) == DONE
    errors = capsys.readouterr().err.splitlines()
    names = sorted(NAMES)
    heads = [errors.index(f"{machines / name / name}.vmx:") for name in names]
    assert heads == sorted(heads)
    for name, begin, end in zip(names, heads, [*heads[1:], len(errors)], strict=True):
        assert f"{name}.img: verified" in errors[begin:end]


class Slow(SmallJob):
    """A job whose only step ends when it is told to."""

    def __init__(self, drives: str, began: Queue[Slow], running: set[Slow]) -> None:
        super().__init__(self._wait, drives=drives)
        self._began, self._running = began, running
        self.may_end = threading.Event()
        self.beside: set[Slow] = set()

    def _wait(self, work: Work) -> None:
        self._running.add(self)
        self.beside = set(self._running)
        self._began.put(self)
        assert self.may_end.wait(60)
        self._running.remove(self)


@contextmanager
def working(jobs: list[Slow]) -> Iterator[tuple[list[several.Underway], argparse.Namespace]]:
    places = {Path(str(number)): job for number, job in enumerate(jobs)}
    options = argparse.Namespace(stop=StopSwitch())
    try:
        with several.begun(list(places), places.__getitem__, options, together=True) as all_work:
            yield all_work, options
    finally:
        for each in jobs:
            each.may_end.set()


def ended(work: several.Underway) -> Finished:
    return work.end.result(60)[1]


def slow(drives: str) -> tuple[list[Slow], Queue[Slow]]:
    """A job for each drive, and those that began, in that order."""
    began, running = Queue[Slow](), set[Slow]()
    return [Slow(each, began, running) for each in drives], began


def test_one_at_a_time_on_a_drive_and_two_where_drives_differ() -> None:
    jobs, began = slow("aab")
    *alike, other = jobs
    with working(jobs) as (all_work, _):
        two = {began.get(timeout=60), began.get(timeout=60)}
        assert other in two
        [one], [same] = two - {other}, set(alike) - two
        assert began.empty()
        one.may_end.set()
        assert began.get(timeout=60) is same
        assert one not in same.beside
        other.may_end.set()
        same.may_end.set()
        assert [ended(each).outcome for each in all_work] == ["done"] * 3


def test_one_that_waits_for_a_drive_hears_that_it_is_stopped() -> None:
    jobs, began = slow("aa")
    with working(jobs) as (all_work, options):
        one = began.get(timeout=60)
        options.stop.cancel.set()
        assert ended(all_work[1 - jobs.index(one)]).outcome == "stopped"
        assert began.empty()
        one.may_end.set()


def test_once_stopped_the_rest_is_not_begun(
    machines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = StopSwitch()
    stop.cancel.set()
    out = tmp_path / "out"
    assert main(["convert", str(machines), "-o", str(out), "--json"], stop) == STOPPED
    assert json.loads(capsys.readouterr().out)["outcome"] == "stopped"
    assert not out.exists()
