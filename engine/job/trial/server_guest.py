"""A guest on a Xen server: looked at through xl, which speaks to its device model."""

from __future__ import annotations

import gzip
import io
import re
import time
import zlib
from collections.abc import Callable, Sequence

from engine.boot.console import Said
from engine.boot.look import Look
from engine.boot.runner import Runner
from engine.boot.screen import fonts, picture, reading, text_mode
from engine.boot.screen.fonts import Font
from engine.boot.screen.picture import Picture
from engine.deliver.store import odd
from engine.job.trial import server_scripts as scripts
from engine.ssh.server import Failed, Server

_STEP = (60, 45)  # pixels
_OPERATIONS = re.compile(rb"\b(?:rd|wr)_operations=(\d{1,18})")
_PART_LIMIT = 32 << 20  # bytes


class ServerGuest:
    """A domain that runs; ``said`` is told each line on its serial port."""

    def __init__(self, server: Server, name: str, version: str) -> None:
        self.runner = Runner("xen", hypervisor=version)
        self.said: Callable[[str], None] = lambda _: None
        self._server, self._name = server, name
        self._domain = ""
        self._events: list[str] = []
        self._fonts: list[Font] = []
        self._console = Said()
        self._heard = 0  # bytes of the serial port

    def wait(self, seconds: float) -> Sequence[str]:
        """What happened to the domain: RESET, SHUTDOWN, CRASH; known from the last look."""
        time.sleep(seconds)
        events, self._events = self._events, []
        return events

    def look(self) -> Look:
        """How the guest is now.

        Refuses E705 where the server cannot be asked any more, and E715 what is no answer.
        """
        try:
            printed = self._server.run(scripts.LOOK, scripts.PLACE, self._name, str(self._heard))
            state, parts = _read(printed)
        except Failed:
            return Look(serial=self._console.text)
        except ValueError:
            raise odd(self._server, printed) from None
        self._notice(*state)
        new = parts.get("serial", b"")
        self._heard += len(new)
        for line in self._console.add(new):
            self.said(line)
        if "fonts" in parts:
            self._fonts = list(fonts.in_rom(parts["fonts"]))
        shown = _picture(parts.get("screen", b""))
        text = self._text(shown, parts.get("text", b""))
        disk = sum(map(int, _OPERATIONS.findall(parts.get("disk", b""))))
        return Look(shown, text, self._console.text, disk=disk)

    def nudge(self, number: int) -> None:
        """Move its mouse."""
        sign = 1 if number % 2 else -1
        across, down = (str(sign * way) for way in _STEP)
        self._server.run(scripts.NUDGE, self._name, across, down)

    def _notice(self, domain: str, flags: str) -> None:
        """``domain``: its number, another one after a restart; ``flags``: as of xl list."""
        if flags == "gone" or "s" in flags:
            self._events.append("SHUTDOWN")
        elif "c" in flags:
            self._events.append("CRASH")
        elif self._domain and domain != self._domain:
            self._events.append("RESET")
        self._domain = domain

    def _text(self, shown: Picture | None, memory: bytes) -> str:
        if shown is None:
            return ""
        if shown.has_text_size:
            return text_mode.text(memory)
        return reading.text(shown, self._fonts)


def _picture(ppm: bytes) -> Picture | None:
    try:
        return picture.parse(ppm)
    except ValueError:
        return None


def _read(printed: str) -> tuple[tuple[str, str], dict[str, bytes]]:
    """The state and the parts of what the script LOOK prints; ValueError for anything else."""
    data = printed.encode("utf-8", "surrogateescape")
    line, _, data = data.partition(b"\n")
    _, domain, flags = line.decode("ascii", "replace").split(" ", 2)
    parts = {}
    while data:
        line, _, data = data.partition(b"\n")
        _, name, length = line.decode("ascii", "replace").split(" ", 2)
        parts[name] = _unpacked(data[: int(length)])
        data = data[int(length) :]
    return (domain, flags), parts


def _unpacked(data: bytes) -> bytes:
    """What gzip packed; nothing where that is damaged or too much."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return file.read(_PART_LIMIT)
    except (OSError, EOFError, zlib.error):
        return b""
