"""A machine that runs on an ESXi host: a button takes a snapshot of it, which is converted."""

from __future__ import annotations

import filecmp
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from fixtures.machine import Machine
from source.esxi.simulator import Simulated, running, snapshots

from engine.host_paths import path_of
from engine.source.taken_snapshots import NAME as TAKEN
from gui.machines.migration import Migration
from gui.main_window import MainWindow
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[[Callable[[], object]], Awaitable[None]]

NAME = "ha-host_VM0"


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return machine.build(tmp_path_factory.mktemp("esxi") / "vm", size=8 << 20, snapshots=2)


@pytest.fixture
def host(
    vm: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Simulated, Any]]:
    """A host, and its machine, which runs."""
    with running() as host:
        host.take_over(NAME, vm.vmx)
        host.machine(NAME).PowerOff()
        with host.known(monkeypatch, tmp_path / "state"), host.switched_on(NAME) as found:
            yield host, found


async def opened(window: MainWindow, host: Simulated, until: Until) -> Migration:
    await window.opening.open_all([path_of(f"{host.url}/{NAME}")])
    await until(lambda: len(window.jobs) and window.jobs[0].state is not State.PLANNING)
    return window.jobs[0]


def press(window: MainWindow, code: str, label: str) -> None:
    """Press the button with a label beside a finding in the card From."""
    found = window.road.cards["from"].findings
    found.show_all()
    row = next(each for each in found.rows() if each.code.text() == code)
    next(each for each in row.buttons if each.text() == label).click()


def test_a_snapshot_is_taken_converted_and_removed(
    run: Run, until: Until, window: MainWindow, host: tuple[Simulated, Any], vm: Machine,
    tmp_path: Path,
) -> None:  # fmt: skip
    simulated, found = host

    async def scenario() -> None:
        job = await opened(window, simulated, until)
        assert job.state is State.BLOCKED
        press(window, "E877", "Take a snapshot")
        await until(lambda: window.jobs[0].choices.snapshot == TAKEN)
        job = window.jobs[0]
        await until(lambda: job.state is State.READY)
        assert snapshots(found) == [TAKEN]
        job.choose_folder(tmp_path / "out")
        await until(lambda: job.state is State.READY)
        job.convert()
        await until(lambda: job.state is State.DONE)

    run(scenario())
    assert filecmp.cmp(tmp_path / "out/win2003.img", vm.truths["1"], shallow=False)
    assert snapshots(found) == []


def test_one_that_nobody_converts_is_removed_by_a_button(
    run: Run, until: Until, window: MainWindow, host: tuple[Simulated, Any]
) -> None:
    simulated, found = host

    async def scenario() -> None:
        await opened(window, simulated, until)
        press(window, "E877", "Take a snapshot")
        await until(lambda: window.jobs[0].choices.snapshot == TAKEN)
        await until(lambda: window.jobs[0].state is State.READY)
        await window.jobs[0].choose(snapshot="")
        press(window, "W878", "Remove the snapshot")
        before = window.jobs[0]
        await until(lambda: window.jobs[0] is not before)
        await until(lambda: window.jobs[0].state is State.BLOCKED)
        assert "W878" not in [each.code for each in window.jobs[0].findings]

    run(scenario())
    assert snapshots(found) == []
