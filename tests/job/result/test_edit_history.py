"""What was changed in a guest, told from what is noted and from what is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import machine
from job.result.edited import change

from engine.cli.main import main
from engine.disk.edits import commit
from engine.job.result import edit_history, manifest


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The image of a finished conversion."""
    vm = machine.build(tmp_path / "vm", size=8 << 20, snapshots=0)
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "out")]) == 0
    return tmp_path / "out/win2003.img"


def told(image: Path) -> list[tuple[str, str, str]]:
    found = edit_history.edits(image, image.parent)
    return [(each.file.suffix, each.by, each.what) for each in found]


def test_changes_are_told_the_newest_last(image: Path) -> None:
    edit_history.note_change(change(image), image, "a HAL")
    edit_history.note_change(change(image), image, "a menu")
    assert told(image) == [(".undo-001", "user", "a HAL"), (".undo-002", "user", "a menu")]
    assert not edit_history.was_undone(image, image.parent)


def test_a_name_that_is_there_again_is_of_another_change(image: Path) -> None:
    first = change(image)
    edit_history.note_change(first, image, "a HAL")
    assert commit.undo(image)
    edit_history.note_undone(first, image)
    assert edit_history.was_undone(image, image.parent)
    assert change(image) == first
    assert told(image) == [(".undo-001", "user", "")]
    edit_history.note_change(first, image, "a menu")
    assert told(image) == [(".undo-001", "user", "a menu")]


def test_what_was_undone_is_known_though_its_process_was_killed_before_it_was_noted(
    image: Path,
) -> None:
    edit_history.note_change(change(image), image, "a HAL")
    assert commit.undo(image)
    assert edit_history.was_undone(image, image.parent)


def test_what_was_changed_is_noted_though_its_process_was_killed_before(image: Path) -> None:
    change(image)
    (edit,) = edit_history.edits(image, image.parent)
    assert (edit.by, edit.at, edit.what) == ("user", "", "")
    for _ in range(2):
        edit_history.note_missing(edit, image)
    assert commit.undo(image)
    assert edit_history.was_undone(image, image.parent)


def test_an_interrupted_undo_tells_what_it_takes_back(image: Path) -> None:
    file = change(image)
    edit_history.note_change(file, image, "a HAL")
    assert edit_history.being_undone(image, image.parent) is None
    file.rename(file.with_name(f"{file.name}.back"))
    half = edit_history.being_undone(image, image.parent)
    assert half is not None
    assert (half.file, half.by, half.what) == (file, "user", "a HAL")


def test_of_an_image_without_a_manifest_nothing_is_noted(tmp_path: Path) -> None:
    image = tmp_path / "disk.img"
    image.write_bytes(bytes(range(256)) * 64)
    file = change(image)
    edit_history.note_change(file, image, "a HAL")
    assert told(image) == [(".undo-001", "user", "")]
    assert [path.name for path in tmp_path.iterdir() if path.name == "manifest.json"] == []


def test_an_older_manifest_keeps_the_change_of_the_conversion(image: Path) -> None:
    """It lists no changes of the guest, but says what the conversion fitted."""
    with manifest.revised(image.parent) as text:
        text["disks"][0]["changes"] = ["a driver"]
        text["disks"][0].pop("edits", None)
    change(image)
    assert told(image) == [(".undo-001", "conversion", "")]
    edit_history.note_change(change(image), image, "a HAL")
    assert told(image) == [(".undo-001", "conversion", ""), (".undo-002", "user", "a HAL")]
