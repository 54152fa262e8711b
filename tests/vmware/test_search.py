"""Looking for machines in folders."""

from __future__ import annotations

import os
from pathlib import Path

from engine.vmware import search
from engine.vmware.search import machines_in


def put(folder: Path, *names: str) -> list[Path]:
    """Empty files; the folders above them are made."""
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return paths


def test_the_machines_of_a_folder_hide_those_below(tmp_path: Path) -> None:
    own = put(tmp_path, "a.vmx", "b.OVA", "c.ovf")
    put(tmp_path, "notes.txt", "d.vmdk", "below/e.vmx")
    assert machines_in(tmp_path) == own


def test_machines_in_folders_of_any_depth(tmp_path: Path) -> None:
    found = put(tmp_path, "one/one.vmx", "two/deep/two.vmx")
    put(tmp_path, "one/old/copy.vmx", ".hidden/three.vmx", "empty/notes.txt")
    assert machines_in(tmp_path) == found


def test_too_deep_is_not_looked_at(tmp_path: Path) -> None:
    put(tmp_path, "/".join("abcdefgh") + "/x.vmx")
    assert machines_in(tmp_path) == []


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (found,) = put(tmp_path, "vm/a.vmx")
    assert machines_in(tmp_path) == [found]


def test_a_folder_that_may_not_be_entered_is_left_out(tmp_path: Path) -> None:
    (found,) = put(tmp_path, "vm/a.vmx")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert machines_in(tmp_path) == [found]
    assert machines_in(tmp_path / "nowhere") == []


def test_special_files_are_no_machines(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.vmx")
    assert machines_in(tmp_path) == []


def test_it_is_bounded(tmp_path: Path) -> None:
    put(tmp_path, *(f"{number:03}/a.vmx" for number in range(150)))
    assert len(machines_in(tmp_path)) == search.FOUND_LIMIT
