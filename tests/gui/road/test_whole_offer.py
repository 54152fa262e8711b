"""A chain that is broken offers its newest state that is whole."""

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
