"""Helpers that are forked from one process: each is its own, and all end with the application."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine import platform
from engine.findings import Refusal
from engine.guest.helper import bounds, helper_process
from engine.guest.helper.forked import Forked
from engine.guest.helper.helper_process import Native

pytestmark = pytest.mark.skipif(not platform.FORKS, reason="each helper is started anew here")
ROOT = Path(__file__).resolve().parents[3]


def begun(native: Native) -> Forked:
    """The process of a helper that refuses something."""
    with pytest.raises(Refusal, match="E6"):
        native.call("hive_open", b"none", name="x")
    process = native._process
    assert isinstance(process, Forked)
    return process


def is_there(pid: int) -> bool:
    """Whether a process has not ended; one that nobody has waited for yet has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until_gone(pid: int) -> None:
    end = time.monotonic() + 60
    while is_there(pid):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_each_is_a_process_and_a_session_of_its_own() -> None:
    with Native() as one, Native() as other:
        first, second = begun(one), begun(other)
        assert len({first.pid, second.pid, os.getpid()}) == 3
        assert os.getsid(first.pid) == first.pid
        os.kill(first.pid, signal.SIGSEGV)
        assert first.wait(60) == -signal.SIGSEGV
        assert begun(other) is second  # what became of the one is nothing to the other
        assert second.poll() is None


def test_what_one_is_bounded_by_is_not_what_the_next_has_left() -> None:
    """Seconds of the processor are counted anew for each."""
    for _ in range(2):
        with Native() as native:
            pid = begun(native).pid
            limits = Path(f"/proc/{pid}/limits").read_text()
            assert re.search(rf"Max cpu time +{bounds.WHOLE_WORK} ", limits)
            used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            assert sum(map(int, used)) < 5 * os.sysconf("SC_CLK_TCK")


def test_a_server_that_was_killed_is_started_anew() -> None:
    with Native() as native:
        process = begun(native)
        server = helper_process._server._process
        assert server is not None
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        assert process.wait(60) == -signal.SIGKILL
    with Native() as native:
        assert begun(native).poll() is None
        assert helper_process._server._process is not server


def test_all_end_with_an_application_that_is_killed() -> None:
    script = (
        "import sys, time; from engine.guest.helper import helper_process as h\n"
        "native = h.Native(); native._wire()\n"
        "print(native._process.pid, h._server._process.pid, flush=True); time.sleep(600)"
    )
    words = [sys.executable, "-c", script]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as application:
        assert application.stdout is not None
        pids = [int(each) for each in application.stdout.readline().split()]
        assert all(map(is_there, pids))
        application.kill()
    for pid in pids:
        until_gone(pid)
