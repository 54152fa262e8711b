"""A guest in a QEMU of ours: looked at through its monitor, and its pointer moved."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.boot import faults, processor
from engine.boot.agent import Agent
from engine.boot.console import Console, end_of
from engine.boot.hardware import Setting
from engine.boot.look import Look
from engine.boot.qmp import Gone, Monitor, RefusedByQemu
from engine.boot.runner import Runner
from engine.boot.screen import fonts, picture, reading, text_mode
from engine.boot.screen.fonts import Font
from engine.boot.screen.picture import Picture

_AT = ((0.3, 0.4), (0.6, 0.65))  # where the pointer goes, as shares of the screen
_ABSOLUTE = 0x7FFF
_STEP = (60, 45)  # pixels, of a mouse that only knows how far it was moved


class Emulated:
    """A guest in a QEMU that runs; ``said`` is told each line on its serial port."""

    def __init__(self, monitor: Monitor, setting: Setting, agent: Agent) -> None:
        self.runner = Runner(
            setting.accelerator, setting.processor, f"QEMU {monitor.version}", _machine(monitor)
        )
        self.said: Callable[[str], None] = lambda _: None
        self._monitor, self._setting, self._agent = monitor, setting, agent
        self._console = Console(setting.serial)
        self._fonts: list[Font] = []
        self._newest: tuple[Picture | None, str] = None, ""

    def wait(self, seconds: float) -> Sequence[str]:
        """The names of events; SHUTDOWN if QEMU has ended."""
        try:
            event = self._monitor.event(seconds)
        except Gone:
            return ["SHUTDOWN"]
        return [str(event.get("event", ""))] if event else []

    def look(self) -> Look:
        """How the guest is now; empty where QEMU no longer answers."""
        for line in self._console.lines():
            self.said(line)
        shown, text = None, ""
        state, disk = None, None
        with suppress(Gone, RefusedByQemu, OSError, ValueError):
            shown, text = self._screen()
        with suppress(Gone, RefusedByQemu):
            state = processor.parse(self._human("info registers -a"))
            disk = _operations(self._monitor.command("query-blockstats"))
        noted = faults.count(end_of(self._setting.resets))
        firmware = end_of(self._setting.log)
        answers = self._agent.answers()
        return Look(shown, text, self._console.text, firmware, state, disk, noted, answers)

    def nudge(self, number: int) -> None:
        """Move the pointer, of a tablet and of a mouse."""
        x, y = _AT[number % 2]
        sign = 1 if number % 2 else -1
        far = [_move("abs", "x", int(x * _ABSOLUTE)), _move("abs", "y", int(y * _ABSOLUTE))]
        near = [_move("rel", axis, sign * way) for axis, way in zip("xy", _STEP, strict=True)]
        for events in (far, near):
            self.input(events)

    def input(self, events: Sequence[dict[str, Any]]) -> None:
        """Keys and moves, as QMP's input-send-event has them; lost where nothing takes them."""
        with suppress(Gone, RefusedByQemu):
            self._monitor.command("input-send-event", events=list(events))

    def picture(self) -> Picture:
        """The screen; raises RefusedByQemu, Gone, OSError or ValueError where there is none."""
        return picture.parse(self._dumped("screendump"))

    def _screen(self) -> tuple[Picture, str]:
        """The screen and what is written on it; read anew only if it has changed."""
        shown = self.picture()
        if shown.has_text_size:
            memory = self._memory(text_mode.ADDRESS, text_mode.LENGTH)
            return shown, text_mode.text(memory)
        before, text = self._newest
        if shown != before:
            text = reading.text(shown, self._rom_fonts())
            self._newest = shown, text
        return shown, text

    def _rom_fonts(self) -> list[Font]:
        self._fonts = self._fonts or list(fonts.in_rom(self._memory(fonts.ADDRESS, fonts.LENGTH)))
        return self._fonts

    def _memory(self, address: int, length: int) -> bytes:
        return self._dumped("pmemsave", val=address, size=length)

    def _dumped(self, command: str, **arguments: Any) -> bytes:
        """What a command of QEMU writes into a file."""
        with tempfile.NamedTemporaryFile(prefix="dump-", dir=self._setting.folder) as file:
            self._monitor.command(command, filename=file.name, **arguments)
            return Path(file.name).read_bytes()

    def _human(self, line: str) -> str:
        return str(self._monitor.command("human-monitor-command", **{"command-line": line}))


def _machine(monitor: Monitor) -> str:
    """The model that is emulated, with its version; empty where QEMU does not tell."""
    with suppress(Gone, RefusedByQemu):
        kind = monitor.command("qom-get", path="/machine", property="type")
        return str(kind).removesuffix("-machine")
    return ""


def _operations(devices: list[dict[str, Any]]) -> int:
    return sum(
        int(each["stats"][name])
        for each in devices
        for name in ("rd_operations", "wr_operations")
        if each.get("qdev")
    )


def _move(kind: str, axis: str, value: int) -> dict[str, Any]:
    return {"type": kind, "data": {"axis": axis, "value": value}}
