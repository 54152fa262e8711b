"""Runs POSIX shell scripts on the server: here, or there by the system's ssh.

There they go through a connection that is kept (:mod:`engine.ssh.connection`).
"""

from __future__ import annotations

import shlex
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from engine import platform
from engine.findings import Stopped, refuse
from engine.phrase import Phrase
from engine.ssh.host import Host

READY = b"vmx2xen\n"  #: what a script of ours says first
FAILED = 255  #: what ssh exits with where it, not the command, has failed
_STOP_WITHIN = 0.2  # seconds
SAID_LIMIT = 4000  #: bytes of what is said of an error
_LINE_LIMIT = 4096  # bytes
_LINES_BEFORE = 10_000
_ANSWER_LIMIT = 4 << 20  # bytes: a configuration is the longest
#: Tools of the administrator are not in everybody's path; messages are read by us. What a login
#: script prints comes before our own line.
_PREPARE = f"""LC_ALL=C; export LC_ALL; PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
echo {READY.decode().strip()}
"""


class Failed(Exception):  # noqa: N818
    """A script ended with an exit code other than 0; ``said`` is what it wrote of it."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(code, said)
        self.code, self.said = code, said


class Running:
    """A script at work; use its pipes, then :meth:`finish`."""

    def __init__(self, process: subprocess.Popen[bytes], said: IO[bytes], server: Server) -> None:
        self._process, self._said, self._server = process, said, server
        self._begun = False
        self.cancelled = False

    @property
    def stdin(self) -> IO[bytes]:
        return pipe_of(self._process.stdin)

    def lines(self) -> Iterator[str]:
        """The lines that the script prints, without their ends; waits for it to begin.

        What is longer than any line of ours is given as far as that.
        """
        pipe = self.stdout
        while line := pipe.readline(_LINE_LIMIT):
            yield line.removesuffix(b"\n").decode("utf-8", "surrogateescape")

    def read(self) -> str:
        """All that the script prints; refuses (E715) more than any script of ours, and ends it."""
        printed = self.stdout.read(_ANSWER_LIMIT + 1)
        if len(printed) > _ANSWER_LIMIT:
            self._process.kill()
            said = Phrase("more than {count} bytes", count=_ANSWER_LIMIT)
            raise refuse("E715", host=self._server.name, answer=said)
        return printed.decode("utf-8", "surrogateescape")

    @property
    def stdout(self) -> IO[bytes]:
        """The pipe that the script prints to; waits for it to begin."""
        pipe = pipe_of(self._process.stdout)
        if not self._begun:
            self._begun = True
            greeted(pipe)
        return pipe

    def finish(self) -> None:
        """Wait for the end. Raises Failed and Stopped; refuses E705."""
        code = self._process.wait()
        if self.cancelled:
            raise Stopped
        if code:
            self._said.seek(0)
            said = self._said.read(SAID_LIMIT).decode("utf-8", "replace").strip()
            if code == FAILED and self._server.host:
                raise refuse("E705", host=self._server.host, reason=last_line(said))
            raise Failed(code, said)


class Server:
    """Where scripts run; made by :func:`engine.ssh.connection.connected`."""

    def __init__(self, host: Host | None, prefix: tuple[str, ...] = ()) -> None:
        self.host, self._prefix = host, prefix

    @property
    def name(self) -> str:
        """How findings call it."""
        return str(self.host) if self.host else "this computer"

    @contextmanager
    def start(
        self,
        script: str,
        *arguments: str,
        cancel: threading.Event | None = None,
        stdin: int | IO[Any] = subprocess.PIPE,
    ) -> Iterator[Running]:
        """Run ``script`` with positional ``arguments``; it is ended when the block is left.

        Once ``cancel`` is set the script is killed soon: its pipes close.
        """
        command = ("sh", "-c", _PREPARE + script, "sh", *arguments)
        line = (*self._prefix, shlex.join(command)) if self._prefix else command
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(  # noqa: S603 - no shell of ours sees it unquoted
                line, stdin=stdin, stdout=subprocess.PIPE, stderr=said, **platform.own_session()
            )
            running = Running(process, said, self)
            watching = _Watch(running, process, cancel or threading.Event())
            try:
                yield running
            finally:
                watching.end()

    def run(self, script: str, *arguments: str, data: bytes = b"") -> str:
        """Run a script that is over in a moment; returns what it printed.

        Raises Failed; refuses E705 and E715.
        """
        with tempfile.TemporaryFile() as given:
            given.write(data)
            given.seek(0)
            with self.start(script, *arguments, stdin=given) as running:
                printed = running.read()
                running.finish()
        return printed


class _Watch:
    """Kills a process once a job is cancelled, or in the end."""

    def __init__(
        self, running: Running, process: subprocess.Popen[bytes], cancel: threading.Event
    ) -> None:
        self._running, self._process, self._cancel = running, process, cancel
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(_STOP_WITHIN):
            if self._cancel.is_set():
                self._running.cancelled = True
                self._process.kill()
                return

    def end(self) -> None:
        self._over.set()
        self._thread.join()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                close(pipe)


def close(pipe: IO[bytes]) -> None:
    """Close a pipe, whether or not the other side is there."""
    with suppress(BrokenPipeError):  # what was buffered for one that is gone
        pipe.close()


def pipe_of(pipe: IO[bytes] | None) -> IO[bytes]:
    """A pipe that a process was started with."""
    if pipe is None:
        raise ValueError("not started with a pipe")
    return pipe


def greeted(pipe: IO[bytes]) -> bool:
    """Whether our line comes; a login script may print lines of its own before."""
    for _ in range(_LINES_BEFORE):
        line = pipe.readline(_LINE_LIMIT)
        if not line or line.endswith(READY):
            return bool(line)
    return False


def last_line(said: str) -> str:
    """The last line that says something, without its full stop."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else Phrase("the connection was closed")
