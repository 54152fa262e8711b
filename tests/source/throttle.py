"""A relay before a server, in a process of its own: throttles each connection, counts, and cuts.

    python throttle.py PORT BYTES_A_SECOND

prints its port, and answers each line of its standard input with the bytes that have come from the
server and the cuts there were. ``cut NUMBER…``: after so many bytes, each counted from the cut
before, all connections end. ``down NUMBER``: and no new one is taken until ``up``.
"""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

_CHUNK = 64 << 10
#: Seconds that are made up for where the computer was busy: the rate is that of a connection.
_CATCH_UP = 0.5
_UNDER_WAY = 16 << 10  #: bytes of a connection that a cut may lose
_AT_ONCE = struct.pack("ii", 1, 0)  # linger not at all: the other side sees a reset


class Seen(NamedTuple):
    """What has come through a relay."""

    received: int  #: bytes from the server
    cuts: int


class Relay:
    """One in front of ``port`` of this computer."""

    def __init__(self, port: int, rate: float) -> None:
        self.port, self.rate = port, rate
        self.count = self.cuts = 0
        self._left: list[int] = []  #: bytes to each cut
        self._goes_down = self._is_down = False
        self._turn = threading.Lock()
        self._open: set[socket.socket] = set()

    def obey(self, word: str, *counts: int) -> None:
        with self._turn:
            self._left, self._goes_down, self._is_down = list(counts), word == "down", False

    def serve(self, listening: socket.socket) -> None:
        while True:
            near = listening.accept()[0]
            if self._is_down:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.port))
            if self._left:
                near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNDER_WAY)
            for each in (near, far):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open |= {near, far}
            threading.Thread(target=self._pump, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        due = 0.0
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if is_answer:
                    self._counted(len(data))
                    now = time.monotonic()
                    due = max(due, now - _CATCH_UP) + len(data) / self.rate
                    time.sleep(max(due - now, 0))
                sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _counted(self, count: int) -> None:
        with self._turn:
            self.count += count
            if not self._left:
                return
            self._left[0] -= count
            if self._left[0] > 0:
                return
            self._left.pop(0)
            self.cuts += 1
            self._is_down = self._goes_down
            ended, self._open = self._open, set()
        for each in ended:
            with suppress(OSError):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                each.shutdown(socket.SHUT_RDWR)
                each.close()


class Throttle:
    """A relay that runs, as tests use it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.port = int(self._answer())

    def said(self, line: str) -> Seen:
        """Say a line to it; what it has seen until then."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return Seen(*map(int, self._answer().split()))

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def before(port: int, rate: int) -> Iterator[Throttle]:
    """A relay before a server on loopback, ``rate`` in bytes a second for each connection."""
    with subprocess.Popen(
        [sys.executable, __file__, str(port), str(rate)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            yield Throttle(process)
        finally:
            process.kill()


def main(port: int, rate: int) -> None:
    """Serve until the standard input ends."""
    relay = Relay(port, rate)
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    threading.Thread(target=relay.serve, args=(listening,), daemon=True).start()
    for line in sys.stdin:
        word, *counts = line.split()
        print(relay.count, relay.cuts, flush=True)
        relay.obey(word, *map(int, counts))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
