"""Processes of ours on Windows: started, waited for, bounded by a job object and a thread."""

from __future__ import annotations

import _thread
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager
from ctypes import wintypes
from pathlib import Path
from typing import Any

from engine.platform.ends import End, Kept

if sys.platform != "win32":
    raise ImportError("for Windows only")

import msvcrt

_kernel = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel.GetCurrentProcess.restype = _kernel.CreateJobObjectW.restype = wintypes.HANDLE
_NO_WINDOW, _OWN_GROUP = 0x08000000, 0x00000200
_KILLED, _STUCK = 0x2A580001, 0x2A580002  # exit codes of our own
# JOB_OBJECT_LIMIT_…
_PROCESS_TIME, _PROCESS_COUNT, _PROCESS_MEMORY, _DIE_ON_FAULT = 0x2, 0x8, 0x100, 0x400
_ENDS_WITH_JOB = 0x2000  # JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
_EXTENDED_LIMITS = 9
_LOOK = 0.1  # seconds
NOT_SUPPORTED = 130  #: EOPNOTSUPP of the C library, which is not Python's


class _Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", wintypes.DWORD),
        ("least", ctypes.c_size_t),
        ("most", ctypes.c_size_t),
        ("processes", wintypes.DWORD),
        ("affinity", ctypes.c_size_t),
        ("priority", wintypes.DWORD),
        ("scheduling", wintypes.DWORD),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process", ctypes.c_size_t),
        ("peak_job", ctypes.c_size_t),
    )


def own_session() -> dict[str, Any]:
    """Keywords for Popen: Ctrl-C in the console is ours, not the process's, and none is opened."""
    return {"creationflags": _NO_WINDOW | _OWN_GROUP}


def dying_with_us() -> tuple[str, ...]:
    """No words: no command starts another so that it ends with us."""
    return ()


@contextmanager
def tied(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A tie by which a process ends with this one: a job that ends with its last handle, ours."""
    job = _job(_Limits(flags=_ENDS_WITH_JOB))
    _kernel.AssignProcessToJobObject(job, wintypes.HANDLE(int(vars(process)["_handle"])))
    try:
        yield
    finally:
        _kernel.CloseHandle(job)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process at once, with an exit code that says so."""
    if process.poll() is None:
        handle = wintypes.HANDLE(int(vars(process)["_handle"]))
        _kernel.TerminateProcess(handle, _KILLED)


def end_of(code: int) -> End:
    """How a process ended that has this exit code."""
    if code in (0, _KILLED):
        return End("ended")
    if code == _STUCK:
        return End("stuck")
    fault = code & 0xFFFFFFFF >= 0x80000000  # a status of the kernel, such as 0xC0000005
    return End("crashed", f"{code & 0xFFFFFFFF:#010x}") if fault else End("failed", str(code))


def readable(fd: int, seconds: float) -> bool:
    """Whether a pipe has something to read before so many seconds have passed."""
    handle, waiting = wintypes.HANDLE(msvcrt.get_osfhandle(fd)), wintypes.DWORD()
    end, pause = time.monotonic() + seconds, 0.0
    while _kernel.PeekNamedPipe(handle, None, 0, None, ctypes.byref(waiting), None):
        if waiting.value:
            return True
        if time.monotonic() >= end:
            return False
        time.sleep(pause)
        pause = min(pause + 0.0005, 0.01)
    return True  # the other side is gone: reading says so


def binary(fd: int) -> None:
    """Have a file number carry bytes, not lines."""
    msvcrt.setmode(fd, os.O_BINARY)


class _Watch(threading.Thread):
    """Counts this process's work; the main thread is told, and later the process ended."""

    def __init__(self, give_up: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self.patience = self.grace = 0.0
        self.began: float | None = None
        signal.signal(signal.SIGBREAK, lambda *_: give_up())

    def run(self) -> None:
        told: float | None = None
        while True:
            time.sleep(_LOOK)
            began = self.began
            spent = time.process_time() - began if began is not None else 0.0
            if spent > self.patience + self.grace:
                os._exit(_STUCK)
            if spent > self.patience and told != began:
                told = began
                _thread.interrupt_main(signal.SIGBREAK)


_watch: _Watch | None = None


def without_core_dumps() -> None:
    """Nothing: Windows keeps no dump of a process unless its administrator has said so."""


def bound(memory: int, seconds: int, give_up: Callable[[], None]) -> None:
    """Bound this process for good: bytes of memory, seconds of the processor; no crash dialog.

    ``give_up`` is called in the main thread where :func:`count_work` has not been for too long.
    """
    global _watch
    limits = _Limits(process_time=seconds * 10_000_000, process_memory=memory)
    limits.flags = _PROCESS_TIME | _PROCESS_MEMORY | _DIE_ON_FAULT
    _join_job(limits)
    _watch = _Watch(give_up)
    _watch.start()


def confine(readable: Sequence[str] = ()) -> frozenset[Kept]:
    """Other processes, which this one cannot start from now on."""
    is_kept = _join_job(_Limits(flags=_PROCESS_COUNT, processes=1))
    return frozenset({"processes"}) if is_kept else frozenset()


def _join_job(limits: _Limits) -> bool:
    """Whether this process is in a job of its own, with these limits."""
    job, itself = _job(limits), wintypes.HANDLE(_kernel.GetCurrentProcess())
    return bool(job and _kernel.AssignProcessToJobObject(job, itself))


def _job(limits: _Limits) -> wintypes.HANDLE | None:
    """A new job object with these limits; None where it does not take them."""
    job = wintypes.HANDLE(_kernel.CreateJobObjectW(None, None))
    is_set = _kernel.SetInformationJobObject(
        job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    return job if is_set else None


def count_work(patience: float, grace: float) -> None:
    """Give up after ``patience`` seconds of the processor from now; end ``grace`` seconds later.

    Nothing where the process is not bounded.
    """
    if _watch is not None:
        _watch.patience, _watch.grace = patience, grace
        _watch.began = time.process_time()


class NamedFile:
    """A file in the working folder, which is its own: libraries take ANSI names only."""

    name = b"hive"

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes:
        """What is in it now."""
        return self._path.read_bytes()


@contextmanager
def named_file(content: bytes = b"") -> Iterator[NamedFile]:
    """A file with that content, which a library in C can open; it is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        path = Path(folder) / NamedFile.name.decode()
        path.write_bytes(content)
        yield NamedFile(path)
