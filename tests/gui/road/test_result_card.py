"""The card of a result: ready or not, its files, the way back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from engine.cli.main import main
from engine.vmware.machine import read
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.opener import Opened
from gui.queue.state import State
from gui.result.result_page import DIGEST
from gui.road.result_card import ResultCard

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def card(qtbot: QtBot, around: Context) -> ResultCard:
    made = ResultCard(around)
    qtbot.addWidget(made)
    made.show()
    return made


def watch(card: ResultCard, job: Migration) -> None:
    job.changed.connect(lambda: card.show_job(job))


def test_the_result_of_a_conversion_is_shown(
    run: Run, until: Until, card: ResultCard, job: Migration, around: Context
) -> None:
    async def scenario() -> None:
        await job.replan()
        watch(card, job)
        job.convert()
        await until(lambda: job.state is State.DONE)
        await until(lambda: card.result.files.topLevelItemCount())

    run(scenario())
    assert job.folder is not None
    manifest = json.loads((job.folder / "manifest.json").read_text())
    digest = manifest["disks"][0]["digest"]
    card.result.digests.click()
    assert QGuiApplication.clipboard().text() == f"{digest}  win2003.img"
    assert not card.result.undo.isVisible()
    assert card.sentence.text() == "Ready for Xen"
    assert "identical" in card.detail.text()


def test_the_digest_is_not_the_largest_thing(
    run: Run, until: Until, card: ResultCard, job: Migration
) -> None:
    async def scenario() -> None:
        await job.replan()
        watch(card, job)
        job.convert()
        await until(lambda: job.state is State.DONE)
        await until(card.result.files.topLevelItemCount)

    run(scenario())
    files = card.result.files
    card.resize(1200, 600)
    item = files.topLevelItem(0)
    assert item is not None
    assert files.columnWidth(0) > files.columnWidth(DIGEST)
    assert len(item.toolTip(DIGEST)) == len(item.text(DIGEST)) == 64


def test_commands_are_for_the_server_that_is_named(
    run: Run, until: Until, card: ResultCard, job: Migration, around: Context
) -> None:
    async def scenario() -> None:
        await job.replan()
        watch(card, job)
        job.convert()
        await until(lambda: job.state is State.DONE)
        await until(lambda: card.result.commands.lines.text)

    run(scenario())
    commands = card.result.commands
    assert not commands.group.isVisible()
    commands.server.setText("root@xen.example")
    commands.server.textEdited.emit("root@xen.example")
    commands.server.editingFinished.emit()
    assert around.settings.server == "root@xen.example"
    commands.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "rsync" in copied
    assert copied.endswith("ssh root@xen.example 'xl create /var/lib/xen/images/win2003.cfg'")
    assert [line.accessibleName() for line in commands.lines.lines[:2]] == [
        "Command 1",
        "Command 2",
    ]
    commands.lines.copies[1].click()
    assert QGuiApplication.clipboard().text() == copied.splitlines()[1]
    commands.way.setCurrentIndex(1)
    assert commands.group.isVisible()
    assert "lvcreate" in commands.lines.text


def test_the_change_of_the_guest_is_undone_after_a_question(
    run: Run, until: Until, card: ResultCard, around: Context, tmp_path: Path
) -> None:
    guests.build(tmp_path / "raw", "windows2003")
    made = machine.build(tmp_path / "vm", image=tmp_path / "raw")
    job = Migration(around, Opened(read(made.vmx)), tmp_path / "out")

    async def press(word: str) -> None:
        await until(lambda: [b for b in card.findChildren(QMessageBox) if b.isVisible()])
        box = next(b for b in card.findChildren(QMessageBox) if b.isVisible())
        next(each for each in box.buttons() if word in each.text()).click()

    async def scenario() -> None:
        await job.replan()
        watch(card, job)
        job.convert()
        await until(lambda: job.state is State.DONE)
        await until(card.result.undo.isVisible)
        assert "At its first start" in card.detail.text()
        fitted.append((tmp_path / "out" / "win2003.img").read_bytes())
        card.result.undo.click()
        await press("Keep")
        assert card.result.undo.isVisible()
        card.result.undo.click()
        await press("Undo it")
        await until(lambda: not card.result.undo.isVisible())
        assert "as it was in VMware" in card.sentence.text()
        fitted.append((tmp_path / "out" / "win2003.img").read_bytes())
        card.result.commands.server.setText("xen.invalid")
        card.result.commands.server.textEdited.emit("xen.invalid")
        card.result.commands.send.click()
        await press("Fit it again")  # in place of sending what may not start
        await until(card.result.undo.isVisible)
        await until(lambda: card.sentence.text() == "Ready for Xen")
        fitted.append((tmp_path / "out" / "win2003.img").read_bytes())
        assert not card.result.refit.isVisible()
        card.result.undo.click()
        await press("Undo it")
        await until(card.result.refit.isVisible)

    fitted: list[bytes] = []
    run(scenario())
    before = made.truths[machine.CURRENT].read_bytes()
    assert fitted[1] == before
    assert fitted[0] == fitted[2] != before
    assert main(["verify", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "win2003.img").read_bytes() == made.truths[
        machine.CURRENT
    ].read_bytes()
