"""A guest in QEMU looked at through its monitor; at the other end of it is a stand-in for QEMU."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from boot.screen.rom_font import rom

from engine.boot.agent import Agent
from engine.boot.emulated import Emulated
from engine.boot.hardware import Setting
from engine.boot.qmp import Monitor, RefusedByQemu

REGISTERS = "CPU#0\nEFL=00000246 HLT=1\n"
LARGE = b"P6\n800 600\n255\n" + bytes(3 * 800 * 600)


class StandIn:
    """Answers as QEMU does; what it was told is in ``asked``."""

    def __init__(self, end: socket.socket) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.screen = LARGE
        self.refuses: set[str] = set()
        self._lines = end.makefile("rwb")
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def say(self, value: dict[str, Any]) -> None:
        self._lines.write(json.dumps(value).encode() + b"\n")
        self._lines.flush()

    def _run(self) -> None:
        for line in self._lines:
            asked = json.loads(line)
            name, given = asked["execute"], asked["arguments"]
            self.asked.append((name, given))
            if name in self.refuses:
                self.say({"error": {"desc": "no"}})
            else:
                self.say({"return": self._answer(name, given)})

    def _answer(self, name: str, given: dict[str, Any]) -> Any:
        if name == "screendump":
            Path(given["filename"]).write_bytes(self.screen)
        if name == "pmemsave":
            Path(given["filename"]).write_bytes(rom({})[: given["size"]])
        return {
            "qom-get": "pc-i440fx-7.2-machine",
            "human-monitor-command": REGISTERS,
            "query-blockstats": [
                {"qdev": "/a", "stats": {"rd_operations": 7, "wr_operations": 2}},
                {"qdev": "/b", "stats": {"rd_operations": 1, "wr_operations": 0}},
                {"qdev": "", "stats": {"rd_operations": 50, "wr_operations": 50}},
            ],
        }.get(name, {})


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, its = socket.socketpair()
    with ours, its:
        yield ours, its


@pytest.fixture
def stand_in(ends: tuple[socket.socket, socket.socket]) -> StandIn:
    return StandIn(ends[1])


@pytest.fixture
def agent_ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A channel to an agent that there is not."""
    ours, its = socket.socketpair()
    with ours, its:
        yield ours, its


@pytest.fixture
def guest(
    ends: tuple[socket.socket, socket.socket],
    agent_ends: tuple[socket.socket, socket.socket],
    stand_in: StandIn,
    tmp_path: Path,
) -> Emulated:
    nobody, _ = agent_ends
    return Emulated(Monitor(ends[0]), Setting({}, "none", tmp_path, "tcg", "max"), Agent(nobody))


def test_what_runs_it_is_known(guest: Emulated) -> None:
    assert (guest.runner.accelerator, guest.runner.machine) == ("tcg", "pc-i440fx-7.2")


def test_a_look_has_all_that_can_be_seen(guest: Emulated, tmp_path: Path) -> None:
    said: list[str] = []
    guest.said = said.append
    (tmp_path / "serial").write_bytes(b"Loading\nlog")
    (tmp_path / "log").write_bytes(b"SeaBIOS")
    found = guest.look()
    assert found.picture is not None
    assert (found.picture.width, found.disk) == (800, 10)
    assert found.processors is not None
    assert (found.serial, found.firmware, said) == ("Loading\nlog", "SeaBIOS", ["Loading"])
    (tmp_path / "serial").write_bytes(b"Loading\nlogin:\n")
    assert guest.look().serial == "Loading\nlogin:\n"
    assert said == ["Loading", "login:"]
    assert [each.name for each in tmp_path.glob("dump-*")] == []


def test_a_screen_is_read_anew_only_if_it_changed(
    guest: Emulated, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def text(shown: object, _: object) -> str:
        read.append(shown)
        return f"read {len(read)}"

    monkeypatch.setattr("engine.boot.emulated.reading.text", text)
    assert [guest.look().text, guest.look().text] == ["read 1", "read 1"]
    stand_in.screen = LARGE[:-1] + b"\1"
    assert guest.look().text == "read 2"
    memory = [given for name, given in stand_in.asked if name == "pmemsave"]
    assert len(memory) == 1  # the letters of the video BIOS


def test_text_modes_are_read_from_memory(guest: Emulated, stand_in: StandIn) -> None:
    stand_in.screen = b"P6\n720 400\n255\n" + bytes(3 * 720 * 400)
    assert guest.look().in_text_mode
    [given] = [given for name, given in stand_in.asked if name == "pmemsave"]
    assert given["val"] == 0xB8000


@pytest.mark.parametrize("screen", [b"", b"no picture", LARGE[:-1]])
def test_a_screen_that_is_none_hides_nothing_else(
    guest: Emulated, stand_in: StandIn, screen: bytes
) -> None:
    stand_in.screen = screen
    found = guest.look()
    assert (found.picture, found.text, found.disk) == (None, "", 10)


def test_what_qemu_refuses_is_not_seen(guest: Emulated, stand_in: StandIn) -> None:
    stand_in.refuses = {"screendump", "query-blockstats"}
    found = guest.look()
    assert (found.picture, found.disk) == (None, None)
    assert found.processors is not None
    stand_in.refuses = {"screendump", "input-send-event"}
    guest.nudge(0)  # lost, and no failure
    with pytest.raises(RefusedByQemu):
        guest.picture()


def test_the_pointer_goes_there_and_back(guest: Emulated, stand_in: StandIn) -> None:
    guest.nudge(0)
    guest.nudge(1)
    sent = [given["events"] for name, given in stand_in.asked if name == "input-send-event"]
    values = [[each["data"]["value"] for each in events] for events in sent]
    assert values[1] == [-each for each in values[3]] == [-60, -45]
    assert values[0] != values[2]
    assert all(0 < each < 0x8000 for each in values[0] + values[2])
    assert [each["type"] for each in sent[0] + sent[1]] == ["abs", "abs", "rel", "rel"]


def test_events_by_their_names_and_the_end(
    guest: Emulated, stand_in: StandIn, ends: tuple[socket.socket, socket.socket]
) -> None:
    stand_in.say({"event": "RESET"})
    assert guest.wait(5) == ["RESET"]
    assert guest.wait(0.01) == []
    ends[1].shutdown(socket.SHUT_RDWR)
    assert guest.wait(5) == ["SHUTDOWN"]
    found = guest.look()
    assert (found.picture, found.processors, found.disk) == (None, None, None)
