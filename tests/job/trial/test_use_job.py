"""A cell that was tried is put into use: its flags into the configuration, results are kept."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from job.trial.seen import cell_of, reached
from refusals import refused

from engine.job.events import Event, Finished, Found
from engine.job.result.conversion import Conversion
from engine.job.trial import subject
from engine.job.trial.results import HERE, Results
from engine.job.trial.use_job import UseJob
from engine.job.work import run
from engine.xen import xl_reader


def ran(job: UseJob) -> tuple[Finished, list[str]]:
    events: list[Event] = []
    finished = run(job, events.append, threading.Event())
    return finished, [each.finding.code for each in events if isinstance(each, Found)]


@pytest.mark.parametrize("name", ["", "halacpi", "halacpi halmps acpi=1"])
def test_a_cell_is_named_by_its_flags(little: Path, name: str) -> None:
    """And by one HAL at most; this guest has one for all machines."""
    assert refused(lambda: UseJob.planned(little, name)) == "E749"


@pytest.mark.parametrize(
    ("name", "code"), [("colour=blue", "E501"), ("acpi=7", "E501"), ("halacpi acpi=1", "E652")]
)
def test_what_no_domain_has_is_refused(little: Path, name: str, code: str) -> None:
    assert refused(lambda: UseJob.planned(little, name)) == code


def test_flags_go_into_the_configuration_and_the_rest_stays(little: Path) -> None:
    config = Conversion.open(little).config
    before = xl_reader.read(config.read_text())
    job = UseJob.planned(little, "vcpus=2 apic=0 acpi=1")
    assert (job.image, len(job.steps())) == (None, 1)  # the guest is as it was
    assert job.title == f"Use {job.cell.name}"
    finished, _ = ran(job)
    assert finished.outcome == "done", finished
    assert finished.result["used"] == job.cell.name
    after = xl_reader.read(config.read_text())
    assert {key for key in after if before.get(key) != after[key]} == {"vcpus", "apic"}
    assert Conversion.open(little).config_digest
    assert job.advice == ()
    assert ran(job)[0].outcome == "done"  # done again, there is nothing to do


def test_what_was_tried_is_still_known(little: Path) -> None:
    about = subject.look(little)
    Results(about).keep(cell_of(about, acpi="1"), HERE, reached())
    assert ran(UseJob.planned(little, "acpi=1 vcpus=2"))[0].outcome == "done"
    assert len(list(Results(subject.look(little)).all())) == 1


def test_a_cell_is_asked_for_again_by_its_name(little: Path) -> None:
    job = UseJob.planned(little, "vcpus=2 acpi=1", agreed=True)
    assert job.asked == {"name": job.cell.name, "agreed": True}
    again = UseJob.planned(little, job.cell.name, agreed=True)
    assert again.cell == job.cell
