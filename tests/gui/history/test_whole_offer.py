"""A chain that is broken offers its newest state that is whole; the picture follows the history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fixtures import machine

from gui.history.history_model import Column
from gui.main_window import MainWindow
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[[Callable[[], object]], Any]


async def opened(window: MainWindow, path: Path, until: Until) -> None:
    window.resize(1280, 800)
    window.open([path])
    await until(lambda: len(window.jobs))
    await until(lambda: window.jobs[0].state is not State.PLANNING)


def test_a_broken_chain_offers_what_is_whole(
    run: Run, until: Until, window: MainWindow, tmp_path: Path
) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=3)
    made.disk.with_name("win2003-000002.vmdk").unlink()
    offer, history = window.road.offer, window.desk.history

    async def scenario() -> None:
        await opened(window, made.vmx, until)
        await until(offer.isVisible)
        assert offer.sentence.text().startswith("The newest state that is whole is “Snapshot 2”, ")
        checks = [history.model.index(at, Column.WHOLE).data() for at in range(4)]
        assert checks == ["Broken", "Broken", "", ""]
        offer.button.click()
        job = window.jobs[0]
        assert job.choices.snapshot == "2"
        assert offer.isHidden()
        await until(lambda: job.state is State.READY)
        assert (history.model.chosen, offer.isHidden()) == ("2", True)

    run(scenario())


def test_the_picture_follows_what_is_looked_at(
    run: Run, until: Until, window: MainWindow, tmp_path: Path
) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=2, branches=True)
    canvas, history = window.desk.picture.canvas, window.desk.history

    def layers() -> list[str]:
        return [layer.short for layer in canvas.drawn.layers] if canvas.drawn else []

    async def scenario() -> None:
        await opened(window, made.vmx, until)
        assert layers() == ["Running state", "Snapshot 2", "Base · Snapshot 1"]
        history.list.entered.emit(history.model.index_of("3"))
        await until(lambda: layers() == ["Snapshot 3", "Base · Snapshot 1"])
        assert canvas.drawn is not None
        assert canvas.drawn.title.endswith(", at “Snapshot 3”")
        await until(lambda: canvas.coverage is not None)
        assert window.jobs[0].choices.snapshot == ""  # it is only looked at
        history.list.left.emit()
        assert layers() == ["Running state", "Snapshot 2", "Base · Snapshot 1"]
        history.list.entered.emit(history.model.index_of("3"))  # known by now
        assert layers() == ["Snapshot 3", "Base · Snapshot 1"]

    run(scenario())


def test_a_machine_without_snapshots_has_no_history(
    run: Run, until: Until, window: MainWindow, tmp_path: Path
) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=0)

    async def scenario() -> None:
        await opened(window, made.vmx, until)
        window.road.unfold("from")
        assert not window.desk.history.isVisible()
        assert window.tree.isVisible()
        assert not window.desk.parts.tabs.isVisible()

    run(scenario())
