"""Processes of ours on Linux and macOS: started, waited for, bounded."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from engine.platform.ends import End

NOT_SUPPORTED = errno.EOPNOTSUPP  #: of the C library
_give_up: Callable[[], None] | None = None


def own_session() -> dict[str, Any]:
    """Keywords for Popen: an interrupt at the terminal is ours, not the process's."""
    return {"start_new_session": True}


def dying_with_us() -> tuple[str, ...]:
    """Words before a command that have Linux end it when the thread that starts it ends."""
    found = shutil.which("setpriv")
    return (found, "--pdeathsig", "KILL", "--") if found else ()


@contextmanager
def tied(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A tie by which a process ends with this one, however this one does.

    Where :func:`dying_with_us` has no words for that, a shell waits for a pipe of ours to break.
    """
    if dying_with_us():
        yield
        return
    theirs, ours = os.pipe()
    command = ["/bin/sh", "-c", 'read -r _; kill -9 "$1"', "sh", str(process.pid)]
    try:
        watch = subprocess.Popen(command, stdin=theirs, **own_session())  # noqa: S603
        os.close(theirs)
        with watch:
            yield
            watch.kill()
    finally:
        os.close(ours)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process at once; who is in a cell can only have it come to its own end."""
    with contextlib.suppress(PermissionError):
        process.kill()


def end_of(code: int) -> End:
    """How a process ended that has this exit code."""
    if code in (0, -signal.SIGKILL):
        return End("ended")
    if code == -signal.SIGVTALRM:
        return End("stuck")
    return End("failed", str(code)) if code > 0 else End("crashed", signal.Signals(-code).name)


def readable(fd: int, seconds: float) -> bool:
    """Whether a pipe has something to read before so many seconds have passed.

    By poll(), for a file number may be a large one.
    """
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def binary(fd: int) -> None:
    """Nothing: a pipe carries bytes."""


def bound(memory: int, seconds: int, give_up: Callable[[], None]) -> None:
    """Bound this process for good: bytes of memory, seconds of the processor; no core dump.

    ``give_up`` is called in the main thread where :func:`count_work` has not been for too long.
    macOS does not keep the bound of memory.
    """
    global _give_up
    for what, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 5),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower limit is in force
            resource.setrlimit(what, (soft, hard))
    _give_up = give_up
    signal.signal(signal.SIGPROF, lambda *_: give_up())


def without_core_dumps() -> None:
    """Have nothing of this process written to disk where it crashes, nor of those it starts."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def count_work(patience: float, grace: float) -> None:
    """Give up after ``patience`` seconds of the processor from now; end ``grace`` seconds later.

    Nothing where the process is not bounded.
    """
    if _give_up is None:
        return
    signal.setitimer(signal.ITIMER_PROF, patience)
    # Its signal has no handler: it ends the process, also within a library.
    signal.setitimer(signal.ITIMER_VIRTUAL, patience + grace)


class NamedFile:
    """A file with a name for a library, and no name in any folder."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @property
    def name(self) -> bytes:
        return f"/dev/fd/{self._file.fileno()}".encode()

    def read(self) -> bytes:
        """What is in it now."""
        self._file.seek(0)
        return self._file.read()


@contextmanager
def named_file(content: bytes = b"") -> Iterator[NamedFile]:
    """A file with that content, which a library in C can open; it is gone afterwards."""
    with _nameless() as file:
        file.write(content)
        file.flush()
        yield NamedFile(file)


def _nameless() -> IO[bytes]:
    """A file in memory where there are such, for those on disk cannot be made in a cell."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("vmx2xen"), "w+b")
    return tempfile.TemporaryFile()
