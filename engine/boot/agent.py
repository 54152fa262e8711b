"""The guest's own agent (qemu-ga), asked through a channel of QEMU's whether it is there.

An agent is a service: where it answers, the guest has started. Spoken is its protocol of JSON, a
line each way (QEMU, qga/qapi-schema.json); guest-sync is answered with the number that it brings.
"""

from __future__ import annotations

import json
import secrets
import socket
import time
from contextlib import suppress

#: What the agent looks for: the name of the port on a virtio-serial bus.
PORT = "org.qemu.guest_agent.0"

_ASK_EVERY = 5.0  # seconds; what is not read yet waits in the channel
_LIMIT = 16 << 10  # bytes kept of what is heard
_RESET = b"\xff\n"  # ends whatever an agent may have heard before


class Agent:
    """An agent that may be at the other end of ``end``. It never waits for it."""

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._number = secrets.randbelow(1 << 30)
        self._heard = b""
        self._next = 0.0
        self._is_there = False

    def answers(self) -> bool:
        """Whether it has answered by now; asks again from time to time."""
        if not self._is_there:
            self._ask()
            self._listen()
        return self._is_there

    def _ask(self) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _ASK_EVERY
        asked = {"execute": "guest-sync", "arguments": {"id": self._number}}
        with suppress(OSError):  # full, as nobody reads
            self._end.send(_RESET + json.dumps(asked).encode() + b"\n")

    def _listen(self) -> None:
        with suppress(OSError):  # nothing is there
            while new := self._end.recv(_LIMIT):
                self._heard = (self._heard + new)[-_LIMIT:]
        self._is_there = any(map(self._is_answer, self._heard.split(b"\n")))

    def _is_answer(self, line: bytes) -> bool:
        """Whether a line is the answer; an echo of the question is none."""
        with suppress(ValueError, RecursionError):
            found = json.loads(line)
            return isinstance(found, dict) and found.get("return") == self._number
        return False
