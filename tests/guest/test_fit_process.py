"""Fitting in a process of its own: the same change as within this one, and the same refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import guests
from fixtures.raw_disk import RawDisk

from engine.findings import Refusal
from engine.guest import fit, fit_process
from engine.guest.inspect import Guest, look
from engine.guest.windows import boot_sector_heads, one_windows
from engine.guest.wishes import Wishes


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fit") / "image"
    guests.build(path, "windowsxp", hal="halaacpi")
    return path


@pytest.fixture
def disk(image: Path) -> RawDisk:
    return RawDisk(image)


@pytest.fixture(scope="module")
def guest(image: Path) -> Guest:
    return look(RawDisk(image))


@pytest.mark.parametrize(
    "wishes",
    [Wishes(), Wishes(bus="ide"), Wishes(hal="halacpi", trials=("hal",), timeout=5, bus="ide")],
)
def test_the_change_is_that_of_this_process(disk: RawDisk, guest: Guest, wishes: Wishes) -> None:
    here, there = fit.prepare(disk, guest, wishes), fit_process.prepare(disk, guest, wishes)
    assert (there.changes, there.findings) == (here.changes, here.findings)
    # Times of files are those of the moment, so that pages of the same numbers differ in them.
    assert there.edit.pages.keys() == here.edit.pages.keys()
    assert there.edit.before == here.edit.before


def test_refusals_come_through_with_their_texts(disk: RawDisk, guest: Guest) -> None:
    wishes = Wishes(hal="no such HAL", root=r"\NOWHERE")
    with pytest.raises(Refusal) as here:
        fit.prepare(disk, guest, wishes)
    with pytest.raises(Refusal) as there:
        fit_process.prepare(disk, guest, wishes)
    assert there.value.findings == here.value.findings
    assert there.value.findings[0].message.template == here.value.findings[0].message.template


def test_no_file_of_the_guest_is_read_in_this_process(
    disk: RawDisk, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("read in the application's own process")

    for name in ("open_files", "opened"):
        monkeypatch.setattr(one_windows, name, never)
    assert fit_process.prepare(disk, guest, Wishes(bus="ide")).changes
    with pytest.raises(AssertionError, match="own process"):
        fit.prepare(disk, guest, Wishes(bus="ide"))


def test_an_exception_of_the_disk_comes_through(disk: RawDisk, guest: Guest) -> None:
    class Failing(RawDisk):
        def pread(self, offset: int, length: int) -> bytes:
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        fit_process.prepare(Failing(disk.path), guest, Wishes(bus="ide"))


def test_the_disk_that_the_bios_starts_is_prepared_there_too(
    tmp_path: Path, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its boot sector was written by strangers as well."""
    guests.build(tmp_path / "start", "windowsxp", seed=1)
    start, wishes = RawDisk(tmp_path / "start"), Wishes(bus="ide")
    here = fit.prepare_start(start, look(start), guest, wishes)
    assert here.changes
    monkeypatch.setattr(boot_sector_heads, "fit", None)  # of this process
    there = fit_process.prepare_start(start, look(start), guest, wishes)
    assert (there.changes, there.findings) == (here.changes, here.findings)
    assert there.edit.pages == here.edit.pages
