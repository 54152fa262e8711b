"""The connection to a QEMU, where it inherits a socket and where it cannot; with a real QEMU."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from engine import platform
from engine.boot import channel
from engine.boot.emulator import QEMU
from engine.boot.qmp import Gone, Monitor

needs_qemu = pytest.mark.skipif(shutil.which(QEMU) is None, reason="QEMU is not installed")


@pytest.fixture(params=[True, False], ids=["inherited", "loopback"])
def inherits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(platform, "INHERITS_SOCKETS", request.param)
    return bool(request.param)


@contextmanager
def qemu(to_it: channel.Channel) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        *(QEMU, "-nodefaults", "-display", "none", "-S", "-machine", "none"),
        *("-chardev", f"socket,id=qmp,{to_it.options}", "-mon", "chardev=qmp,mode=control"),
    ]
    with subprocess.Popen(command, pass_fds=to_it.inherited) as process:
        yield process
        process.kill()


@needs_qemu
def test_qemu_is_spoken_to(inherits: bool) -> None:
    with channel.opened() as to_it, qemu(to_it) as process, to_it.connected(process) as ours:
        monitor = Monitor(ours)
        monitor.greet(60)
        assert monitor.command("query-status")["status"] == "prelaunch"
        process.kill()
        with pytest.raises(Gone):
            monitor.command("query-status")


def test_one_that_ends_at_once_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "INHERITS_SOCKETS", False)
    began = time.monotonic()
    with ExitStack() as held:
        to_it = held.enter_context(channel.opened())
        process = held.enter_context(subprocess.Popen([sys.executable, "-c", ""]))
        with pytest.raises(OSError, match="not connected"):
            to_it.connected(process)
    assert time.monotonic() - began < channel._START / 2


def test_nobody_connects_once_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is for this computer alone, and closed with the guest."""
    monkeypatch.setattr(platform, "INHERITS_SOCKETS", False)
    with channel.opened() as to_it:
        where = to_it.ours.getsockname()
        assert where[0] == "127.0.0.1"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(where)
