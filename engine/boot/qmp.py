"""QEMU's monitor protocol: one JSON object a line, commands with answers, events between them."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from typing import Any

_LIMIT = 1 << 20  # bytes of one line
_ANSWER_WITHIN = 20  # seconds


class Gone(Exception):  # noqa: N818
    """QEMU has ended."""


class RefusedByQemu(Exception):  # noqa: N818
    """QEMU does not do what it is told; its words."""


class Monitor:
    """Speaks to one QEMU through a connected socket. Raises Gone once it has ended."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self.version = ""  #: of the QEMU: ``7.2.22``; known once it was greeted
        self._heard = b""
        self._events: list[dict[str, Any]] = []

    def greet(self, seconds: float) -> None:
        """Wait until it is there."""
        deadline = time.monotonic() + seconds
        found: dict[str, Any] = {}
        while "QMP" not in found:
            found = self._next(deadline) or {"QMP": None}
        self.version = _version(found["QMP"])
        self.command("qmp_capabilities")

    def command(self, name: str, **arguments: Any) -> Any:
        """Its answer; raises RefusedByQemu."""
        line = json.dumps({"execute": name, "arguments": arguments})
        try:
            self._socket.sendall(line.encode() + b"\n")
        except OSError:
            raise Gone from None
        deadline = time.monotonic() + _ANSWER_WITHIN
        while (found := self._next(deadline)) is not None:
            if "event" in found:
                self._events.append(found)
            elif "error" in found:
                raise RefusedByQemu(str(found["error"].get("desc", "")))
            elif "return" in found:
                return found["return"]
        raise RefusedByQemu(f"no answer to {name}")

    def event(self, seconds: float) -> dict[str, Any] | None:
        """The next event, None if there is none for so long."""
        if self._events:
            return self._events.pop(0)
        deadline = time.monotonic() + seconds
        while (found := self._next(deadline)) is not None:
            if "event" in found:
                return found
        return None

    def close(self) -> None:
        self._socket.close()

    def _next(self, deadline: float) -> dict[str, Any] | None:
        """The next object; None when it is late."""
        while b"\n" not in self._heard:
            self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                found = self._socket.recv(1 << 16)
            except TimeoutError:
                return None
            except OSError:
                raise Gone from None
            if not found or len(self._heard) > _LIMIT:
                raise Gone
            self._heard += found
        line, _, self._heard = self._heard.partition(b"\n")
        with contextlib.suppress(ValueError):
            value = json.loads(line)
            if isinstance(value, dict):
                return value
        return {}


def _version(greeting: Any) -> str:
    with contextlib.suppress(KeyError, TypeError):
        number = greeting["version"]["qemu"]
        return f"{number['major']}.{number['minor']}.{number['micro']}"
    return ""
