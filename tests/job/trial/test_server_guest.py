"""A guest on a Xen server: what a look there brings, and answers that are none."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import cast

import pytest
from refusals import refused

from engine.job.trial import server_guest
from engine.job.trial.server_guest import ServerGuest
from engine.ssh.server import Failed, Server

PPM = b"P6 2 1 255\n" + bytes(range(6))


@dataclass
class Answering:
    """A server that answers one look after another; a fake."""

    answers: list[str | Failed]
    asked: list[tuple[str, ...]] = field(default_factory=list)
    name: str = "xen"

    def run(self, script: str, *arguments: str, data: bytes = b"") -> str:
        self.asked.append(arguments)
        answer = self.answers.pop(0)
        if isinstance(answer, Failed):
            raise answer
        return answer


def answer(domain: str = "7", flags: str = "-b----", **parts: bytes) -> str:
    """As the script LOOK prints it."""
    data = f"state {domain} {flags}\n".encode()
    for name, content in parts.items():
        packed = gzip.compress(content)
        data += f"part {name} {len(packed)}\n".encode() + packed
    return data.decode("utf-8", "surrogateescape")


def guest(*answers: str | Failed) -> tuple[ServerGuest, Answering]:
    server = Answering(list(answers))
    return ServerGuest(cast(Server, server), "trial-1", "Xen 4.17"), server


def test_a_look_brings_screen_serial_port_and_disks() -> None:
    found, _ = guest(
        answer(screen=PPM, serial=b"booting\nlogin: ", disk=b"x rd_operations=5 wr_operations=12 y")
    )
    lines: list[str] = []
    found.said = lines.append
    look = found.look()
    assert look.picture is not None
    assert (look.picture.width, look.picture.pixels) == (2, bytes(range(6)))
    assert (look.serial, look.disk, lines) == ("booting\nlogin: ", 17, ["booting"])


def test_only_what_is_new_of_the_serial_port_is_asked_for() -> None:
    found, server = guest(answer(serial=b"one\n"), answer(serial=b"two"), answer())
    serials = [found.look().serial for _ in range(3)]
    assert serials == ["one\n", "one\ntwo", "one\ntwo"]
    assert [arguments[-1] for arguments in server.asked] == ["0", "4", "7"]


@pytest.mark.parametrize(
    ("looks", "event"),
    [
        ([("7", "-b----"), ("7", "r-----")], []),
        ([("7", "-b----"), ("8", "r-----")], ["RESET"]),
        ([("7", "---s--")], ["SHUTDOWN"]),
        ([("7", "-b----"), ("0", "gone")], ["SHUTDOWN"]),
        ([("7", "----c-")], ["CRASH"]),
    ],
)
def test_what_happened_is_known_from_the_last_look(
    looks: list[tuple[str, str]], event: list[str]
) -> None:
    found, _ = guest(*(answer(*each) for each in looks))
    for _ in looks:
        found.look()
    assert list(found.wait(0)) == event
    assert list(found.wait(0)) == []


def test_where_nothing_can_be_seen_what_is_known_stays() -> None:
    found, _ = guest(answer(serial=b"login: "), Failed(1, "xl: busy"))
    found.look()
    look = found.look()
    assert (look.serial, look.picture, look.text) == ("login: ", None, "")


@pytest.mark.parametrize(
    "printed",
    ["", "state\n", "state 7\n", "state 7 r\npart\n", "state 7 r\npart x many\nabc",
     "state 7 r\nrubbish", "state 7 r\npart x -1\nabc"],
)  # fmt: skip
def test_an_answer_that_is_none_is_a_finding(printed: str) -> None:
    found, _ = guest(printed)
    assert refused(found.look) == "E715"


def test_a_part_that_is_damaged_is_nothing() -> None:
    broken = "state 7 r\npart screen 3\nabcpart disk 4\nabcd"
    found, _ = guest(broken)
    look = found.look()
    assert (look.picture, look.disk) == (None, 0)


def test_no_part_is_larger_than_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is packed may be a bomb."""
    monkeypatch.setattr(server_guest, "_PART_LIMIT", 1000)
    found, _ = guest(answer(serial=bytes(1 << 20)))
    found.look()
    assert found._heard == 1000


def test_the_mouse_goes_to_and_fro() -> None:
    found, server = guest("", "")
    found.nudge(0)
    found.nudge(1)
    assert server.asked == [("trial-1", "-60", "-45"), ("trial-1", "60", "45")]
