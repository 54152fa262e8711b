"""Helpers that are forked from one process, which has imported what they need: for the application.

A helper so started is there in a few milliseconds, where Python and our modules take a hundred.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO

Start = Callable[[int], "subprocess.Popen[bytes]"]


@dataclass(slots=True)
class Forked:
    """A helper as a process, told of through its leash; as much of Popen as is needed."""

    pid: int
    stdin: IO[bytes]
    stdout: IO[bytes]
    _leash: socket.socket
    returncode: int | None = None

    def kill(self) -> None:
        """End it at once; it is over after :meth:`wait`."""
        with contextlib.suppress(OSError):
            self._leash.shutdown(socket.SHUT_WR)

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        if self.returncode is None and select.select([self._leash], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code once it has ended; raises TimeoutError."""
        if self.returncode is None:
            self._leash.settimeout(timeout)
            told = self._leash.recv(16)
            self.returncode = int(told) if told else -signal.SIGKILL  # with its server
            self._leash.close()
        return self.returncode


@dataclass(slots=True)
class ForkServer:
    """The process that helpers are forked from: started when one is wanted, anew once it ended."""

    start: Start  #: starts it with a socket as its standard input
    _requests: socket.socket | None = None
    _process: subprocess.Popen[bytes] | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def fork(self, words: Sequence[str]) -> Forked:
        """A new helper: the name of its module, and its arguments; raises OSError."""
        with self._turn:
            if self._requests is not None:
                with contextlib.suppress(OSError):  # it has ended, since nobody wanted it
                    return _asked(self._requests, words)
                self._requests.close()
                if self._process is not None:
                    self._process.wait()
            self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = self.start(theirs.fileno())
            return _asked(self._requests, words)


def _asked(requests: socket.socket, words: Sequence[str]) -> Forked:
    """The helper that the server behind ``requests`` forks."""
    (reading, stdin), (stdout, writing) = os.pipe(), os.pipe()
    leash, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    made = open(stdin, "wb", buffering=0), open(stdout, "rb", buffering=0)  # noqa: SIM115
    try:
        with theirs:
            told = json.dumps(words).encode()
            socket.send_fds(requests, [told], [reading, writing, theirs.fileno()])
        pid = int(leash.recv(16) or b"0")
        if not pid:
            raise ConnectionResetError
        return Forked(pid, *made, leash)
    except BaseException:
        for each in (*made, leash):
            each.close()
        raise
    finally:
        os.close(reading)
        os.close(writing)
