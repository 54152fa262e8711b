"""A disk to be drawn, and its picture in a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures import machine
from pytestqt.qtbot import QtBot

from engine.vmware.machine import read
from gui.context import Context
from gui.picture.chain_picture import ChainPicture
from gui.picture.owners_source import OwnersSource
from gui.picture.picture_export import WIDTH, Sheet, whole
from gui.picture.picture_layout import Layout, View
from gui.picture.picture_source import PictureSource
from gui.picture.picture_subject import Subject, subjects

Run = Callable[..., Any]
Until = Callable[..., Any]
LayoutOf = Callable[[Sheet], Layout]


@pytest.fixture(scope="module")
def drawn(built: machine.Machine) -> Subject:
    return subjects(read(built.vmx))["scsi0:0"]


@pytest.fixture(scope="module")
def sheet(drawn: Subject) -> Sheet:
    return whole(drawn)


@pytest.fixture(scope="session")
def layout_of() -> LayoutOf:
    """Where things are on a sheet of paper."""

    def layout(sheet: Sheet) -> Layout:
        view = View(sheet.coverage.start, sheet.coverage.stop)
        return Layout(WIDTH, sheet.height, len(sheet.drawn.layers), view)

    return layout


@pytest.fixture
def shown(around: Context, drawn: Subject, qtbot: QtBot, run: Run, until: Until) -> ChainPicture:
    made = ChainPicture(
        PictureSource(around.workers, around.tasks), OwnersSource(around.workers, around.tasks)
    )
    qtbot.addWidget(made)
    made.resize(700, 300)

    async def scenario() -> None:
        made.show_subject(drawn)
        made.show()
        await until(lambda: made.canvas.coverage is not None)

    run(scenario())
    return made
