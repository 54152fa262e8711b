"""A connection to a QEMU that is about to start: an inherited socket, or one on the loopback."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine import platform

_LOOPBACK = "127.0.0.1"
_START = 30.0  # seconds until it has to be there
_LOOK = 0.1  # seconds between two looks whether it has ended


@dataclass(frozen=True, slots=True)
class Channel:
    """Both ends of a connection, before QEMU has its own."""

    ours: socket.socket  #: what we speak through, or where QEMU is waited for
    its: socket.socket | None  #: what QEMU inherits

    @property
    def options(self) -> str:
        """What QEMU is told of its end, as options of a character device ``socket``."""
        if self.its is not None:
            return f"fd={self.its.fileno()}"
        host, port = self.ours.getsockname()
        return f"host={host},port={port},server=off"

    @property
    def inherited(self) -> tuple[int, ...]:
        """Descriptors that QEMU is to inherit."""
        return () if self.its is None else (self.its.fileno(),)

    def connected(self, process: subprocess.Popen[bytes]) -> socket.socket:
        """Our end, once QEMU was started with its own; raises OSError where it did not connect."""
        if self.its is not None:
            self.its.close()
            return self.ours
        self.ours.settimeout(_LOOK)
        for _ in range(int(_START / _LOOK)):
            try:
                return self.ours.accept()[0]
            except TimeoutError:
                if process.poll() is not None:
                    break
        raise OSError("it has not connected")


@contextmanager
def opened() -> Iterator[Channel]:
    """A connection to be; QEMU connects to us, so that nobody else can give it commands."""
    if platform.INHERITS_SOCKETS:
        ours, its = socket.socketpair()
        with ours, its:
            yield Channel(ours, its)
    else:
        with socket.create_server((_LOOPBACK, 0), backlog=1) as listening:
            yield Channel(listening, None)
