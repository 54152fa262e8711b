"""The SHA-256 of a conversion that is done already."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine

from engine.choices import Choices
from engine.findings import Refusal
from engine.job import work
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import make
from engine.job.events import Event, Progress, StepStarted
from engine.job.result import guest_image, manifest
from engine.job.result.checksums_job import ChecksumsJob
from engine.phrase import Phrase
from engine.vmware.machine import read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of a finished conversion."""
    made = machine.build(tmp_path / "vm", size=12 << 20, snapshots=0)
    convert(made.vmx, tmp_path / "out")
    return tmp_path / "out"


def convert(vmx: Path, folder: Path, **choices: Any) -> None:
    plan = make(read(vmx), folder, Choices(**choices))
    assert work.run(ConversionJob(plan), lambda _: None, threading.Event()).outcome == "done"


def run(folder: Path) -> list[Event]:
    events: list[Event] = []
    work.run(ChecksumsJob.planned(folder), events.append, threading.Event())
    return events


def noted(folder: Path) -> str:
    (disk,) = json.loads((folder / manifest.NAME).read_text())["disks"]
    return str(disk.get("sha256", ""))


def test_it_is_what_would_have_been_noted_at_once(folder: Path, tmp_path: Path) -> None:
    convert(tmp_path / "vm/win2003.vmx", tmp_path / "at once", sha256=True)
    before = manifest.read(folder)
    events = run(folder)
    content = (folder / "win2003.img").read_bytes()
    assert noted(folder) == noted(tmp_path / "at once") == hashlib.sha256(content).hexdigest()
    assert [each.chunks for each in manifest.read(folder)] == [each.chunks for each in before]
    assert StepStarted(0, 2, Phrase("Hash win2003.img"), 12 << 20) in events
    assert Progress(12 << 20, 12 << 20) in events


def test_what_is_known_is_not_hashed_again(folder: Path) -> None:
    run(folder)
    assert not [each for each in run(folder) if isinstance(each, StepStarted)]


def test_it_stops_when_it_is_told_to_and_notes_nothing(folder: Path) -> None:
    cancel = threading.Event()

    def stop(event: Event) -> None:
        if isinstance(event, Progress):
            cancel.set()

    assert work.run(ChecksumsJob.planned(folder), stop, cancel).outcome == "stopped"
    assert noted(folder) == ""


def test_an_image_that_was_moved_away_is_refused(folder: Path) -> None:
    (folder / "win2003.img").rename(folder / "elsewhere")
    with pytest.raises(Refusal, match="E412"):
        ChecksumsJob.planned(folder)


def test_a_sum_of_what_was_changed_meanwhile_is_not_noted(tmp_path: Path) -> None:
    guests.build(tmp_path / "raw", "windows2003")
    made = machine.build(tmp_path / "vm", image=tmp_path / "raw")
    folder = tmp_path / "out"
    convert(made.vmx, folder)
    (entry,) = manifest.read(folder)
    undone, _ = guest_image.undo(folder / entry.file)
    assert undone is not None
    manifest.note_sum(folder, entry, "0" * 64)
    assert noted(folder) == ""


def edit(folder: Path, **changes: str) -> None:
    """Change what the manifest says of the disk."""
    path = folder / manifest.NAME
    found = json.loads(path.read_text())
    found["disks"][0] |= changes
    path.write_text(json.dumps(found))


def test_a_sum_that_is_none_is_a_damaged_manifest(folder: Path) -> None:
    edit(folder, sha256="$(reboot)")
    with pytest.raises(Refusal, match="E412"):
        manifest.read(folder)


def test_digests_of_another_kind_are_not_taken_for_these(folder: Path) -> None:
    """Else a sound image would be called damaged."""
    edit(folder, algorithm="blake3, pieces of 4 MiB")
    with pytest.raises(Refusal, match="of another kind"):
        manifest.read(folder)
