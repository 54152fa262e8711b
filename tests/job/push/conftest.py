"""A conversion to be delivered, and the server that it goes to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from deliver import ssh_server
from deliver.ssh_server import SshServer
from fixtures import machine

from engine.cli.main import main

SIZE = 24 << 20


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished conversion; not to be written to."""
    folder = tmp_path_factory.mktemp("converted")
    vm = machine.build(folder / "vm", size=SIZE, snapshots=1)
    assert main(["convert", str(vm.vmx), "-o", str(folder / "out")]) == 0
    return folder / "out"


@pytest.fixture
def made(converted: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(converted, tmp_path / "made"))


@pytest.fixture
def with_two_disks(tmp_path: Path) -> Path:
    """A conversion of two disks."""
    vm = machine.build(tmp_path / "vm", size=6 << 20, snapshots=1)
    other = machine.build(tmp_path / "other", size=5 << 20, snapshots=0, seed=1)
    shutil.copy(other.disk, vm.vmx.parent / "second.vmdk")
    with vm.vmx.open("a") as lines:
        lines.write('scsi0:1.present = "TRUE"\nscsi0:1.fileName = "second.vmdk"\n')
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "two")]) == 0
    return tmp_path / "two"


@pytest.fixture
def server_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], SshServer]]:
    """Starts a server with more lines in its configuration."""
    folder = tmp_path / "ssh"
    folder.mkdir()
    started = []

    def start(more: str) -> SshServer:
        started.append(ssh_server.running(folder, monkeypatch, more))
        return started[-1].__enter__()

    yield start
    for each in started:
        each.__exit__(None, None, None)
