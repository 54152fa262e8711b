"""Where results go: too little room, a block device. Needs root for mounts and loop devices."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fixtures import machine

from engine.cli.main import main
from engine.job.convert.disk_job import DiskJob
from engine.job.events import Event, Progress
from engine.job.work import run

SIZE = 96 << 20


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> machine.Machine:
    return machine.build(tmp_path_factory.mktemp("targets") / "vm", size=SIZE, snapshots=1)


@pytest.fixture
def small(file_system_of: Callable[[int], Path]) -> Path:
    return file_system_of(30)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Path]:
    """A block device full of old data, as large as the disk."""
    backing = tmp_path / "backing"
    backing.write_bytes(b"old data" * (SIZE // 8))
    command: list[str | Path] = ["losetup", "--find", "--show", backing]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if os.getuid() or done.returncode:
        pytest.skip("a loop device needs root")
    path = Path(done.stdout.strip())
    yield path
    subprocess.run(["losetup", "--detach", path], check=True)


def same(device: Path, truth: Path) -> bool:
    return subprocess.run(["cmp", "-n", str(SIZE), device, truth], check=False).returncode == 0


def test_too_little_room_is_said_before(
    vm: machine.Machine, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", str(vm.vmx), "-o", str(small / "out"), "--json"]) == 3
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [each["code"] for each in found if each["severity"] == "error"] == ["E401"]
    assert list(small.iterdir()) == []


def test_a_device_needs_consent(vm: machine.Machine, device: Path) -> None:
    before = device.read_bytes()
    assert main(["raw", str(vm.disk), str(device)]) == 3
    assert device.read_bytes() == before


def test_onto_a_device(
    vm: machine.Machine, device: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert main(["raw", str(vm.disk), str(device), "--yes"]) == 0
    assert same(device, vm.truths["current"])
    assert list((tmp_path / "state/vmx2xen").iterdir()) == []  # the journal is gone


def test_a_device_is_gone_on_with(
    vm: machine.Machine, device: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped in the middle; what was done is not done again."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    job = DiskJob.planned(vm.disk, device, "raw")
    cancel = threading.Event()

    def stop_midway(event: Event) -> None:
        if isinstance(event, Progress) and event.done > event.total // 2:
            cancel.set()

    assert run(job, stop_midway, cancel).outcome == "stopped"
    first: list[int] = []

    def watch(event: Event) -> None:
        if isinstance(event, Progress):
            first.append(event.done)

    assert run(job, watch, threading.Event()).outcome == "done"
    assert first[0] > job.task.allocated // 4
    assert same(device, vm.truths["current"])
