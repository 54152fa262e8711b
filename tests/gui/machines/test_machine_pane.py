"""The list of machines: found, chosen, converted and closed together; finished ones below."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from engine.job.convert import outlook
from gui.machines.doubt import doubt
from gui.machines.machine_rows import Kind
from gui.machines.machine_state import chip
from gui.machines.state_chip import Chip, Tone
from gui.main_window import MainWindow
from gui.queue.state import State

Run = Callable[..., Any]
Until = Callable[..., Any]
NAMES = ("crm", "files", "mail")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three small machines, one of which misses a part. Not to be written to."""
    folder = tmp_path_factory.mktemp("many")
    for name in NAMES:
        made = machine.build(folder / name, size=1 << 20, name=name, snapshots=1)
        if name == "mail":
            made.disk.with_name("mail.vmdk").unlink()
    return folder


@pytest.fixture
def opened(run: Run, until: Until, window: MainWindow, many: Path, tmp_path: Path) -> MainWindow:
    shutil.copytree(many, tmp_path / "many")

    async def scenario() -> None:
        window.open([tmp_path / "many"])
        await until(lambda: len(window.jobs) == len(NAMES))
        await until(lambda: all(job.state is not State.PLANNING for job in window.jobs))

    run(scenario())
    return window


def shown(window: MainWindow) -> list[str]:
    seen = window.pane.seen
    return [seen.index(row, 0).data() for row in range(seen.rowCount())]


def select(window: MainWindow, *rows: int) -> None:
    chosen = window.pane.list.selectionModel()
    chosen.clearSelection()
    for row in rows:
        index = window.pane.seen.index(row, 0)
        chosen.select(index, QItemSelectionModel.SelectionFlag.Select)


def test_each_machine_says_how_it_stands(opened: MainWindow) -> None:
    chips = [chip(job) for job in opened.jobs]
    assert chips[-1] == Chip("Needs you", Tone.BAD)
    assert {each.tone for each in chips[:2]} <= {Tone.GOOD, Tone.HINT}
    heard = opened.pane.seen.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("mail, ")
    assert heard.endswith("Needs you")


def test_what_is_looked_for_is_shown_alone(opened: MainWindow) -> None:
    opened.pane.text.setText("FIL")
    assert shown(opened) == ["files"]
    opened.pane.text.clear()
    opened.pane.kinds[Kind.NEEDS].click()
    assert shown(opened) == ["mail"]
    opened.pane.select(0)  # whatever leads to a machine shows it
    assert shown(opened) == list(NAMES)
    assert opened.current is opened.jobs[0]


def test_one_click_converts_all_that_are_ready(
    run: Run, until: Until, opened: MainWindow, tmp_path: Path
) -> None:
    async def scenario() -> None:
        await until(lambda: opened.pane.convert.text() == "Convert 2")
        assert opened.pane.count.text() == "3 machines, 2 ready"
        opened.pane.convert.click()
        await until(lambda: all(job.state is State.DONE for job in list(opened.jobs)[:2]))

    run(scenario())
    assert sorted(path.name for path in tmp_path.rglob("*.img")) == ["crm.img", "files.img"]
    opened.pane.kinds[Kind.DONE].click()
    assert shown(opened) == ["crm", "files"]


def test_it_asks_once_where_some_will_not_start(
    run: Run, until: Until, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = list(opened.jobs)[:2]
    real = doubt
    found = outlook.of(first.plan, first.choices) if first.plan else None
    monkeypatch.setattr(
        "gui.machines.decisions.doubt", lambda job: found if job is first else real(job)
    )

    async def scenario() -> None:
        await until(lambda: opened.pane.convert.text() == "Convert 2")
        opened.pane.convert.click()
        await until(lambda: opened.findChildren(QMessageBox))
        (box,) = opened.findChildren(QMessageBox)
        assert box.text() == "1 of 2 will not start under Xen with their settings."
        assert box.informativeText() == first.name
        assert not first.busy
        assert not second.busy
        next(each for each in box.buttons() if "all the same" in each.text()).click()
        await until(lambda: first.state is second.state is State.DONE)

    run(scenario())


def test_those_that_are_selected_are_converted_and_closed(
    run: Run, until: Until, opened: MainWindow
) -> None:
    async def scenario() -> None:
        select(opened, 0, 1)
        await until(lambda: opened.pane.convert.text() == "Convert 2")
        convert, *_, close = opened.pane.menu().actions()
        assert convert.isEnabled()
        close.trigger()
        assert shown(opened) == ["mail"]
        select(opened, 0)
        opened.pane.list.setFocus()
        QTest.keyClick(opened.pane.list, Qt.Key.Key_Delete)

    run(scenario())
    assert len(opened.jobs) == 0
    assert opened.invitation.isVisible()


def test_a_result_stays_when_something_else_is_chosen_after_it(
    run: Run, until: Until, opened: MainWindow
) -> None:
    """A flag, a snapshot or a folder chosen after the end is a plan for another folder."""

    async def scenario() -> None:
        job = opened.jobs[0]
        job.convert()
        await until(lambda: job.state is State.DONE)
        folder = job.folder
        assert folder is not None
        assert str(folder) in opened._around.settings.recent
        job.choose(snapshot="1")
        await until(lambda: job.state is State.READY)
        assert job.folder == folder.with_name("crm-snapshot-1-xen")
        await until(lambda: len(opened.machines) == len(NAMES) + 1)
        assert shown(opened) == [*NAMES, "Finished", "crm"]
        assert opened.current is job
        heading = opened.pane.seen.index(len(NAMES), 0)
        assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable
        opened.pane.select(len(NAMES))
        await until(lambda: opened.finished and opened.road.result.result.folder == folder)
        await until(lambda: opened.road.result.sentence.text() == "Ready for Xen")
        assert opened.bar.send.isVisible()
        opened._remove_current()
        assert shown(opened) == list(NAMES)

    run(scenario())


def test_what_loads_takes_no_selection_and_can_be_stopped(
    run: Run, until: Until, window: MainWindow, many: Path, tmp_path: Path
) -> None:
    shutil.copytree(many, tmp_path / "many")

    async def scenario() -> None:
        window.jobs.added.connect(lambda _: window.pane.stop.click())
        window.open([tmp_path / "many"])
        await until(lambda: len(window.jobs) == 1)
        await until(lambda: window.pane.reading.isHidden())
        assert window.current is window.jobs[0]

    run(scenario())
    assert len(window.jobs) == 1


def test_rows_of_the_model_follow_the_machines(opened: MainWindow) -> None:
    rows = opened.machines.rows
    assert rows.rowCount() == len(NAMES)
    assert rows.machine(rows.index_of(1)) is opened.jobs[1]
    assert rows.index_of(7) == QModelIndex()
    assert rows.place(QModelIndex()) == -1


def test_what_is_looked_at_after_closing_is_selected(opened: MainWindow) -> None:
    opened.pane.select(2)
    opened._remove_current()
    assert opened.pane.places == [opened.pane.place] == [1]
