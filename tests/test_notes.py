"""Notes that several processes change: none is lost, and a kill leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine import notes, platform

_CHANGE = """
import sys
from pathlib import Path
from engine import notes
for number in range(int(sys.argv[3])):
    notes.change(Path(sys.argv[1]), lambda found: [*(found or []), f"{sys.argv[2]} {number}"])
"""
_DIE = """
import os, signal, sys
from pathlib import Path
from engine import notes, platform
platform.sync = lambda fd: os.kill(os.getpid(), signal.SIGKILL)
notes.change(Path(sys.argv[1]), lambda found: ["half"])
"""


def run(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_no_change_of_several_processes_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "state/notes.json"
    several = [run(_CHANGE, path, name, 20) for name in "abc"]
    assert [each.wait() for each in several] == [0, 0, 0]
    assert sorted(notes.read(path)) == sorted(f"{name} {n}" for name in "abc" for n in range(20))
    assert names(path.parent) == ["notes.json"]


def test_a_process_killed_within_a_change_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    notes.change(path, lambda _: ["whole"])
    assert run(_DIE, path).wait() == -signal.SIGKILL
    assert notes.read(path) == ["whole"]
    assert names(tmp_path) == ["notes.json", "notes.json.partial"]
    notes.change(path, lambda found: [*found, "more"])
    assert notes.read(path) == ["whole", "more"]
    assert names(tmp_path) == ["notes.json"]


def test_another_that_does_not_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "_PATIENCE", 0.0)
    held = platform.hold_folder(tmp_path)
    try:
        with pytest.raises(BlockingIOError):
            notes.change(tmp_path / "notes.json", lambda found: found)
    finally:
        os.close(held)
    assert names(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b" " * (2 << 20) + b"1"])
def test_what_is_damaged_is_taken_for_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.json"
    path.write_bytes(content)
    assert notes.read(path) is None
    notes.change(path, lambda found: ["new", found])
    assert notes.read(path) == ["new", None]
