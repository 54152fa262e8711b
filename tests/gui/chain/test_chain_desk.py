"""History, tree and picture beside each other; the button that opens what a snapshot changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fixtures import machine
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.chain.chain_desk import ChainDesk
from gui.chain.chain_model import ChainModel
from gui.context import Context
from gui.files.changes_dialog import ChangesDialog
from gui.machines.migration import Migration
from gui.main_window import MainWindow
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[[Callable[[], object]], Any]


def test_the_button_opens_what_the_running_state_changed(
    around: Context, job: Migration, qtbot: QtBot, run: Callable[..., Any], until: Until
) -> None:
    model = ChainModel()
    desk = ChainDesk(around, model)
    qtbot.addWidget(desk)

    async def ask() -> None:
        desk.show_job(None)
        desk.show_job(job)
        desk.history.compare.click()
        await until(lambda: desk.findChildren(ChangesDialog))
        (dialog,) = desk.findChildren(ChangesDialog)
        assert dialog.newer.currentText().startswith("Running state")
        await until(lambda: not dialog.bar.isVisible())
        dialog.reject()
        await until(lambda: not dialog.isVisible())

    run(ask())
    run(around.tasks.close())  # the dialog is awaited until it is closed
    desk.stop()


async def opened(window: MainWindow, path: Path, until: Until) -> None:
    window.resize(1280, 800)
    window.open([path])
    await until(lambda: len(window.jobs))
    await until(lambda: window.jobs[0].state is not State.PLANNING)


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


def test_where_there_is_little_room_the_picture_is_below(
    around: Context, qtbot: QtBot, qapp: QApplication
) -> None:
    """Tabs and names were cut in a card beside the drawer."""
    desk = ChainDesk(around, ChainModel())
    qtbot.addWidget(desk)
    desk.show()
    for width, is_below in ((420, True), (900, False), (420, True)):
        desk.resize(width, max(desk.minimumHeight(), 250))
        qapp.processEvents()
        assert (desk.picture.y() > desk.parts.y()) is is_below
        assert desk.parts.width() >= 400
    desk.stop()
