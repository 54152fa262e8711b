"""Where images are to go on file systems that cannot have what Linux' and NTFS can."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures import machine

from engine import platform
from engine.choices import Choices
from engine.image_formats import Format
from engine.job import work
from engine.job.convert import plan, space
from engine.job.convert.conversion_job import ConversionJob
from engine.job.events import Event, StepStarted
from engine.vmware.machine import read

SIZE = 16 << 20


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return machine.build(tmp_path_factory.mktemp("large"), size=SIZE, snapshots=0).vmx


def test_the_file_system_is_known(tmp_path: Path) -> None:
    assert platform.file_system(tmp_path)


@pytest.mark.parametrize(
    ("kind", "format", "codes"),
    [
        ("ext4", "raw", []),
        ("vfat", "raw", ["E910"]),
        ("FAT32", "raw", ["E910"]),
        ("vfat", "qcow2", []),
        ("exfat", "raw", []),
    ],
)
def test_what_fat_cannot_have_is_refused_before(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    kind: str, format: Format, codes: list[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(platform, "file_system", lambda folder: kind)
    monkeypatch.setattr(space, "_FAT_LIMIT", SIZE - 1)  # so that no disk of 4 GiB has to be made
    made = plan.make(read(large), tmp_path / "out", Choices(format=format))
    assert [each.code for each in made.findings if each.code == "E910"] == codes
    whole = kind == "exfat" or (kind in ("vfat", "FAT32") and format == "raw")
    assert (made.needed >= SIZE + (16 << 20)) is whole


def test_a_drive_that_fills_up_says_how_much_is_missing(
    tmp_path: Path, file_system_of: Callable[[int], Path]
) -> None:
    """And the conversion goes on once there is room."""
    built = machine.build(tmp_path / "vm", size=24 << 20, snapshots=0)
    drive = file_system_of(60)
    job = ConversionJob(plan.make(read(built.vmx), drive / "out", Choices()))
    other = drive / "of another"

    def fill(event: Event) -> None:
        """Somebody else writes there once the copy begins."""
        if isinstance(event, StepStarted) and not other.exists():
            other.write_bytes(bytes(50 << 20))

    ended = work.run(job, fill, threading.Event())
    (found,) = ended.findings
    assert (ended.outcome, found.code) == ("refused", "E936")
    number, unit = found.message.fields["missing"].split()
    assert unit == "MiB"
    assert 26 < float(number) < 31  # 40 MiB are planned, 10 were free
    other.unlink()
    again = ConversionJob.resumed(drive / "out")
    assert work.run(again, lambda _: None, threading.Event()).outcome == "done"
    assert (drive / "out/win2003.img").read_bytes() == built.truths["current"].read_bytes()
