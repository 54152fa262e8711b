"""The process that helpers are forked from: it imports what they need once, and reads no disk.

Each helper is a process of its own, as if it had been started for itself: what one of them was made
to do by a stranger's disk ends with it. Started by ``forked``, with a socket as standard input.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import select
import signal
import socket
import sys
from dataclasses import dataclass, field

from engine.guest.helper import inspector  # noqa: F401 - what most helpers need

#: Milliseconds without a helper after which it ends.
IDLE = 60_000
_WORDS_LIMIT = 64 << 10  # bytes of a request


@dataclass(slots=True)
class Server:
    """Forks a helper for each request: its module and arguments, its two pipes, and a leash.

    The leash tells the number of the process, and how it ended; whoever lets go of it ends it.
    """

    requests: socket.socket
    leashes: dict[int, tuple[int, socket.socket]] = field(default_factory=dict)  #: by pidfd: pid

    def serve(self) -> None:
        """Fork until the application is gone, or nobody asks."""
        while True:
            poll = select.poll()
            poll.register(self.requests, select.POLLIN)
            for pidfd, (_, leash) in self.leashes.items():
                poll.register(pidfd, select.POLLIN)
                poll.register(leash, select.POLLIN)
            ready = {fd for fd, _ in poll.poll(None if self.leashes else IDLE)}
            for pidfd, (_, leash) in list(self.leashes.items()):
                if not ready.isdisjoint((pidfd, leash.fileno())):
                    self._end(pidfd)
            if not ready or (self.requests.fileno() in ready and not self._fork()):
                break
        for pidfd in list(self.leashes):
            self._end(pidfd)

    def _fork(self) -> bool:
        """Fork one helper; whether there was a request."""
        words, given, _, _ = socket.recv_fds(self.requests, _WORDS_LIMIT, 3)
        if not words:
            return False
        reading, writing, leash = given
        pid = os.fork()
        if not pid:
            self._become(json.loads(words), reading, writing)
        os.close(reading)
        os.close(writing)
        held = socket.socket(fileno=leash)
        self.leashes[os.pidfd_open(pid)] = pid, held
        held.send(str(pid).encode())
        return True

    def _become(self, words: list[str], reading: int, writing: int) -> None:
        """Be the helper, in the new process; never returns."""
        code = 1
        with contextlib.suppress(BaseException):
            os.setsid()
            os.dup2(reading, 0)
            os.dup2(writing, 1)
            os.closerange(3, os.sysconf("SC_OPEN_MAX"))
            sys.modules.pop(words[0], None)
            sys.argv = words
            runpy.run_module(words[0], run_name="__main__", alter_sys=True)
            code = 0
        os._exit(code)

    def _end(self, pidfd: int) -> None:
        """End a helper if it has not ended, and tell how it did."""
        pid, leash = self.leashes.pop(pidfd)
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        with contextlib.suppress(OSError):
            leash.send(str(os.waitstatus_to_exitcode(status)).encode())
        leash.close()
        os.close(pidfd)


if __name__ == "__main__":
    Server(socket.socket(fileno=os.dup(0))).serve()
