"""Processes on Windows: how they end and what bounds them, by a fake of its libraries."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from systems import fake_windows
from systems.fake_windows import Kernel

from engine.platform.ends import End

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its fake is of Linux")


@pytest.fixture
def kernel() -> Kernel:
    return Kernel()


@pytest.fixture
def processes(kernel: Kernel) -> Iterator[Any]:
    with fake_windows.loaded(kernel) as modules:
        yield modules.windows_processes


@pytest.mark.parametrize(
    ("code", "end"),
    [
        (0, End("ended")),
        (0x2A580001, End("ended")),  # by us
        (0x2A580002, End("stuck")),
        (3, End("failed", "3")),
        (0x7FFFFFFF, End("failed", "2147483647")),
        (0x80000000, End("crashed", "0x80000000")),
        (0xC0000005, End("crashed", "0xc0000005")),
        (0xC0000005 - (1 << 32), End("crashed", "0xc0000005")),
    ],
)
def test_how_a_process_ended(processes: Any, code: int, end: End) -> None:
    assert processes.end_of(code) == end


def test_a_process_that_runs_is_ended_and_its_code_says_so(processes: Any, kernel: Kernel) -> None:
    running = SimpleNamespace(poll=lambda: None, _handle=5)
    processes.kill(running)
    assert [processes.end_of(code) for code in kernel.ended] == [End("ended")]
    processes.kill(SimpleNamespace(poll=lambda: 0, _handle=5))
    assert len(kernel.ended) == 1
    assert processes.own_session() == {"creationflags": 0x08000200}


@pytest.mark.parametrize(
    ("waiting", "seconds", "expected"),
    [
        ([7], 0, True),
        ([0], 0, False),
        ([0, 0, 0, 3], 5, True),
        ([0], 0.02, False),
        ([None], 5, True),  # the other side is gone: reading says so
        ([0, None], 5, True),
    ],
)
def test_a_pipe_is_readable_once_there_is_something(
    processes: Any, kernel: Kernel, waiting: list[int | None], seconds: float, expected: bool
) -> None:
    kernel.waiting = waiting
    assert processes.readable(0, seconds) is expected


def test_a_process_is_bounded_by_a_job_of_its_own(
    processes: Any, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes._Watch, "__init__", lambda self, give_up: None)
    monkeypatch.setattr(processes._Watch, "start", lambda self: None)
    processes.bound(5 << 30, 7, lambda: None)
    (limits,) = kernel.jobs
    assert (limits.process_memory, limits.process_time) == (5 << 30, 7 * 10**7)
    assert limits.flags == 0x2 | 0x100 | 0x400  # time, memory, no dialog


def test_a_confined_process_starts_no_other(processes: Any, kernel: Kernel) -> None:
    assert processes.confine() == frozenset({"processes"})
    (limits,) = kernel.jobs
    assert (limits.flags, limits.processes) == (0x8, 1)
    kernel.fails_with = 5
    assert processes.confine() == frozenset()  # never said where it is not so


@pytest.fixture
def watch(processes: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, list[str]]]:
    """What counts the work here, and what it has done about it."""
    done: list[str] = []

    class Ended(BaseException):
        """In place of the end of this process."""

    def end(code: int) -> None:
        done.append(f"ended as {processes.end_of(code).how}")
        raise Ended

    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR2, raising=False)
    before = signal.getsignal(signal.SIGUSR2)
    monkeypatch.setattr(processes, "_LOOK", 0.005)
    monkeypatch.setattr(processes._thread, "interrupt_main", lambda number: done.append("told"))
    monkeypatch.setattr(processes, "os", SimpleNamespace(_exit=end))
    made = processes._Watch(lambda: None)
    run = made.run

    def until_it_ends() -> None:
        try:
            run()
        except Ended:
            return

    made.run = until_it_ends
    monkeypatch.setattr(processes, "_watch", made)
    yield made, done
    signal.signal(signal.SIGUSR2, before)


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        time.sleep(0)


def test_work_that_takes_too_long_is_given_up_and_then_ended(
    processes: Any, watch: tuple[Any, list[str]]
) -> None:
    made, done = watch
    processes.count_work(0.05, 0.1)
    made.start()
    work(0.1)
    while not done:
        time.sleep(0.005)
    time.sleep(0.02)
    assert done == ["told"]  # once
    work(0.15)
    made.join(5)
    assert done == ["told", "ended as stuck"]


def test_who_is_not_bounded_is_not_counted(processes: Any) -> None:
    assert processes._watch is None
    processes.count_work(0.001, 0.001)


def test_a_file_for_a_library_lies_in_a_folder_of_its_own(processes: Any) -> None:
    """Under a name of ASCII: the folder above may have any."""
    here = Path.cwd()
    with processes.named_file(b"content") as file:
        own = Path.cwd()
        assert own != here
        assert file.name == b"hive"
        Path(os.fsdecode(file.name)).write_bytes(b"changed")
        assert file.read() == b"changed"
    assert (Path.cwd(), own.exists()) == (here, False)
