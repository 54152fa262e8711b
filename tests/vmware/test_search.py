"""Looking for machines in folders."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from engine.findings import Refusal
from engine.vmware import machine, search
from engine.vmware.search import DEPTH, Found


def put(folder: Path, *names: str) -> list[Path]:
    """Empty files; the folders above them are made."""
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return paths


def machines_in(folder: Path) -> list[Path]:
    """The machines found, where nothing was left out of the search."""
    found = search.machines_in(folder)
    assert not found.findings
    return found.machines


def reason(found: Found) -> str:
    (finding,) = found.findings
    assert finding.code == "W212"
    return finding.message


def test_the_machines_of_a_folder_hide_those_below(tmp_path: Path) -> None:
    own = put(tmp_path, "a.vmx", "b.OVA", "c.ovf")
    put(tmp_path, "notes.txt", "d.vmdk", "below/e.vmx")
    assert machines_in(tmp_path) == own


def test_machines_in_folders_of_any_depth(tmp_path: Path) -> None:
    found = put(tmp_path, "one/one.vmx", "two/deep/two.vmx")
    put(tmp_path, "one/old/copy.vmx", ".hidden/three.vmx", "empty/notes.txt")
    assert machines_in(tmp_path) == found


def test_too_deep_is_not_looked_at_and_told(tmp_path: Path) -> None:
    put(tmp_path, "/".join("abcdefgh") + "/x.vmx")
    found = search.machines_in(tmp_path)
    assert found.machines == []
    assert f"more than {DEPTH - 1} levels down" in reason(found)


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (found,) = put(tmp_path, "vm/a.vmx")
    assert machines_in(tmp_path) == [found]


def test_a_folder_that_may_not_be_entered_is_left_out(tmp_path: Path) -> None:
    (found,) = put(tmp_path, "vm/a.vmx")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert machines_in(tmp_path) == [found]
    assert "No such file" in reason(search.machines_in(tmp_path / "nowhere"))


def test_a_folder_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = put(tmp_path, "vm/a.vmx")
    put(tmp_path, "private/b.vmx")
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "private":  # root may read what others may not
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    seen = search.machines_in(tmp_path)
    assert (seen.machines, "private" in reason(seen)) == ([found], True)
    with pytest.raises(Refusal, match=r"E101.*ermission denied"):
        machine.read(tmp_path / "private")


def test_special_files_are_no_machines(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.vmx")
    assert machines_in(tmp_path) == []


def test_templates_are_machines(tmp_path: Path) -> None:
    found = put(tmp_path, "one/one.vmtx", "two/two.VMTX")
    assert machines_in(tmp_path) == found


def test_there_may_be_any_number(tmp_path: Path) -> None:
    put(tmp_path, *(f"{number:04}/a.vmx" for number in range(1500)))
    assert len(machines_in(tmp_path)) == 1500


def test_too_many_files_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "ENTRIES_LIMIT", 100)
    put(tmp_path, *(f"{number:03}/a.vmx" for number in range(150)))
    assert "more than 100 files" in reason(search.machines_in(tmp_path))
