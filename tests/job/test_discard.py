"""What a stopped job has left is removed, and nothing else."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from fixtures import machine

from engine.choices import Choices
from engine.disk.copying.journal import lock
from engine.findings import Refusal
from engine.job import requests, work
from engine.job.convert import plan as plans
from engine.job.convert.conversion_job import ConversionJob
from engine.job.discard import discard
from engine.job.events import Event, StepStarted
from engine.job.places import JOB_JOURNAL, PUSH_JOURNAL
from engine.job.push import push_journal
from engine.vmware.machine import read


@pytest.fixture
def made(tmp_path: Path) -> machine.Machine:
    return machine.build(tmp_path / "server", size=4 << 20)


def stopped_at(step: int) -> tuple[Callable[[Event], None], threading.Event]:
    """What stops a job when its step ``step`` begins."""
    cancel = threading.Event()

    def emit(event: Event) -> None:
        if isinstance(event, StepStarted) and event.index == step:
            cancel.set()

    return emit, cancel


def stop(made: machine.Machine, folder: Path, step: int) -> list[str]:
    """Stop a conversion as ``step`` begins; returns the names that are left."""
    job = ConversionJob(plans.make(read(made.vmx), folder, Choices(sha256=True)))
    assert work.run(job, *stopped_at(step)).outcome == "stopped"
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("step", range(5))
def test_wherever_it_was_stopped_nothing_is_left(
    made: machine.Machine, tmp_path: Path, step: int
) -> None:
    before = {path: path.read_bytes() for path in made.vmx.parent.iterdir()}
    assert JOB_JOURNAL in stop(made, tmp_path / "out", step)
    discard(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert {path: path.read_bytes() for path in made.vmx.parent.iterdir()} == before
    plan = plans.make(read(made.vmx), tmp_path / "out", Choices())
    assert plan.blocking == ()


def test_what_had_its_name_already_goes_too(made: machine.Machine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    job = ConversionJob(plans.make(read(made.vmx), out, Choices()))
    emit, cancel = stopped_at(-1)
    with job.prepared() as steps:  # as if the power went before the manifest had its name
        work.run_steps(steps[:-1], emit, cancel)
        (out / "win2003.img.partial").rename(out / "win2003.img")
        (out / "win2003.cfg.partial").rename(out / "win2003.cfg")
        (out / JOB_JOURNAL).rename(tmp_path / "kept")
        (out / JOB_JOURNAL).touch()
    (tmp_path / "kept").rename(out / JOB_JOURNAL)
    discard(out)
    assert not out.exists()


def test_what_others_have_there_stays(made: machine.Machine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("notes.txt", "system.journal", "system", "win2003.xva"):
        (out / name).write_text(f"my {name}")
    stop(made, out, 2)
    discard(out)
    left = {path.name: path.read_text() for path in out.iterdir()}
    names = ("notes.txt", "system.journal", "system", "win2003.xva")
    assert left == {name: f"my {name}" for name in names}


def test_a_finished_conversion_keeps_its_results(made: machine.Machine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    job = ConversionJob(plans.make(read(made.vmx), out, Choices()))
    assert work.run(job, lambda _: None, threading.Event()).outcome == "done"
    names = sorted(out.iterdir())
    (out / JOB_JOURNAL).write_text("{}")  # as if the power went before it was removed
    discard(out)
    assert sorted(out.iterdir()) == names
    discard(out)  # nothing is left to be discarded
    assert sorted(out.iterdir()) == names


def test_what_runs_is_not_discarded(made: machine.Machine, tmp_path: Path) -> None:
    names = stop(made, tmp_path / "out", 2)
    fd = os.open(tmp_path / "out" / JOB_JOURNAL, os.O_RDONLY)
    try:
        lock(fd, tmp_path / "out" / JOB_JOURNAL)
        with pytest.raises(Refusal) as refused:
            discard(tmp_path / "out")
    finally:
        os.close(fd)
    assert [each.code for each in refused.value.findings] == ["E407"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names


def test_a_delivery_is_forgotten(tmp_path: Path) -> None:
    with push_journal.Journal(tmp_path, push_journal.Wish("/nowhere")) as journal:
        journal.begin(PurePosixPath("/nowhere/x.img"), "00")
    assert requests.left_in(tmp_path) == "push"
    discard(tmp_path)
    assert not (tmp_path / PUSH_JOURNAL).exists()
    assert requests.left_in(tmp_path) == ""
