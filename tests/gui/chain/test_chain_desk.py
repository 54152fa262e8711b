"""The button at the history, which opens what a snapshot changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from gui.chain.chain_desk import ChainDesk
from gui.chain.chain_model import ChainModel
from gui.context import Context
from gui.files.changes_dialog import ChangesDialog
from gui.machines.migration import Migration

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
