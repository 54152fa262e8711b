"""Temporary folders: what a killed process has left is gone with the next, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from engine import temporary

_HOLD = """
import sys
from engine import temporary
with temporary.folder() as folder:
    (folder / "disk").mkdir()
    (folder / "disk" / "0.qcow2").write_bytes(b"x" * 4096)
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def holding() -> tuple[subprocess.Popen[str], Path]:
    """A process that has a folder, until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_folder_is_ones_own_and_goes(place: Path) -> None:
    with temporary.folder() as folder:
        assert folder.parent == place
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").write_text("x")
    assert names(place) == set()


def test_what_a_killed_process_left_goes_with_the_next(place: Path) -> None:
    dead, left = holding()
    live, used = holding()
    dead.kill()
    dead.communicate()
    assert dead.returncode == -signal.SIGKILL
    assert (left / "disk/0.qcow2").exists()
    with temporary.folder() as folder:
        assert names(place) == {used.name, folder.name}
        assert (used / "disk/0.qcow2").exists()
    assert names(place) == {used.name}
    live.communicate("")
    assert live.returncode == 0
    assert names(place) == set()


def test_what_only_has_such_a_name_stays(place: Path) -> None:
    other = place / "other"
    other.mkdir()
    (other / "file").write_text("x")
    (place / "vmx2xen-tmp-abcdefgh").symlink_to(other)
    (place / "vmx2xen-tmp-ijklmnop").write_text("a file")
    for name in ("vmx2xen-out", "vmx2xen-tmp-mine", "vmx2xen-tmp-abcdefgh.cfg"):
        (place / name).mkdir()
    before = names(place)
    with temporary.folder() as folder:
        pass
    assert names(place) == before
    assert not folder.exists()
    assert (other / "file").read_text() == "x"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_another_user_has_stays(place: Path) -> None:
    theirs = place / "vmx2xen-tmp-abcdefgh"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    with temporary.folder():
        pass
    assert theirs.exists()


def test_one_that_is_swept_before_it_is_held_is_made_anew(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    make = tempfile.mkdtemp

    def swept(**how: str) -> str:
        path = make(**how)
        if not made:
            Path(path).rmdir()
        made.append(Path(path))
        return path

    monkeypatch.setattr(tempfile, "mkdtemp", swept)
    with temporary.folder() as folder:
        assert [each.exists() for each in made] == [False, True]
        assert folder == made[1]
