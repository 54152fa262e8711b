"""Whose blocks the pointer rests on, in the picture of a disk whose files are known."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures import machine, written
from fixtures.written import Written
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from engine.disk.copying import coverage
from engine.report.block_files import BlockFiles
from engine.vmware.machine import read
from gui.context import Context
from gui.picture.chain_picture import ChainPicture
from gui.picture.owners_source import OwnersSource
from gui.picture.picture_source import PictureSource
from gui.picture.picture_subject import Subject, subjects

Run = Callable[..., Any]
Until = Callable[[Callable[[], object]], Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written.windows_nt(tmp_path_factory.mktemp("nt"))


@pytest.fixture(scope="module")
def drawn(made: Written, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """The base is the disk before, the layer over it what was written after."""
    folder = tmp_path_factory.mktemp("machine") / "vm"
    built = machine.build(folder, image=made.before, later=[made.after], snapshots=1)
    return subjects(read(built.vmx))["scsi0:0"]


@pytest.fixture
def picture(around: Context, drawn: Subject, qtbot: QtBot) -> Iterator[ChainPicture]:
    found = ChainPicture(
        PictureSource(around.workers, around.tasks), OwnersSource(around.workers, around.tasks)
    )
    qtbot.addWidget(found)
    found.resize(600, 260)
    found.show()
    yield found
    found.stop()


def test_the_files_of_what_a_layer_holds_are_those_that_were_written(
    made: Written, drawn: Subject
) -> None:
    """The newest layer as a whole: every file that is known to have been written is in it."""
    files = BlockFiles(drawn.chain)
    found = files.at(0, drawn.size, 0)
    files.close()
    paths = {each.path for each in found.files}
    kept = {path for path, how in made.changes.items() if how != "removed"}
    assert {path for path in kept if len(made.content.get(path, b"")) > 4096} <= paths
    seen = coverage.cover(drawn.chain.layer_mappings, 0, drawn.size, 1)
    held = int(seen.data[0].sum() + seen.zeros[0].sum())
    told = sum(each.held for each in found.files) + found.metadata + found.free + found.other
    assert found.count <= len(found.files) or told < held
    assert told <= held


def test_each_byte_has_one_owner(drawn: Subject) -> None:
    """Of any place: what is told is as much as was asked for."""
    files = BlockFiles(drawn.chain)
    edges = np.linspace(0, drawn.size, 9).astype(int).tolist()
    for start, stop in itertools.pairwise(edges):
        found = files.at(start, stop)
        if found.count <= len(found.files):
            told = sum(each.held for each in found.files)
            assert told + found.metadata + found.free + found.other == stop - start
    files.close()


def test_the_pointer_tells_files(
    run: Run, until: Until, picture: ChainPicture, drawn: Subject
) -> None:
    async def scenario() -> None:
        picture.show_subject(drawn)
        canvas = picture.canvas
        await until(lambda: canvas.coverage is not None)
        layout = canvas.layout_now
        row = layout.result.center().y()
        spots = [canvas.spot_at(QPointF(layout.left + x, row)) for x in (1, 60)]
        assert spots[0] is not None
        assert spots[1] is not None
        assert spots[0].layer is None
        canvas.rested.emit(spots[0])
        canvas.rested.emit(spots[1])  # only the last one counts
        await until(lambda: "(" in picture.files.text() or " in " in picture.files.text())
        canvas.rested.emit(None)
        assert picture.files.text() == ""
        layer = canvas.spot_at(QPointF(layout.left + 60, layout.layer(0).center().y()))
        assert layer is not None
        assert layer.layer == 0
        assert canvas.spot_at(QPointF(1, row)) is None

    run(scenario())


def test_a_disk_without_files_says_so(
    run: Run, until: Until, picture: ChainPicture, tmp_path: Path
) -> None:
    built = machine.build(tmp_path / "vm", size=1 << 20, snapshots=1)
    plain = subjects(read(built.vmx))["scsi0:0"]

    async def scenario() -> None:
        picture.show_subject(plain)
        canvas = picture.canvas
        layout = canvas.layout_now
        canvas.rested.emit(canvas.spot_at(QPointF(layout.left + 5, layout.result.center().y())))
        await until(lambda: picture.files.text().endswith(" in no file"))

    run(scenario())
