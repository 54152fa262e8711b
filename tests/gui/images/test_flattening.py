"""Layers of a disk are merged into one .vmdk, which qemu reads as the state that was chosen."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures.machine import Machine

from engine.job.convert import disk_job
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.widgets import dialogs

Run = Callable[..., Any]
Until = Callable[[Callable[[], object]], Awaitable[None]]

pytestmark = pytest.mark.skipif(not shutil.which("qemu-img"), reason="qemu-img is not installed")


@pytest.fixture
def target(tmp_path: Path, built: Machine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that is named where it is asked for; the disk is the machine's."""
    made = tmp_path / "merged.vmdk"

    async def disk(*_: object) -> Path:
        return built.disk

    async def name(*_: object) -> Path:
        return made

    monkeypatch.setattr(dialogs, "choose_file", disk)
    monkeypatch.setattr(dialogs, "new_file", name)
    return made


async def merged(window: MainWindow, until: Until) -> None:
    """The job is in the queue, which is shown, and ends."""
    await until(lambda: [each for each in window._around.queue if each.kind == disk_job.KIND])
    [entry] = window._around.queue
    await entry.over()
    assert entry.state is State.DONE, entry.findings
    assert window.drawer.page is window.queue


def assert_same(image: Path, truth: Path) -> None:
    subprocess.run(["qemu-img", "compare", "-f", "vmdk", "-F", "raw", image, truth], check=True)


def test_a_disk_that_is_named(
    run: Run, until: Until, window: MainWindow, built: Machine, target: Path
) -> None:
    async def scenario() -> None:
        window.flattening.ask()
        await merged(window, until)

    run(scenario())
    assert_same(target, built.truths["current"])


def test_a_disk_of_the_state_that_is_chosen(
    run: Run, until: Until, window: MainWindow, built: Machine, target: Path
) -> None:
    async def scenario() -> None:
        await window.opening.open_all([built.vmx])
        await until(lambda: window.jobs[0].state is State.READY)
        await window.jobs[0].choose(snapshot="1")
        [act] = window.bar.merge.actions()
        assert act.text() == "scsi0:0…"
        act.trigger()
        await merged(window, until)

    run(scenario())
    assert_same(target, built.truths["1"])


def test_one_that_cannot_be_read_is_told(
    run: Run, until: Until, window: MainWindow, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> Path:
        return target.with_name("gone.vmdk")

    monkeypatch.setattr(dialogs, "choose_file", nothing)

    async def scenario() -> None:
        window.flattening.ask()
        await until(window.notices.all)

    run(scenario())
    assert "gone.vmdk" in window.notices.all()[0].text
    assert not list(window._around.queue)
