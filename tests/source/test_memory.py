"""A machine that comes from a host, or goes to one, takes no more memory the larger it is."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from deliver import ssh_server
from deliver.ssh_server import HOST
from fixtures import machine
from fixtures.machine import Machine
from fixtures.memory import Memory, growth

from engine.cli.main import main
from engine.source import hosts

SIZE = 512 << 20
#: What comes and goes between two looks: batches under way, and what the allocator keeps of them.
ALLOWED = 40 << 20
IMAGE = "win2003.img"


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine of two layers, nine tenths of it data."""
    return machine.build(tmp_path_factory.mktemp("memory") / "vm", size=SIZE, snapshots=1)


@pytest.fixture(autouse=True)
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "ssh"
    folder.mkdir()
    with ssh_server.running(folder, monkeypatch):
        yield
        hosts.close()


def grown(image: Path, *command: str) -> int:
    """By how much this process has grown after the first fifth of an image was written."""

    def done() -> int:
        there = [each for each in image.parent.glob(f"{image.name}*") if each.is_file()]
        return max((each.stat().st_blocks * 512 for each in there), default=0)

    memory = Memory(done)
    memory.watch("this", os.getpid())
    assert main([*command]) == 0
    memory.end()
    begun, ended, count = growth(memory.watched[0])
    print(f"{begun >> 20} MiB at first, {ended >> 20} MiB at last, of {count >> 20} MiB")
    assert count > SIZE // 2
    assert min(begun, ended) > 0
    return ended - begun


def test_a_conversion_and_a_delivery(vm: Machine, tmp_path: Path) -> None:
    out, there = tmp_path / "out", tmp_path / "there"
    there.mkdir()
    assert grown(out / IMAGE, "convert", f"ssh://{HOST}{vm.vmx}", "-o", str(out)) < ALLOWED
    assert grown(there / IMAGE, "push", str(out), f"{HOST}:{there}") < ALLOWED
    assert filecmp.cmp(there / IMAGE, vm.truths["current"], shallow=False)
