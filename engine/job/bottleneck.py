"""What keeps a job from going faster: reading, writing, or the processor.

Looked at from outside, so that the copier does nothing for it: Linux tells which system call each
thread of the process waits in (/proc/self/task/*/syscall, see proc_pid_syscall(5)), and how much
time the process spent on a processor. Where it does not tell, nothing is said.
"""

from __future__ import annotations

import math
import os
import platform
import threading
import time
from pathlib import Path
from typing import Literal

Limit = Literal["reading", "writing", "processor", ""]

SMOOTHING = 3.0  #: seconds; what is older than this counts less and less
PATIENCE = 1.5  #: seconds before anything is said
LEAST = 0.4  #: threads that are kept busy on average; below it nothing is the limit

#: Numbers of system calls that wait for a disk: read, pread64, readv, preadv, preadv2; and write,
#: pwrite64, writev, pwritev, pwritev2, fsync, fdatasync, sync_file_range, fallocate, ftruncate.
_READING = {"x86_64": {0, 17, 19, 295, 327}, "aarch64": {63, 67, 65, 69, 286}}
_WRITING = {
    "x86_64": {1, 18, 20, 296, 328, 74, 75, 277, 285, 77},
    "aarch64": {64, 68, 66, 70, 287, 82, 83, 84, 47, 46},
}
_TASKS = Path("/proc/self/task")


class Limits:
    """Sampled some times a second by a thread that is no part of the work."""

    def __init__(self) -> None:
        machine = platform.machine()
        self._reading = _READING.get(machine, set())
        self._writing = _WRITING.get(machine, set())
        self._began = self._time = time.monotonic()
        self._spent = _processor_time()
        self._load = {"reading": 0.0, "writing": 0.0, "processor": 0.0}

    def sample(self) -> None:
        """Look at all threads but the calling one."""
        now, spent = time.monotonic(), _processor_time()
        elapsed = now - self._time
        if elapsed <= 0:
            return
        calls = _calls(threading.get_native_id())
        seen = {
            "reading": sum(call in self._reading for call in calls),
            "writing": sum(call in self._writing for call in calls),
            "processor": (spent - self._spent) / elapsed,
        }
        fading = math.exp(-elapsed / SMOOTHING)
        for name, load in seen.items():
            self._load[name] = self._load[name] * fading + load * (1 - fading)
        self._time, self._spent = now, spent

    @property
    def limit(self) -> Limit:
        """What most of the time goes into; empty as long as it would be a guess."""
        if self._time - self._began < PATIENCE or not self._reading:
            return ""
        name, load = max(self._load.items(), key=lambda each: each[1])
        return name if load >= LEAST else ""  # type: ignore[return-value]


def _processor_time() -> float:
    found = os.times()
    return found.user + found.system


def _calls(own: int) -> list[int]:
    """The system calls that the other threads are waiting in."""
    found = []
    for task in _TASKS.iterdir() if _TASKS.is_dir() else ():
        if task.name == str(own):
            continue
        try:
            first = (task / "syscall").read_text().split(" ", 1)[0]
        except OSError:  # it has ended, or the kernel does not tell
            continue
        if first.isdigit():  # else "running"
            found.append(int(first))
    return found
