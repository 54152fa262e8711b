"""Cells on a Xen server: whose memory it is, what is put there, and that nothing stays."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

import pytest
from job.trial.seen import cell_of
from refusals import refused

from engine.disk.images.qcow2 import CLUSTER
from engine.job.trial import server, server_scripts
from engine.job.trial.overlay import Changes
from engine.job.trial.server import XenServer, survey, url
from engine.job.trial.subject import Subject
from engine.job.work import Work
from engine.ssh.server import Failed, Server
from engine.xen import device_model, xl_reader


class Pipe:
    """The input of a script; closed, it ends."""

    closed = False

    def close(self) -> None:
        self.closed = True


@dataclass
class Guard:
    """The script that keeps a domain; a fake."""

    said: str = "running"
    failure: Failed | None = None
    stdin: Pipe = field(default_factory=Pipe)

    def lines(self) -> Iterator[str]:
        yield from [self.said] if self.said else []

    def finish(self) -> None:
        assert self.stdin.closed
        if self.failure:
            raise self.failure


@dataclass
class Xen:
    """A server; a fake. ``files`` are those that were put on it."""

    free: int = 1000
    guard: Guard = field(default_factory=Guard)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)  #: mode and content
    name: str = "xen"

    def run(self, script: str, *arguments: str, data: bytes = b"") -> str:
        if script == server_scripts.SURVEY:
            return f"free {self.free}\nxen 4.17\n"
        if script == server_scripts.PUT:
            _, _, file, mode = arguments
            self.files[file] = (mode, data)
        return ""

    @contextmanager
    def start(self, script: str, *arguments: str) -> Iterator[Guard]:
        yield self.guard


@dataclass
class NoChanges:
    """A guest as it is on the images."""

    def edits(self, hal: str) -> dict[str, Any]:
        return {}


NOTHING = cast(Changes, NoChanges())


def on(xen: Xen, about: Subject) -> XenServer:
    return XenServer(cast(Server, xen), about, PurePosixPath("/var/tmp/base"), "Xen 4.17", 1)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("free 900\nxen 4.17\n", (900, "4.17")),
        ("free 900\n", (900, "")),
        ("banner\nfree 900\nxen 4\n", (900, "4")),
    ],
)
def test_a_server_is_surveyed(printed: str, expected: tuple[int, str]) -> None:
    class Says(Xen):
        def run(self, script: str, *arguments: str, data: bytes = b"") -> str:
            return printed

    assert survey(cast(Server, Says())) == expected


@pytest.mark.parametrize("printed", ["", "missing xl\n", "free lots\n", "free -1\n", "free\n"])
def test_a_server_without_xen_is_refused(printed: str) -> None:
    class Says(Xen):
        def run(self, script: str, *arguments: str, data: bytes = b"") -> str:
            return printed

    assert refused(lambda: survey(cast(Server, Says()))) == "E706"


def test_no_more_memory_is_promised_than_is_free(about: Subject) -> None:
    """Also to those that start at the same time; it is given back when they end."""
    cell = cell_of(about, acpi="1")
    needed = cell.domain.memory + 64
    there = on(Xen(free=2 * needed), about)
    with there._memory(cell), there._memory(cell):
        assert there.reserved == 2 * needed
        assert refused(there._memory(cell).__enter__) == "E750"
    assert there.reserved == 0
    with pytest.raises(KeyboardInterrupt), there._memory(cell):
        raise KeyboardInterrupt
    assert there.reserved == 0
    assert refused(on(Xen(free=needed - 1), about)._memory(cell).__enter__) == "E750"


def test_a_domain_has_overlays_no_network_and_a_serial_port(about: Subject) -> None:
    xen = Xen()
    cell = cell_of(about, acpi="1")
    with on(xen, about)._started("trial-1", cell, NOTHING) as guest:
        assert guest.runner.hypervisor == "Xen 4.17"
        assert not xen.guard.stdin.closed
    assert xen.guard.stdin.closed
    assert sorted(xen.files) == ["config", "disk0.qcow2"]
    assert {mode for mode, _ in xen.files.values()} == {"600"}
    config = xl_reader.read(xen.files["config"][1].decode())
    assert (config["name"], config.get("vif")) == ("trial-1", [])
    assert config["serial"] == "file:/var/tmp/trial-1/serial"
    assert (config["on_poweroff"], config["on_reboot"]) == ("preserve", "restart")
    disks = config["disk"]
    assert isinstance(disks, list)
    assert "format=qcow2" in disks[0]
    assert "target=/var/tmp/trial-1/disk0.qcow2" in disks[0]
    overlay = xen.files["disk0.qcow2"][1]
    assert b"/var/tmp/base/win2003.img" in overlay[:CLUSTER]


def test_the_program_in_qemus_place_is_brought_along(about: Subject) -> None:
    xen, cell = Xen(), cell_of(about, acpi="0")
    wrapped = replace(cell.domain, device_model_override=device_model.USUAL)
    with on(xen, about)._started("trial-1", replace(cell, domain=wrapped), NOTHING):
        mode, script = xen.files[device_model.NAME]
    assert (mode, script.decode()) == ("700", device_model.script())
    assert f'"/var/tmp/trial-1/{device_model.NAME}"'.encode() in xen.files["config"][1]


@pytest.mark.parametrize(
    ("said", "reason"), [("a\nxl: no such kernel", "no such kernel"), ("", "it says nothing")]
)
def test_a_domain_that_does_not_start_is_said_in_the_words_of_xl(
    about: Subject, said: str, reason: str
) -> None:
    xen = Xen(guard=Guard("", Failed(3, said)))
    starting = on(xen, about)._started("trial-1", cell_of(about, acpi="1"), NOTHING)
    with pytest.raises(Exception, match=reason) as caught:
        starting.__enter__()
    assert [each.code for each in caught.value.findings] == ["E752"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("root@xen", "root@xen:/var/tmp/x"),
        ("ssh://root@xen:2222", "ssh://root@xen:2222/var/tmp/x"),
        ("ssh://xen/", "ssh://xen/var/tmp/x"),
    ],
)
def test_a_place_on_the_server(where: str, expected: str) -> None:
    assert url(where, "/var/tmp/x") == expected


def test_only_raw_images_are_tried_there(about: Subject) -> None:
    other = replace(about, images={"/a": Path("/a.qcow2")})
    work = Work(lambda event: None, threading.Event())
    assert refused(server.on(other, "root@xen", None, work).__enter__) == "E714"
