"""Runs one command and says what it took."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

STDOUT = "stdout"  # in the folder that a command writes to


@dataclass(frozen=True)
class Run:
    """Wall and CPU seconds, peak memory in MiB.

    `synced` is the wall time until what was written is on disk. CPU and memory include the
    processes that the command waited for; memory is that of the largest. `stopped`: it took longer
    than it may, and would have taken more. `error`: what it said when it failed.
    """

    wall: float
    synced: float
    cpu: float
    memory: float
    stopped: bool = False
    error: str = ""


def run(command: Sequence[str], folder: Path, limit: float) -> Run:
    """Run a command whose results go to `folder`, for at most `limit` seconds."""
    stopped = threading.Event()
    with (folder / STDOUT).open("wb") as out, (folder / "stderr").open("w+b") as errors:
        began = time.perf_counter()
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            start_new_session=True,
        )

        def stop() -> None:
            stopped.set()
            os.killpg(child.pid, signal.SIGKILL)

        timer = threading.Timer(limit, stop)
        timer.start()
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:  # whoever stops the benchmark stops this too
            stop()
            raise
        finally:
            timer.cancel()
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read(4096).decode(errors="replace")
    if not child.returncode:
        sync(folder)
    return Run(
        wall,
        time.perf_counter() - began,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
        stopped.is_set(),
        said if child.returncode and not stopped.is_set() else "",
    )


def sync(folder: Path) -> None:
    """Wait until the data of all files in `folder` is on disk."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in (STDOUT, "stderr"):
            fd = os.open(path, os.O_RDONLY)
            try:
                os.fdatasync(fd)
            finally:
                os.close(fd)
