"""Processes of ours: how they end, what bounds them, and files that have a name for a library."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.platform.ends import End

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not on Windows")

if sys.platform != "win32":
    from engine.platform import posix_processes

ROOT = Path(__file__).resolve().parents[2]


def ran(script: str) -> subprocess.CompletedProcess[str]:
    """A script in a process of its own, where it can be bounded."""
    begin = "import sys, time; from engine.platform import posix_processes as p\n"
    command = [sys.executable, "-c", begin + script]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("code", "end"),
    [
        (0, End("ended")),
        (-9, End("ended")),
        (1, End("failed", "1")),
        (255, End("failed", "255")),
        (-11, End("crashed", "SIGSEGV")),
        (-6, End("crashed", "SIGABRT")),
    ],
)
def test_how_a_process_ended(code: int, end: End) -> None:
    assert posix_processes.end_of(code) == end


def test_a_process_is_ended_and_has_its_own_session() -> None:
    own = posix_processes.own_session()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, **own) as made:
        assert os.getsid(made.pid) == made.pid
        posix_processes.kill(made)
        assert posix_processes.end_of(made.wait()) == End("ended")
        posix_processes.kill(made)  # it is gone already


def test_a_pipe_is_readable_once_there_is_something() -> None:
    reading, writing = os.pipe()
    began = time.monotonic()
    assert not posix_processes.readable(reading, 0.05)
    assert time.monotonic() - began >= 0.04
    os.write(writing, b"x")
    assert posix_processes.readable(reading, 0)
    os.read(reading, 1)
    os.close(writing)
    assert posix_processes.readable(reading, 5)  # the end is something to read
    os.close(reading)
    posix_processes.binary(0)


def test_a_file_has_a_name_for_a_library_and_none_in_a_folder() -> None:
    with posix_processes.named_file(b"content") as file:
        name = file.name.decode()
        with Path(name).open("r+b") as other:
            assert other.read() == b"content"
            other.write(b", and more")
        assert file.read() == b"content, and more"
    assert not Path(name).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="macOS keeps no bound of memory")
def test_memory_is_bounded() -> None:
    done = ran(
        "p.bound(1 << 30, 60, lambda: None)\n"
        "held = bytes(100 << 20)\n"
        "try: bytes(2 << 30)\n"
        "except MemoryError: print('bounded')\n"
    )
    assert done.stdout == "bounded\n", done.stderr


def test_work_that_takes_too_long_is_given_up() -> None:
    done = ran(
        "def give_up(): print('given up'); sys.exit(3)\n"
        "p.bound(4 << 30, 60, give_up)\n"
        "p.count_work(0.05, 30)\n"
        "while True: pass\n"
    )
    assert (done.returncode, done.stdout) == (3, "given up\n"), done.stderr


def test_what_cannot_be_given_up_is_ended() -> None:
    """As within a library, where no handler of Python's comes to its turn."""
    done = ran("p.bound(4 << 30, 60, lambda: None)\np.count_work(0.05, 0.05)\nwhile True: pass\n")
    assert posix_processes.end_of(done.returncode) == End("stuck")
    assert done.returncode == -signal.SIGVTALRM


def test_work_that_is_counted_anew_goes_on() -> None:
    done = ran(
        "p.bound(4 << 30, 60, lambda: sys.exit(3))\n"
        "for _ in range(5):\n"
        "    p.count_work(0.2, 1)\n"
        "    end = time.process_time() + 0.1\n"
        "    while time.process_time() < end: pass\n"
        "print('done')\n"
    )
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


def test_who_is_not_bounded_is_not_counted() -> None:
    done = ran("p.count_work(0.01, 0.01)\nend = time.process_time() + 0.1\n"
               "while time.process_time() < end: pass\nprint('done')\n")  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
