"""A job is made again from its request, also when that has been a file in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from refusals import refused

from engine.choices import Choices
from engine.guest.wishes import Wishes
from engine.job import requests
from engine.job.convert import plan as plans
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.disk_job import DiskJob
from engine.job.places import JOB_JOURNAL, PUSH_JOURNAL
from engine.job.push.push_job import PushJob
from engine.job.push.push_journal import Journal, Wish
from engine.job.result.checksums_job import ChecksumsJob
from engine.job.result.configure_job import ConfigureJob
from engine.job.result.conversion import Conversion
from engine.job.result.hal_jobs import HalChangeJob, HalUndoJob
from engine.job.result.refit_job import RefitJob
from engine.job.result.verify_job import VerifyJob
from engine.job.result.xva_job import XvaJob
from engine.job.work import Job
from engine.vmware.machine import read

WISHES = Wishes(hal="halacpi", trials=("hal", "halmacpi"), timeout=5, media=("/cd",), agreed=True)
OF_RESULTS: dict[str, Callable[[Path], Job]] = {
    "push": lambda folder: PushJob.planned(folder, Wish("/srv", yes=True, limit=7)),
    "hal": lambda folder: HalChangeJob(folder / "win2003.img", WISHES),
    "undo": lambda folder: HalUndoJob(folder / "win2003.img", anyway=True),
    "refit": lambda folder: RefitJob(folder / "win2003.img"),
    "verify": lambda folder: VerifyJob(Conversion.open(folder), accept=True),
    "checksums": ChecksumsJob.planned,
    "configure": lambda folder: ConfigureJob.planned(folder, {"memory": "512"}, agreed=False),
    "xva": lambda folder: XvaJob.planned(folder, folder / "a.xva", agreed=True),
}


def kept(job: Job) -> Any:
    """The request of a job as a file has it."""
    return json.loads(json.dumps(job.request))


@pytest.fixture
def vm(tmp_path: Path) -> machine.Machine:
    return machine.build(tmp_path / "vm", size=1 << 20, snapshots=1)


@pytest.mark.parametrize("kind", OF_RESULTS)
def test_a_job_of_results_is_made_again(kind: str, little: Path) -> None:
    job = OF_RESULTS[kind](little)
    again = requests.load(kept(job))
    assert type(again) is type(job)
    assert kept(again) == kept(job)


def test_wishes_are_what_they_were(little: Path) -> None:
    """Lists of JSON are no tuples."""
    again = requests.load(kept(HalChangeJob(little / "win2003.img", WISHES)))
    assert isinstance(again, HalChangeJob)
    assert again.wishes == WISHES


def test_a_conversion_is_planned_anew(vm: machine.Machine, tmp_path: Path) -> None:
    choices = Choices(snapshot="1", settings={"memory": "256"})
    job = ConversionJob(plans.make(read(vm.vmx), tmp_path / "out", choices))
    again = requests.load(kept(job))
    assert isinstance(again, ConversionJob)
    assert again.plan.choices == job.plan.choices
    assert again.request == job.request
    assert not again.plan.resuming
    vm.disk.with_name("win2003.vmdk").unlink()
    assert {each.code for each in requests.load(kept(job)).findings if each.blocks}


def test_a_disk_is_planned_anew(vm: machine.Machine, tmp_path: Path) -> None:
    job = DiskJob.planned(vm.disk, tmp_path / "a.img", "raw")
    assert requests.load(kept(job)).request == job.request


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"kind": "nothing of ours"},
        {"kind": ["push"]},
        {"kind": "push"},
        {"kind": "push", "folder": 7, "wish": {"target": "/srv"}},
        {"kind": "push", "folder": "/x", "wish": {"target": "/srv", "colour": "red"}},
        {"kind": "push", "folder": "/x", "wish": ["/srv"]},
        {"kind": "hal", "image": "/x", "wishes": {"colour": "red"}},
        {"kind": "conversion", "machine": "/x", "folder": "/y", "choices": {"format": "zip"}},
    ],
)
def test_what_is_no_request_of_ours(request_: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever; the caller tells none apart
        requests.load(request_)


def test_what_was_stopped_in_a_folder(little: Path, tmp_path: Path) -> None:
    assert requests.left_in(little) == ""
    assert refused(lambda: requests.resumed(little)) == "E412"
    with Journal(little, Wish("/srv", limit=3)) as journal:
        journal.begin(little, "x")  # type: ignore[arg-type]
    assert (requests.left_in(little), (little / PUSH_JOURNAL).exists()) == ("push", True)
    again = requests.resumed(little)
    assert isinstance(again, PushJob)
    assert again.wish.limit == 3
    (little / JOB_JOURNAL).write_text("damaged")
    assert requests.left_in(little) == "conversion"  # before a delivery there is a conversion
    assert refused(lambda: requests.resumed(little)) == "E404"
