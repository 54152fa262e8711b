"""One job: its plan, its steps, its result."""

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

from engine.vmware.machine import read
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.opener import Opened
from gui.queue.job_page import JobPage, summary
from gui.queue.state import State
from gui.queue.steps_view import STATE, STEP, TIME, WORK

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def page(qtbot: QtBot, around: Context) -> JobPage:
    made = JobPage(around)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made


def column(page: JobPage, number: int) -> list[str]:
    rows = [page.steps.topLevelItem(n) for n in range(page.steps.topLevelItemCount())]
    return [row.text(number) for row in rows if row is not None]


def watch(page: JobPage, job: Migration) -> None:
    job.changed.connect(lambda: page.show_job(job))


def test_the_plan_is_shown_before_the_start(
    run: Run, around: Context, page: JobPage, job: Migration
) -> None:
    async def scenario() -> None:
        await job.replan()
        page.show_job(job)

    run(scenario())
    assert [name.split()[1] for name in column(page, STEP)] == [
        "Convert", "Verify", "Write", "Write", "Finish",
    ]  # fmt: skip
    assert set(column(page, STATE)) == {"Waiting"}
    assert all("MiB" in work for work in column(page, WORK)[:2])
    text = page.summary.text()
    assert str(job.folder) in text
    assert "free" in text
    assert "known once it runs" in text
    around.settings.speed = 1 << 20
    page.show_job(job)
    assert "as fast as the last conversion" in page.summary.text()
    assert all(time.startswith("about ") for time in column(page, TIME)[:2])


def test_rows_stay_as_high_when_steps_are_done(
    run: Run, until: Until, page: JobPage, job: Migration
) -> None:
    """They get pictures then."""
    heights: list[int] = []

    def measure() -> None:
        page.steps.show_job(job, 0)
        page.steps.doItemsLayout()
        first = page.steps.topLevelItem(0)
        assert first is not None
        heights.append(page.steps.visualItemRect(first).height())

    async def scenario() -> None:
        await job.replan()
        measure()
        job.convert()
        await until(lambda: job.state is State.DONE)
        measure()

    run(scenario())
    assert heights[0] == heights[1] > 0


def test_without_a_machine_it_says_so(page: JobPage) -> None:
    page.show_job(None)
    assert page.summary.text() == summary(None, 0) != ""
    assert column(page, STEP) == []


def test_steps_go_on_and_the_result_follows(
    run: Run, until: Until, page: JobPage, job: Migration, around: Context
) -> None:
    seen: list[list[str]] = []

    async def scenario() -> None:
        await job.replan()
        watch(page, job)
        job.changed.connect(lambda: seen.append(column(page, STATE)))
        job.convert()
        await until(lambda: job.state is State.DONE)
        await until(lambda: page.result.files.topLevelItemCount())

    run(scenario())
    assert ["Done", "Running", "Waiting", "Waiting", "Waiting"] in seen
    assert page.pages.currentWidget() is page.result
    assert job.folder is not None
    manifest = json.loads((job.folder / "manifest.json").read_text())
    digest = manifest["disks"][0]["digest"]
    page.result.digests.click()
    assert QGuiApplication.clipboard().text() == f"{digest}  win2003.img"
    assert not page.result.undo.isVisible()
    assert "identical" in page.result.title.text()


def test_commands_are_for_the_server_that_is_named(
    run: Run, until: Until, page: JobPage, job: Migration, around: Context
) -> None:
    async def scenario() -> None:
        await job.replan()
        watch(page, job)
        job.convert()
        await until(lambda: job.state is State.DONE)
        await until(lambda: page.result.commands.text.toPlainText())

    run(scenario())
    commands = page.result.commands
    assert not commands.group.isVisible()
    commands.server.setText("root@xen.example")
    commands.server.textEdited.emit("root@xen.example")
    commands.server.editingFinished.emit()
    assert around.settings.server == "root@xen.example"
    commands.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "rsync" in copied
    assert copied.endswith("ssh root@xen.example 'xl create /etc/xen/win2003.cfg'")
    commands.way.setCurrentIndex(1)
    assert commands.group.isVisible()
    assert "lvcreate" in commands.text.toPlainText()


def test_the_change_of_the_guest_is_undone_after_a_question(
    run: Run, until: Until, page: JobPage, around: Context, tmp_path: Path
) -> None:
    guests.build(tmp_path / "raw", "windows2003")
    made = machine.build(tmp_path / "vm", image=tmp_path / "raw")
    job = Migration(around, Opened(read(made.vmx)), tmp_path / "out")

    async def press(word: str) -> None:
        await until(lambda: [b for b in page.findChildren(QMessageBox) if b.isVisible()])
        box = next(b for b in page.findChildren(QMessageBox) if b.isVisible())
        next(each for each in box.buttons() if word in each.text()).click()

    async def scenario() -> None:
        await job.replan()
        watch(page, job)
        job.convert()
        await until(lambda: job.state is State.DONE)
        await until(page.result.undo.isVisible)
        page.result.undo.click()
        await press("Keep")
        assert page.result.undo.isVisible()
        page.result.undo.click()
        await press("Undo it")
        await until(lambda: not page.result.undo.isVisible())

    run(scenario())
    assert (tmp_path / "out" / "win2003.img").read_bytes() == made.truths[
        machine.CURRENT
    ].read_bytes()
