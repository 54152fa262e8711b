"""A change of the guest and taking one back, as jobs: what they say before and after."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from fixtures import guests
from job.result.edited import change

from engine.guest.wishes import Wishes
from engine.job.events import Event, Finished, Found, Log, StepsKnown
from engine.job.result import edit_history, guest_image
from engine.job.result.hal_jobs import HalChangeJob, HalUndoJob
from engine.job.work import Job, run


@pytest.fixture
def image(little: Path) -> Path:
    return little / "win2003.img"


def ran(job: Job) -> tuple[Finished, list[Event]]:
    events: list[Event] = []
    return run(job, events.append, threading.Event()), events


def test_a_change_is_taken_back_and_named(image: Path) -> None:
    truth = image.read_bytes()
    edit_history.note_change(change(image), image, "a HAL")
    job = HalUndoJob(image)
    assert job.result() == {"undone": False, "there": True, "edit": None}
    finished, _ = ran(job)
    assert finished.outcome == "done"
    assert finished.result["undone"]
    assert finished.result["edit"]["what"] == "a HAL"
    assert job.told == f"a HAL in {image} are as before"
    assert image.read_bytes() == truth


def test_where_nothing_was_changed_nothing_is_taken_back(image: Path) -> None:
    job = HalUndoJob(image)
    finished, _ = ran(job)
    assert finished.result == {"undone": False, "there": False, "edit": None}
    assert job.told == "There is nothing to take back"


def test_a_change_without_a_note_is_told_by_its_image(image: Path) -> None:
    change(image)
    job = HalUndoJob(image)
    assert ran(job)[0].outcome == "done"
    assert job.told == f"The newest change in {image} is taken back"


def test_what_the_guest_has_written_is_kept_unless_it_is_agreed_to(image: Path) -> None:
    change(image)
    with image.open("r+b") as file:
        file.seek(1 << 20)
        file.write(b"the guest ran")
    finished, _ = ran(HalUndoJob(image))
    assert [each.code for each in finished.findings] == ["E609"]
    assert ran(HalUndoJob(image, anyway=True))[0].outcome == "done"
    assert image.read_bytes()[1 << 20 :].startswith(b"the guest ran")


def test_one_that_was_interrupted_is_finished_and_no_other_is_taken_back_with_it(
    image: Path,
) -> None:
    edit_history.note_change(change(image, 0), image, "a HAL")
    newer = change(image, 1)
    edit_history.note_change(newer, image, "a menu")
    newer.rename(newer.with_name(f"{newer.name}.back"))
    job = HalUndoJob(image)
    finished, events = ran(job)
    assert finished.outcome == "done"
    assert job.told == f"a menu in {image} are as before"
    assert "W602" in [each.finding.code for each in events if isinstance(each, Found)]
    assert [each.what for each in guest_image.edits(image)] == ["a HAL"]


def test_without_a_windows_nothing_is_changed(image: Path) -> None:
    job = HalChangeJob(image, Wishes(hal="halacpi"))
    finished, _ = ran(job)
    assert [each.code for each in finished.findings] == ["E448"]
    assert job.result() == {"changes": [], "undo": None, "xen": ""}
    assert job.advice == ()


def test_an_image_that_is_none_is_refused_before_it_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "a.img").write_bytes(b"QFI\xfb".ljust(4096, b"\0"))
    for job in (HalChangeJob(tmp_path / "a.img", Wishes()), HalUndoJob(tmp_path / "a.img")):
        finished, events = ran(job)
        assert [each.code for each in finished.findings] == ["E650"]
        [known] = [each for each in events if isinstance(each, StepsKnown)]
        assert known.steps[0].name == "Look at a.img"


def test_a_hal_is_changed_told_and_given_back(tmp_path: Path) -> None:
    """A bare image of a Windows XP: there is no folder of results around it."""
    image = tmp_path / "xp.img"
    guests.build(image, "windowsxp", file_system="fat32")
    truth = image.read_bytes()
    job = HalChangeJob(image, Wishes(hal="halacpi", agreed=True))
    finished, events = ran(job)
    assert finished.outcome == "done", finished
    assert finished.result["changes"]
    assert finished.result["undo"] == str(job.undo)
    assert job.told.endswith(f"its Xen configuration has to say {job.flags}")
    assert "acpi=1" in job.flags
    assert [each.command for each in job.advice] == [("vmx2xen", "hal", str(image), "--undo")]
    assert any(isinstance(each, Log | Found) for each in events)
    again = HalChangeJob(image, Wishes(hal="halacpi", agreed=True))
    assert ran(again)[0].outcome == "done"
    assert (again.told, again.undo) == ("There is nothing to change", None)
    assert ran(HalUndoJob(image))[0].result["undone"]
    assert image.read_bytes() == truth
