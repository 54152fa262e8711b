"""The guest in an image: which images can be looked into and changed, and what is given back."""

from __future__ import annotations

import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from fixtures import guests, machine
from job.result.edited import change
from refusals import refused

from engine.choices import Choices
from engine.job import work
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import make
from engine.job.result import edit_history, guest_image
from engine.job.result.conversion import Conversion
from engine.vmware.machine import read


@pytest.fixture
def image(little: Path) -> Path:
    return little / "win2003.img"


def test_a_changed_guest_can_be_given_back(tmp_path: Path) -> None:
    guests.build(tmp_path / "raw", "windows2003")
    made = machine.build(tmp_path / "vm", image=tmp_path / "raw")
    plan = make(read(made.vmx), tmp_path / "out", Choices())
    assert plan.changes
    assert work.run(ConversionJob(plan), lambda _: None, threading.Event()).outcome == "done"
    (image,) = Conversion.open(plan.folder).images
    assert image.undoable
    taken_back, _ = guest_image.undo(image.path)
    assert taken_back is not None
    (undone,) = Conversion.open(plan.folder).images
    assert not undone.undoable
    assert undone.digest != image.digest
    truth = made.truths[machine.CURRENT]
    assert subprocess.run(["cmp", image.path, truth], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "head", "foot", "code"),
    [
        ("a.img", b"", b"", ""),
        ("a.img", b"KDMV", b"", "E650"),
        ("a.img", b"COWD", b"", "E650"),
        ("a.img", b"# Disk DescriptorFile", b"", "E650"),
        ("a.img", b"QFI\xfb", b"", "E650"),
        ("a.img", b"", b"conectix", "E650"),
        ("a.VMDK", b"", b"", "E650"),
    ],
)
def test_only_a_raw_image_is_changed_in_place(
    tmp_path: Path, name: str, head: bytes, foot: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(head.ljust(4096, b"\0") + foot.ljust(512, b"\0"))
    if code:
        assert refused(lambda: guest_image.check_raw(path)) == code
    else:
        guest_image.check_raw(path)


@pytest.mark.parametrize("size", [0, 3, 100, 511])
def test_a_small_file_is_no_image_of_another_kind(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.img"
    path.write_bytes(bytes(size))
    guest_image.check_raw(path)
    path.unlink()
    assert refused(lambda: guest_image.check_raw(path)) == "E201"
    assert guest_image.recover(path) == ()
    assert guest_image.being_undone(path) is None


def test_changes_are_taken_back_the_newest_first(image: Path) -> None:
    truth = image.read_bytes()
    first, second = change(image, 0), change(image, 1)
    for each, what in ((first, "a HAL"), (second, "a menu")):
        edit_history.note_change(each, image, what)
    assert [each.what for each in guest_image.edits(image)] == ["a HAL", "a menu"]
    for what in ("a menu", "a HAL"):
        undone, notes = guest_image.undo(image)
        assert undone is not None
        assert (undone.what, [each.code for each in notes]) == (what, [])
    assert image.read_bytes() == truth
    assert guest_image.undo(image) == (None, ())
    assert guest_image.refit(image) == (None, ())


def test_what_was_written_since_is_not_written_over(image: Path) -> None:
    change(image)
    with image.open("r+b") as file:
        file.write(b"the guest ran")
    assert refused(lambda: guest_image.undo(image)) == "E606"


def test_the_digests_go_along(image: Path) -> None:
    before = Conversion.open(image.parent).images[0].digest
    change(image)
    guest_image.undo(image)
    assert Conversion.open(image.parent).images[0].digest == before
    assert guest_image.undo_folder(image) == image.parent


def test_a_disk_without_a_windows_has_none_to_choose(image: Path) -> None:
    guest = guest_image.look(image)
    assert refused(lambda: guest_image.choose(guest)) == "E448"


def test_the_chain_that_a_vmdk_ends_is_looked_into_and_not_changed(tmp_path: Path) -> None:
    vm = machine.build(tmp_path / "vm", size=1 << 20, snapshots=1)
    with guest_image.opened(vm.disk) as disk:
        assert disk.pread(0, 1 << 20) == vm.truths["current"].read_bytes()
    assert refused(lambda: guest_image.check_raw(vm.disk)) == "E650"
    shutil.copy(vm.disk, tmp_path / "raw.img")
    with pytest.raises(Exception, match="E650"), guest_image.opened(tmp_path / "raw.img"):
        pass
