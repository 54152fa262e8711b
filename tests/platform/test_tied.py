"""A process that is tied to ours ends with it, also where the system has no words for that."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Starts a process that sleeps, tied; says its number, and then waits or ends as it is told.
PARENT = """
import subprocess, sys
from engine.platform import posix_processes as processes
processes.dying_with_us = lambda: ()  # as on macOS
with subprocess.Popen(["sleep", "600"], **processes.own_session()) as process:
    with processes.tied(process):
        print(process.pid, flush=True)
        input()
    print(process.poll(), flush=True)
    process.kill()
"""


def is_there(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not asked for does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False


@pytest.fixture
def parent() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def test_it_ends_when_we_are_killed(parent: subprocess.Popen[str]) -> None:
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_there(pid)
        parent.send_signal(signal.SIGKILL)
    subprocess.run(
        ["timeout", "60", "sh", "-c", f"while kill -0 {pid}; do sleep 0.1; done"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert not is_there(pid)


def test_the_tie_is_loosed(parent: subprocess.Popen[str]) -> None:
    """Once what it was for is over, the process is nobody's business."""
    with parent:
        said, _ = parent.communicate("\n", timeout=60)
    assert said.split()[1] == "None"
