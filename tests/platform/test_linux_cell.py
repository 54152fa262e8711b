"""A cell: the files, the network and the processes that one in it cannot reach any more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="on Linux alone")

ROOT = Path(__file__).resolve().parents[2]
BEGIN = """
import os, sys
from engine.platform import linux_cell
def tried(act):
    try:
        act()
    except PermissionError:
        return "denied"
    except OSError as error:
        return type(error).__name__
    return "done"
"""
ALLOWED, OTHER, NEW = "sys.argv[1] + '/allowed/a'", "sys.argv[1] + '/other'", "sys.argv[1] + '/new'"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "allowed").mkdir()
    (tmp_path / "allowed/a").write_text("a")
    (tmp_path / "other").write_text("b")
    return tmp_path


def ran(place: Path, enter: str, *acts: str) -> list[str]:
    """What becomes of each act in the cell; skips where this kernel has none."""
    lines = [f"print(tried(lambda: {each}))" for each in acts]
    script = "\n".join((BEGIN, f"print({enter})", *lines))
    done = subprocess.run(
        [sys.executable, "-c", script, str(place)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    entered, *outcomes = done.stdout.splitlines()
    if entered != "True":
        pytest.skip("this kernel has no such cell")
    return outcomes


FILES = "linux_cell.keep_files([sys.argv[1] + '/allowed', sys.argv[1] + '/missing'])"


def test_only_what_is_allowed_is_read_and_nothing_is_written(place: Path) -> None:
    assert (
        ran(
            place,
            FILES,
            f"open({ALLOWED}).read()",
            "os.listdir(sys.argv[1] + '/allowed')",
            f"open({OTHER}).read()",
            "open('/etc/passwd').read()",
            "os.listdir(sys.argv[1])",
            f"open({ALLOWED}, 'w')",
            f"open({ALLOWED}, 'r+')",
            f"open({NEW}, 'w')",
            f"os.unlink({ALLOWED})",
            "os.mkdir(sys.argv[1] + '/allowed/b')",
            f"os.rename({ALLOWED}, {NEW})",
        )
        == ["done", "done"] + ["denied"] * 9
    )
    assert (place / "allowed/a").read_text() == "a"


def test_a_single_file_may_be_allowed(place: Path) -> None:
    enter = f"linux_cell.keep_files([{OTHER}])"
    acts = (f"open({OTHER}).read()", f"open({ALLOWED}).read()")
    assert ran(place, enter, *acts) == ["done", "denied"]


def test_modules_and_libraries_are_still_loaded(place: Path) -> None:
    acts = ("__import__('wave')", "__import__('ctypes').CDLL('libc.so.6')")
    assert ran(place, FILES, *acts) == ["done", "done"]


def test_what_was_open_stays_open(place: Path) -> None:
    enter = f"[held := open({OTHER})] and {FILES}"
    assert ran(place, enter, "held.read()", f"open({OTHER})") == ["done", "denied"]


def test_no_network_and_no_other_process(place: Path) -> None:
    acts = (
        "__import__('socket').socket()",
        "os.fork()",
        "os.kill(1, 0)",
        "os.kill(os.getppid(), 9)",
        "os.execv('/bin/true', ['true'])",
        "os.nice(1)",
        "os.chmod(sys.argv[1], 0o777)",
        "os.symlink('a', sys.argv[1] + '/link')",
    )
    assert ran(place, "linux_cell.keep_calls()", *acts) == ["denied"] * len(acts)


def test_computing_and_open_files_are_left(place: Path) -> None:
    acts = (
        "bytearray(50 << 20)",
        "os.read(os.memfd_create('x'), 1)",
        "__import__('time').sleep(0.01)",
        "__import__('resource').getrlimit(0)",
        "__import__('random').SystemRandom().random()",
        "os.lseek(1, 0, 1) if False else os.getpid()",
    )
    assert ran(place, "linux_cell.keep_calls()", *acts) == ["done"] * len(acts)


def test_both_hold_together_and_cannot_be_taken_back(place: Path) -> None:
    enter = f"{FILES} and linux_cell.keep_calls()"
    acts = (
        f"open({OTHER}).read()",
        "os.fork()",
        "linux_cell.keep_files(['/']) or open('/etc/passwd')",
    )
    assert ran(place, enter, *acts) == ["denied"] * 3
