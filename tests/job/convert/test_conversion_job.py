"""A conversion's own journal: what was asked for, kept until all is done, and believed in part."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from refusals import refused

from engine.choices import Choices
from engine.findings import Refusal
from engine.job.convert import plan as plans
from engine.job.convert.conversion_job import ConversionJob, asked, outside
from engine.job.places import JOB_JOURNAL, partial
from engine.job.work import run
from engine.vmware.machine import read

CHOICES = Choices(snapshot="1", settings={"memory": "256"})


@pytest.fixture
def vm(tmp_path: Path) -> machine.Machine:
    return machine.build(tmp_path / "vm", size=1 << 20, snapshots=1)


@pytest.fixture
def job(vm: machine.Machine, tmp_path: Path) -> ConversionJob:
    return ConversionJob(plans.make(read(vm.vmx), tmp_path / "out", CHOICES))


def begun(job: ConversionJob) -> Path:
    """The folder of the job, stopped before its first step."""
    with pytest.raises(KeyboardInterrupt), job.prepared():
        raise KeyboardInterrupt
    return job.plan.folder


def test_the_journal_is_there_while_it_runs_and_gone_after_it(job: ConversionJob) -> None:
    assert job.resumable is None
    with job.prepared() as steps:
        assert (job.plan.folder / JOB_JOURNAL).exists()
        assert len(steps) > 1
    assert list(job.plan.folder.iterdir()) == []


def test_what_was_asked_for_is_read_back(job: ConversionJob, vm: machine.Machine) -> None:
    folder = begun(job)
    assert job.resumable == folder
    source, choices = asked(folder)
    assert source == vm.vmx
    assert (choices.snapshot, choices.settings["memory"]) == ("1", "256")
    again = ConversionJob.resumed(folder)
    assert again.plan.resuming
    assert again.request == job.request
    assert run(again, lambda event: None, threading.Event()).outcome == "done"
    assert again.result()["files"] == ["win2003.img", "win2003.cfg", "manifest.json"]


def test_only_one_works_in_a_folder(job: ConversionJob) -> None:
    with job.prepared():
        other = ConversionJob.resumed(job.plan.folder)
        assert refused(other.prepared().__enter__) == "E407"


def test_once_the_manifest_has_its_name_only_tidying_is_left(job: ConversionJob) -> None:
    """Without the journal it is that of others."""
    folder = begun(job)
    whole = len(job.steps())
    (folder / "manifest.json").write_text("{}")
    assert [each.total for each in job.steps()] == [0]
    (folder / JOB_JOURNAL).unlink()
    assert len(job.steps()) == whole


def test_no_file_is_named_before_all_is_done(job: ConversionJob) -> None:
    folder = begun(job)
    assert job.result()["files"] == []
    (folder / "manifest.json").write_text("{}")
    assert job.result()["files"] == []


def test_trust_is_not_read_from_a_folder(vm: machine.Machine, tmp_path: Path) -> None:
    choices = Choices(trusted=True)
    folder = begun(ConversionJob(plans.make(read(vm.vmx), tmp_path / "out", choices)))
    assert json.loads((folder / JOB_JOURNAL).read_text())["machine"] == str(vm.vmx)
    assert not asked(folder)[1].trusted


def test_files_outside_of_the_machines_folder_are_agreed_to_anew(
    vm: machine.Machine, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.vmdk"
    vm.disk.rename(elsewhere)
    inside = vm.vmx.parent / "win2003.vmdk"
    choices = Choices(settings={"locate.scsi0:0": str(elsewhere), "locate.scsi0:0/2": str(inside)})
    [found] = outside(vm.vmx, choices)
    assert found.code == "E109"
    assert str(elsewhere) in found.message
    assert outside(vm.vmx, choices, [elsewhere]) == ()
    folder = begun(ConversionJob(plans.make(read(vm.vmx), tmp_path / "out", choices)))
    with pytest.raises(Refusal, match="E109"):
        ConversionJob.resumed(folder)
    for agreed in ({"trusted": True}, {"located": [elsewhere]}):
        again = ConversionJob.resumed(folder, **agreed)
        assert "E109" not in [each.code for each in again.findings]


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.pop("magic"),
        lambda found: found.update(magic="vmx2xen job 2"),
        lambda found: found.pop("machine"),
        lambda found: found.update(machine=None),
        lambda found: found.update(choices=[]),
        lambda found: found["choices"].update(format="zip"),
        lambda found: found.update(more=[0] * (1 << 20)),
    ],
    ids=["no magic", "newer", "no machine", "null", "list", "format", "long"],
)
def test_a_journal_that_is_damaged_is_refused(job: ConversionJob, change: Any) -> None:
    path = begun(job) / JOB_JOURNAL
    found = json.loads(path.read_text())
    change(found)
    path.write_text(json.dumps(found))
    assert refused(lambda: asked(path.parent)) == "E404"


def test_a_folder_without_a_journal_has_nothing_to_resume(tmp_path: Path) -> None:
    assert refused(lambda: ConversionJob.resumed(tmp_path)) == "E412"
    (tmp_path / JOB_JOURNAL).mkdir()
    assert refused(lambda: asked(tmp_path)) == "E404"


def test_what_a_killed_process_left_is_used_up_and_a_link_is_not(job: ConversionJob) -> None:
    folder = job.plan.folder
    folder.mkdir()
    partial(folder / JOB_JOURNAL).write_text("torn")
    begun(job)
    assert asked(folder)[1].snapshot == "1"
    (folder / JOB_JOURNAL).unlink()
    partial(folder / JOB_JOURNAL).symlink_to("elsewhere")
    assert refused(lambda: begun(job)) == "E417"


def test_a_folder_that_cannot_be_made_is_said(vm: machine.Machine, tmp_path: Path) -> None:
    plan = plans.make(read(vm.vmx), tmp_path / "out", CHOICES)
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Refusal), ConversionJob(plan).prepared():
        pass
    assert (tmp_path / "out").read_text() == "a file"
