"""A machine is converted, sent and started by one tick; xl is a stand-in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from deliver.xl_stand_in import StandIn, stand_in
from fixtures import machine
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from engine.job.push import start_job
from engine.job.push.destination import Destination
from engine.job.push.push_journal import Wish
from engine.job.result.conversion import Sent
from gui.context import Context
from gui.desktop import terminal
from gui.machines.delivered import Delivered, Reach
from gui.machines.machine_state import chip
from gui.machines.migration import Migration
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.result.console import open_console

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def xl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    found = stand_in(tmp_path / "xl")
    monkeypatch.setenv("PATH", found.path)
    monkeypatch.setattr(start_job, "_BETWEEN", 0.01)
    return found


@pytest.fixture
def own(tmp_path: Path) -> machine.Machine:
    return machine.build(tmp_path / "server", size=1 << 20, snapshots=0)


async def ready(until: Until, window: MainWindow, own: machine.Machine) -> Migration:
    window.open([own.vmx])
    await until(lambda: window.current and window.current.state is State.READY)
    assert window.current is not None
    return window.current


def test_it_is_converted_sent_and_started(
    run: Run, until: Until, window: MainWindow, own: machine.Machine, tmp_path: Path, xl: StandIn
) -> None:
    async def scenario() -> None:
        job = await ready(until, window, own)
        then = window.road.target.then
        assert not then.tick.isEnabled()  # no server is known
        assert not window.bar.then.isVisible()
        QTest.keyClicks(then.place, f"{tmp_path}/srv")
        then.tick.click()
        window.bar.convert.click()
        await until(lambda: job.delivered.reach is Reach.RUNNING)
        assert chip(job).text == "Running on the server"
        assert window.bar.console.isVisible()
        assert not window.bar.start.isVisible()

    run(scenario())
    assert xl.creates == [f"{tmp_path}/srv/win2003.cfg"]
    assert (tmp_path / "srv" / "win2003.img").is_file()


def test_whether_it_runs_is_asked_again(
    run: Run, until: Until, window: MainWindow, own: machine.Machine, tmp_path: Path, xl: StandIn
) -> None:
    """Also for a result that is opened later; what is known says since when."""
    clock = r"[0-9]{2}:[0-9]{2}"

    async def scenario() -> None:
        job = await ready(until, window, own)
        window.road.target.then.place.setText(f"{tmp_path}/srv")
        window.road.target.then.tick.click()
        job.convert()
        await until(lambda: job.delivered.reach is Reach.RUNNING)
        said = window.bar.status.text
        assert re.fullmatch(f"Seen running on this computer at {clock}.", said.text())
        (running,) = (xl.folder / "domains").iterdir()
        listed = running.read_text()
        running.unlink()  # somebody has shut it down there
        again = next(
            each for each in window.findChildren(QAction) if each.text() == "&Ask the servers again"
        )
        again.trigger()
        await until(lambda: job.delivered.reach is Reach.SENT)
        assert re.fullmatch(f"At {clock} it did not run on this computer: it is gone.", said.text())
        assert window.bar.start.isVisible()
        assert chip(job).text == "Sent"
        running.write_text(listed)
        window._remove_current()
        assert job.folder is not None
        window.open([job.folder])
        await until(lambda: window.finished and window.finished.delivered.running)
        assert window.bar.console.isVisible()
        index = window.machines.rows.index_of(0)
        assert "Seen running" in index.data(Qt.ItemDataRole.AccessibleTextRole)

    run(scenario())


def test_a_start_that_failed_is_the_next_act(
    run: Run, until: Until, window: MainWindow, own: machine.Machine, tmp_path: Path, xl: StandIn
) -> None:
    xl.refuses("not enough free memory")

    async def scenario() -> None:
        job = await ready(until, window, own)
        then = window.road.target.then
        then.place.setText(f"{tmp_path}/srv")
        then.tick.click()
        job.convert()
        await until(lambda: job.delivered.reach is Reach.SENT)
        assert chip(job).text == "Sent"
        assert "not enough memory" in window.road.result.result.entry.text.text()
        xl.relents()
        window.bar.start.click()
        await until(lambda: job.delivered.reach is Reach.RUNNING)

    run(scenario())


def test_the_tick_beside_convert_is_the_one_in_the_card(
    run: Run, until: Until, around: Context, window: MainWindow, own: machine.Machine
) -> None:
    around.settings.server, around.settings.server_folder = "root@xen", "/srv/xen"

    async def scenario() -> None:
        job = await ready(until, window, own)
        assert window.bar.then.text() == "Then &start it on root@xen"
        window.bar.then.click()
        assert job.then == Wish("root@xen:/srv/xen", start=True)
        assert window.road.target.then.tick.isChecked()
        window.road.target.then.tick.click()
        assert job.then is None
        assert not window.bar.then.isChecked()

    run(scenario())


@pytest.mark.parametrize("text", ["", "srv", "root@xen:srv", "ftp://xen/srv"])
def test_what_is_no_place_cannot_be_ticked(
    run: Run, until: Until, window: MainWindow, own: machine.Machine, text: str
) -> None:
    async def scenario() -> None:
        await ready(until, window, own)
        then = window.road.target.then
        then.place.setText(text)
        assert not then.tick.isEnabled()
        assert then.tick.toolTip()

    run(scenario())


SENT = Sent("ssh://root@xen:2222/srv", "", (), "/srv/a.cfg", "now", "win2003", 5901)


def _tool(folder: Path, name: str) -> None:
    """A stand-in for a terminal or a viewer: it notes what it was told."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >"{folder}/told"\n')
    (folder / name).chmod(0o755)


def test_a_console_opens_in_a_terminal(
    run: Run, until: Until, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tool(tmp_path / "tools", "xterm")
    monkeypatch.setenv("PATH", f"{tmp_path}/tools")
    told = tmp_path / "tools" / "told"

    async def scenario() -> None:
        await open_console(window, Delivered(SENT, running=True))
        await until(told.exists)
        await until(told.read_text)

    run(scenario())
    assert told.read_text().splitlines() == [
        "-e", "sh", "-c", "ssh -t -p 2222 root@xen 'xl console win2003'",
    ]  # fmt: skip


def test_a_screen_is_shown_through_a_tunnel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tool(tmp_path / "tools", "vncviewer")
    monkeypatch.setenv("PATH", f"{tmp_path}/tools")
    host = Destination.of(SENT.target).host
    line = terminal.screen_command(host, 5901)
    assert ":127.0.0.1:5901 -p 2222 root@xen sleep 20 && vncviewer 127.0.0.1::" in line
    assert terminal.screen_command(None, 5901) == "vncviewer 127.0.0.1::5901"
    assert terminal.screen_command(host, 0) == ""


def test_without_a_terminal_the_command_can_be_copied(
    run: Run, until: Until, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    async def scenario() -> None:
        window._open_console(Delivered(SENT, running=True))
        await until(lambda: window.findChildren(QMessageBox))
        (box,) = window.findChildren(QMessageBox)
        assert "xl console win2003" in box.informativeText()
        copy = next(each for each in box.findChildren(QPushButton) if "Copy" in each.text())
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
        await until(lambda: not window.findChildren(QMessageBox))

    run(scenario())
