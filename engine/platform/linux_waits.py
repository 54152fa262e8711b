"""System calls that the threads of this process wait in, as Linux tells (proc_pid_syscall(5))."""

from __future__ import annotations

import platform
import threading
from pathlib import Path

#: Numbers of system calls that wait for a disk: read, pread64, readv, preadv, preadv2; and write,
#: pwrite64, writev, pwritev, pwritev2, fsync, fdatasync, sync_file_range, fallocate, ftruncate.
_READING = {"x86_64": {0, 17, 19, 295, 327}, "aarch64": {63, 67, 65, 69, 286}}
_WRITING = {
    "x86_64": {1, 18, 20, 296, 328, 74, 75, 277, 285, 77},
    "aarch64": {64, 68, 66, 70, 287, 82, 83, 84, 47, 46},
}
_MACHINE = platform.machine()
_TASKS = Path("/proc/self/task")


def waiting_threads() -> tuple[int, int] | None:
    """Numbers of other threads that wait in reading, and in writing; None if it is unknown."""
    if _MACHINE not in _READING:
        return None
    calls = _calls(threading.get_native_id())
    reading = sum(call in _READING[_MACHINE] for call in calls)
    return reading, sum(call in _WRITING[_MACHINE] for call in calls)


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
