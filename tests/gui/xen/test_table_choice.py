"""A table of networks, chosen in the window: as --networks does on the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from engine.cli.main import main
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.remedies import Remedy
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.settings import Settings

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def vmx(built: machine.Machine, tmp_path: Path) -> Path:
    """A machine with two cards on networks that have names."""
    path = shutil.copytree(built.vmx.parent, tmp_path / "server") / built.vmx.name
    cards = (
        f'ethernet{index}.present = "TRUE"\nethernet{index}.networkName = "{name}"\n'
        for index, name in ((1, "VM Network"), (2, "DMZ"))
    )
    path.write_text(path.read_text() + "".join(cards))
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "site.toml"
    path.write_text('"vm network" = "xenbr1"\nelsewhere = "xenbr7"\n')
    return path


async def opened(until: Until, window: MainWindow, *paths: Path) -> Migration:
    window.open(paths)
    await until(lambda: len(window.jobs) == len(paths))
    await planned(until, window)
    assert window.current is not None
    window.road.unfold("xen")
    return window.current


async def planned(until: Until, window: MainWindow) -> None:
    await until(lambda: all(job.state is not State.PLANNING for job in window.jobs))


async def choose(until: Until, window: MainWindow, path: Path) -> None:
    """Accept the file in the dialog that is about to open, and wait for the plan."""
    await until(lambda: window.findChildren(QFileDialog))
    (dialog,) = window.findChildren(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    dialog.done(QDialog.DialogCode.Accepted)
    await until(lambda: not window.findChildren(QFileDialog))
    await planned(until, window)


def entries(window: MainWindow) -> list[str]:
    table = window.xen.editor.table
    return [table.itemText(n) for n in range(table.count())]


def pick(window: MainWindow, text: str) -> None:
    """Choose an entry of the box as the mouse does."""
    table = window.xen.editor.table
    table.setCurrentText(text)
    table.activated.emit(table.currentIndex())


def codes(job: Migration) -> list[str]:
    return [each.code for each in job.findings]


def test_the_preview_and_the_findings_follow_and_are_those_of_the_command_line(
    run: Run, until: Until, window: MainWindow, vmx: Path, table: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    async def scenario() -> Migration:
        job = await opened(until, window, vmx)
        assert codes(job).count("W506") == 2
        window.road.unfold("xen")
        assert entries(window) == ["No table", "Choose a table…"]
        pick(window, "Choose a table…")
        assert window.xen.editor.table.currentText() == "No table"  # until one is chosen
        await choose(until, window, table)
        job.choose_folder(out)
        await planned(until, window)
        return job

    job = run(scenario())
    assert window.xen.editor.table.currentText() == "site.toml"
    assert str(table) in window.xen.editor.table.toolTip()
    assert codes(job).count("W506") == 1
    assert window.xen.editor.fields["nic1.bridge"].widget.property("text") == "xenbr1"
    command = ["convert", str(vmx), "-o", str(out), "--networks", str(table)]
    assert main(command) == 0
    assert window.xen.preview.text.toPlainText() == (out / "win2003.cfg").read_text()
    assert "bridge=xenbr1" in (out / "win2003.cfg").read_text()


def test_it_is_what_the_conversion_writes(
    run: Run, until: Until, window: MainWindow, vmx: Path, table: Path
) -> None:
    window._around.settings.networks = str(table)

    async def scenario() -> Path:
        job = await opened(until, window, vmx)
        job.convert()
        await until(lambda: job.state is State.DONE)
        assert job.folder is not None
        return job.folder

    folder = run(scenario())
    assert "bridge=xenbr1" in (folder / "win2003.cfg").read_text()


def test_it_is_remembered_and_holds_for_all_that_is_not_begun(
    run: Run, until: Until, around: Context, window: MainWindow, vmx: Path, table: Path
) -> None:
    second = shutil.copytree(vmx.parent, vmx.parent.with_name("second")) / vmx.name
    third = shutil.copytree(vmx.parent, vmx.parent.with_name("third")) / vmx.name

    async def scenario() -> None:
        await opened(until, window, vmx, second, third)
        window.jobs[0].convert()
        await until(lambda: window.jobs[0].state is State.DONE)
        window.pane.select(1)
        pick(window, "Choose a table…")
        await choose(until, window, table)
        assert [job.choices.networks.get("vm network") for job in window.jobs] == [
            None, "xenbr1", "xenbr1",
        ]  # fmt: skip
        assert window.jobs[0].state is State.DONE
        assert Settings.load(around.settings.file).networks == str(table)
        pick(window, "No table")
        await planned(until, window)
        assert [job.choices.networks for job in window.jobs] == [{}, {}, {}]
        assert Settings.load(around.settings.file).networks == ""

    run(scenario())


def test_what_is_no_table_blocks_with_a_way_out(
    run: Run, until: Until, around: Context, window: MainWindow, vmx: Path, table: Path
) -> None:
    around.settings.networks = str(table.with_name("gone.toml"))

    def act(remedy: Remedy) -> None:
        (row,) = (row for row in window.road.rows() if row.code.text() == "E416")
        row.buttons[[Remedy.TABLE, Remedy.NO_TABLE, Remedy.LOOK_AGAIN].index(remedy)].click()

    async def scenario() -> None:
        job = await opened(until, window, vmx)
        assert codes(job)[0] == "E416"
        assert not window.bar.convert.isEnabled()
        assert window.xen.outlook is not None  # all else can be seen
        assert "gone.toml is no table" in window.xen.consequence.plain_text()
        act(Remedy.TABLE)
        await choose(until, window, table)
        assert job.state is State.READY
        table.write_text("VM Network = xenbr1")
        await job.replan()
        assert codes(job)[0] == "E416"
        table.write_text('dmz = "xenbr9"')
        act(Remedy.LOOK_AGAIN)
        await until(lambda: window.current is not None and window.current.state is State.READY)
        assert window.current is not None
        assert window.current.choices.networks == {"dmz": "xenbr9"}
        table.unlink()
        await window.current.replan()
        act(Remedy.NO_TABLE)
        await planned(until, window)
        assert window.current.state is State.READY

    run(scenario())
    assert around.settings.networks == ""


def test_a_stopped_conversion_keeps_its_networks(
    run: Run, until: Until, window: MainWindow, vmx: Path, table: Path
) -> None:
    window._around.settings.networks = str(table)

    async def scenario() -> None:
        job = await opened(until, window, vmx)
        job.convert()
        job.cancel()
        await until(lambda: job.state is State.STOPPED)
        table.write_text('"vm network" = "xenbr8"')
        pick(window, "No table")
        await job.replan()
        assert job.state is State.STOPPED
        assert job.choices.networks["vm network"] == "xenbr1"
        assert not window.xen.editor.table.isEnabled()

    run(scenario())
