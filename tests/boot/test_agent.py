"""The guest agent's word: only its answer counts, and it is never waited for.

The agents here are fakes at the other end of a socket; a real one is in tests/linux_lab.
"""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fixtures import boot_sector

from engine.boot import agent, verdict
from engine.boot.agent import Agent
from engine.boot.emulator import QEMU, started
from engine.boot.look import Look, Seen
from engine.boot.runner import Runner
from engine.boot.watch import Watch
from engine.xen.domain import Domain, Vbd

Fake = Callable[[bytes], bytes]


@pytest.fixture(autouse=True)
def asks_at_each_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent, "_ASK_EVERY", 0.0)


@pytest.fixture
def ends() -> Iterator[tuple[Agent, socket.socket]]:
    """What asks, and the guest's end of the channel."""
    ours, guest = socket.socketpair()
    with ours, guest:
        yield Agent(ours), guest


def obedient(asked: bytes) -> bytes:
    """What an agent says to the last question."""
    question = json.loads(asked.splitlines()[-1])
    assert question["execute"] == "guest-sync"
    return json.dumps({"return": question["arguments"]["id"]}).encode() + b"\n"


def after_garbage(asked: bytes) -> bytes:
    return b'{"error": {"class": "GenericError", "desc": "JSON parse error"}}\r\n' + obedient(asked)


def echo(asked: bytes) -> bytes:
    return asked


def of_another(asked: bytes) -> bytes:
    return b'{"return": -1}\n[1]\n"return"\n' + b"[" * 4000 + b"\n"


def in_part(asked: bytes) -> bytes:
    return obedient(asked)[:5]


@pytest.mark.parametrize(
    ("fake", "is_there"),
    [(obedient, True), (after_garbage, True), (echo, False), (of_another, False), (in_part, False)],
)
def test_only_its_answer_counts(
    ends: tuple[Agent, socket.socket], fake: Fake, is_there: bool
) -> None:
    asking, guest = ends
    assert not asking.answers()
    guest.sendall(fake(guest.recv(1000)))
    assert asking.answers() is is_there
    if is_there:
        guest.close()
        assert asking.answers()


def test_nobody_is_waited_for(ends: tuple[Agent, socket.socket]) -> None:
    """Also where the channel is full of questions, or its other end is gone."""
    asking, guest = ends
    guest.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for _ in range(5000):
        assert not asking.answers()
    guest.close()
    assert not asking.answers()


def test_it_has_started_where_it_answers() -> None:
    found = verdict.early(Seen(Runner("tcg"), look=Look(agent=True)), 90)
    assert found is not None
    assert (found.outcome, found.said) == ("reached", "its guest agent answers")


@pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")
def test_a_guest_without_one_says_nothing(tmp_path: Path) -> None:
    """The channel is in the machine, and nobody is at its other end."""
    disk = boot_sector.build(tmp_path / "disk.raw", "some words")
    domain = Domain("guest", 64, 1, usb_tablet=False, disks=(Vbd("/x.img", "hda"),))
    with started(domain, {"/x.img": disk}, accelerator="tcg") as guest:
        watch = Watch(guest, lambda _: None, patience=60)
        found = watch.until(8, threading.Event())
    assert not watch.seen.look.agent
    assert found.outcome != "reached"
