"""What is done with the result of a conversion: its SHA-256, an XVA of it, sending it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from deliver.ssh_server import HOST, SshServer
from fixtures import guests, machine
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMessageBox

from engine.choices import IMAGES
from engine.cli.main import main
from engine.job.result.xva_job import XvaJob
from engine.job.work import Job as EngineJob
from engine.vmware.machine import read
from gui.context import Context
from gui.machines.migration import Migration
from gui.machines.opener import Opened
from gui.machines.reasons import reasons
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.result.result_page import SHA256, ResultPage
from gui.result.server_commands import ARCHIVE, VOLUMES, ServerCommands
from gui.road.result_card import ResultCard

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def page(around: Context) -> Iterator[ResultCard]:
    made = ResultCard(around)
    made.resize(1000, 500)
    made.show()
    yield made
    made.show_job(None)
    made.deleteLater()


@pytest.fixture
def gate(hold: Callable[[type[EngineJob]], threading.Event]) -> threading.Event:
    """Whoever packs waits at it until it is opened, or the work is stopped."""
    return hold(XvaJob)


async def convert(until: Until, page: ResultCard, job: Migration) -> ResultPage:
    """Convert, with the page watching as in the window."""
    await job.replan()
    job.changed.connect(lambda: page.show_job(job))
    page.show_job(job)
    job.convert()
    await until(lambda: job.state is State.DONE)
    await until(page.result.files.topLevelItemCount)
    return page.result


async def save_as(until: Until, page: ResultPage, path: Path | None = None) -> Path:
    """Press the button, and accept where the XVA goes, or say so."""
    page.pack.click()
    await until(lambda: page.findChildren(QFileDialog))
    (dialog,) = page.findChildren(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    if path is not None:
        name.setText(str(path))
    chosen = Path(dialog.selectedFiles()[0])
    dialog.done(QDialog.DialogCode.Accepted)
    await until(lambda: not page.findChildren(QFileDialog))
    return chosen


async def over(until: Until, around: Context, kind: str) -> str:
    """How the newest work of a kind ends."""
    await until(lambda: [each for each in around.queue if each.kind == kind and each.finished])
    entry = next(each for each in reversed(list(around.queue)) if each.kind == kind)
    assert entry.finished is not None
    return entry.finished.outcome


def sums(page: ResultPage) -> list[str]:
    """The SHA-256 that are seen."""
    if page.files.isColumnHidden(SHA256):
        return []
    rows = [page.files.topLevelItem(n) for n in range(page.files.topLevelItemCount())]
    return [row.text(SHA256) for row in rows if row is not None and row.text(SHA256)]


# -- SHA-256


def test_sha256_is_computed_on_request(
    run: Run, until: Until, around: Context, page: ResultCard, job: Migration
) -> None:
    async def scenario() -> None:
        result = await convert(until, page, job)
        assert sums(result) == []
        assert "sha256sum" not in result.commands.lines.text
        result.hash.click()
        assert await over(until, around, "checksums") == "done"
        await until(lambda: sums(result))

    run(scenario())
    assert job.folder is not None
    expected = hashlib.sha256((job.folder / "win2003.img").read_bytes()).hexdigest()
    result = page.result
    assert sums(result) == [expected]
    assert "is known" in result.entry.text.text()
    assert f"{expected}  {IMAGES}/win2003.img" in result.commands.lines.text
    assert "| ssh root@server 'sha256sum -c'" in result.commands.lines.text
    assert not result.hash.isEnabled()
    assert result.hash.toolTip() == "It is known."
    result.digests.click()
    assert QGuiApplication.clipboard().text() == f"{expected}  win2003.img"


def test_it_is_there_at_once_where_it_was_a_choice(
    run: Run, until: Until, window: MainWindow, built: machine.Machine, tmp_path: Path
) -> None:
    async def scenario() -> None:
        window.open([built.vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        job = window.current
        assert job is not None
        assert not window.road.target.sums.isChecked()
        job.choose_folder(tmp_path / "out")
        window.road.target.sums.click()
        await until(lambda: job.state is State.READY)
        assert "Hash win2003.img" in [row.name for row in job.course.rows]
        job.convert()
        assert window.road.target.sums.isChecked()
        assert not window.road.target.sums.isEnabled()
        await until(lambda: job.state is State.DONE)
        await until(lambda: sums(window.road.result.result))

    run(scenario())
    assert not window.road.target.sums.isEnabled()  # planning anew would take the result away
    assert "sha256sum -c" in window.road.result.result.commands.lines.text
    assert not window.road.result.result.entry.isVisible()


def test_hashing_is_stopped(
    run: Run, until: Until, around: Context, page: ResultCard, job: Migration
) -> None:
    async def scenario() -> None:
        result = await convert(until, page, job)
        around.queue.changed.connect(result.entry.stop.click)
        result.hash.click()
        assert await over(until, around, "checksums") == "stopped"

    run(scenario())
    assert page.result.entry.text.text() == "Hash win2003: stopped."
    assert not page.result.entry.bar.isVisible()
    assert page.result.hash.isEnabled()
    assert sums(page.result) == []


# -- XVA


def test_an_xva_is_that_of_the_command_line(
    run: Run, until: Until, around: Context, page: ResultCard, job: Migration, tmp_path: Path
) -> None:
    async def scenario() -> Path:
        result = await convert(until, page, job)
        assert result.commands.way.findData(ARCHIVE) < 0
        made = await save_as(until, result)
        assert await over(until, around, "xva") == "done"
        await until(lambda: result.commands.way.currentData() == ARCHIVE)
        return made

    made = run(scenario())
    assert job.folder is not None
    assert made == job.folder / "win2003.xva"
    assert main(["xva", str(job.folder), str(tmp_path / "other.xva")]) == 0
    assert made.read_bytes() == (tmp_path / "other.xva").read_bytes()
    told = page.result.entry.text.text()
    assert told.startswith(f"{made} is packed, and was read back.\nOn the server: xe vm-import")
    typed = "xe vm-import filename=win2003.xva preserve=true"
    assert typed in page.result.commands.lines.text


def test_an_xva_that_is_there_is_known_later(
    run: Run,
    until: Until,
    around: Context,
    page: ResultCard,
    job: Migration,
    built: machine.Machine,
) -> None:
    async def scenario() -> None:
        await convert(until, page, job)
        assert job.folder is not None
        assert main(["xva", str(job.folder)]) == 0
        page.show_job(None)
        page.show_job(job)
        await until(lambda: page.result.commands.way.findData(ARCHIVE) >= 0)

    run(scenario())
    assert page.result.commands.way.currentData() != ARCHIVE  # nobody asked for it just now


def test_what_is_there_is_not_overwritten(
    run: Run, until: Until, around: Context, page: ResultCard, job: Migration, tmp_path: Path
) -> None:
    (tmp_path / "precious.xva").write_bytes(b"precious")

    async def scenario() -> None:
        result = await convert(until, page, job)
        await save_as(until, result, tmp_path / "precious.xva")
        await until(result.entry.isVisible)

    run(scenario())
    assert len(around.queue) == 1  # it was refused before
    assert "precious.xva exists already." in page.result.entry.text.text()
    assert (tmp_path / "precious.xva").read_bytes() == b"precious"
    assert page.result.pack.isEnabled()


def test_what_is_to_be_known_of_the_import_is_said(
    run: Run, until: Until, around: Context, page: ResultCard, tmp_path: Path
) -> None:
    guests.build(tmp_path / "raw", "windows2003")
    made = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0)
    job = Migration(around, Opened(read(made.vmx)), tmp_path / "out")

    async def scenario() -> None:
        result = await convert(until, page, job)
        await save_as(until, result)
        assert await over(until, around, "xva") == "done"

    run(scenario())
    assert "Windows expects local time" in page.result.entry.findings.text()


def test_packing_is_seen_and_stopped_also_after_one_has_looked_elsewhere(
    run: Run,
    until: Until,
    around: Context,
    page: ResultCard,
    job: Migration,
    gate: threading.Event,
) -> None:
    async def scenario() -> None:
        result = await convert(until, page, job)
        await save_as(until, result)
        await until(lambda: result.entry.text.text() == "Pack win2003.xva")
        page.show_job(None)
        assert not result.entry.isVisible()
        page.show_job(job)
        await until(result.files.topLevelItemCount)
        assert result.entry.bar.isVisible()
        assert not result.pack.isEnabled()
        assert "already" in result.pack.toolTip()
        assert result.hash.isEnabled()
        assert "already" in reasons(job).choose
        result.entry.stop.click()
        assert result.entry.text.text() == "Stopping…"
        assert await over(until, around, "xva") == "stopped"

    run(scenario())
    assert job.folder is not None
    assert not list(job.folder.glob("*.xva*"))
    assert reasons(job).choose == ""


def test_leaving_while_it_is_packed_is_asked_about_and_stops_it(
    run: Run,
    until: Until,
    window: MainWindow,
    built: machine.Machine,
    tmp_path: Path,
    gate: threading.Event,
) -> None:
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))

    async def scenario() -> None:
        window.open([built.vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        job = window.current
        assert job is not None
        job.choose_folder(tmp_path / "out")
        await until(lambda: job.state is State.READY)
        job.convert()
        await until(lambda: job.state is State.DONE)
        assert window.close_machine.isEnabled()
        await until(window.road.result.result.files.topLevelItemCount)
        await save_as(until, window.road.result.result)
        await until(lambda: job.busy)
        assert not window.close_machine.isEnabled()
        window.close()
        await until(lambda: [b for b in window.findChildren(QMessageBox) if b.isVisible()])
        (box,) = window.findChildren(QMessageBox)
        next(each for each in box.buttons() if "quit" in each.text()).click()
        await until(lambda: closed)

    run(scenario())
    assert not list((tmp_path / "out").glob("*.xva*"))


# -- sending


@pytest.fixture
def shelf(tmp_path: Path, server: SshServer, around: Context, job: Migration) -> Path:
    """The folder on the server that images are to be sent to."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    around.settings.server = HOST
    job.choices = replace(job.choices, settings={"images": str(folder)})
    return folder


def test_it_is_sent_to_the_server(
    run: Run, until: Until, around: Context, shelf: Path, page: ResultCard, job: Migration
) -> None:
    async def scenario() -> None:
        result = await convert(until, page, job)
        result.commands.send.click()
        await until(lambda: around.queue.running)
        assert not result.commands.send.isEnabled()
        assert await over(until, around, "push") == "done"
        await until(result.commands.send.isEnabled)

    run(scenario())
    assert job.folder is not None
    assert sorted(path.name for path in shelf.iterdir()) == ["win2003.cfg", "win2003.img"]
    sent, made = shelf / "win2003.img", job.folder / "win2003.img"
    assert sent.read_bytes() == made.read_bytes()
    assert str(sent) in (shelf / "win2003.cfg").read_text()
    assert page.result.entry.text.text().endswith(f"xl create {shelf / 'win2003.cfg'}")


def test_the_folder_on_the_server_is_chosen_and_remembered(
    run: Run,
    until: Until,
    around: Context,
    shelf: Path,
    page: ResultCard,
    job: Migration,
) -> None:
    """As one line it is taken too, as the README has it."""
    folder = shelf / "of its own"

    async def scenario() -> None:
        result = await convert(until, page, job)
        commands = result.commands
        assert commands.folder.text() == str(shelf)  # as the conversion was told
        commands.server.setText(f"{HOST}:{folder}")
        commands.server.editingFinished.emit()
        assert (commands.server.text(), commands.folder.text()) == (HOST, str(folder))
        typed = commands.lines.text
        assert f"mkdir -p '\"'\"'{folder}'\"'\"''" in typed
        assert f'|target={folder}/win2003.img"|' in typed
        commands.send.click()
        await until(lambda: around.queue.running)
        assert await over(until, around, "push") == "done"

    run(scenario())
    assert list(shelf.iterdir()) == [folder]
    assert sorted(path.name for path in folder.iterdir()) == ["win2003.cfg", "win2003.img"]
    assert f"target={folder}/win2003.img" in (folder / "win2003.cfg").read_text()
    assert (around.settings.server, around.settings.server_folder) == (HOST, str(folder))


def test_hosts_that_ssh_knows_are_offered(
    around: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh/config").write_text("Host xenbox *.example\n  HostName 192.0.2.7\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    completer = ServerCommands(around).server.completer()
    completer.setCompletionPrefix("enb")
    assert completer.currentCompletion() == "root@xenbox"


def test_a_server_is_tested_before_anything_is_sent(
    run: Run,
    until: Until,
    shelf: Path,
    page: ResultCard,
    job: Migration,
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        result = await convert(until, page, job)
        commands = result.commands
        test = commands.test
        assert test.isHidden()
        test.button.click()
        assert not test.button.isEnabled()
        await until(test.button.isEnabled)
        told = test.text.text()
        assert told.startswith(f"{HOST} answers; ")
        assert f" are free in {shelf}. What is sent cannot be started there:" in told
        assert f"{HOST} has no xl." in told
        commands.server.setText("root@xen.invalid")
        commands.server.textEdited.emit("root@xen.invalid")
        assert test.isHidden()  # that was another one
        test.button.click()
        await until(test.button.isEnabled)
        assert "xen.invalid cannot be reached" in test.text.text()
        commands.folder.clear()
        commands.folder.textEdited.emit("")
        assert not test.button.isEnabled()

    run(scenario())
    assert list(shelf.iterdir()) == []


@pytest.mark.parametrize("answer", ["Replace it", "Cancel"])
def test_what_is_in_the_way_is_asked_for(
    run: Run,
    until: Until,
    around: Context,
    shelf: Path,
    page: ResultCard,
    job: Migration,
    answer: str,
) -> None:
    (shelf / "win2003.cfg").write_text("of another\n")

    async def scenario() -> None:
        result = await convert(until, page, job)
        result.commands.send.click()
        await until(lambda: result.findChildren(QMessageBox))
        (box,) = result.findChildren(QMessageBox)
        assert "win2003.cfg" in box.text()
        assert (await over(until, around, "push")) == "refused"
        next(each for each in box.buttons() if each.text().replace("&", "") == answer).click()
        await until(lambda: not result.findChildren(QMessageBox))
        if answer == "Replace it":
            await until(lambda: (shelf / "win2003.img").exists())
            await until(result.commands.send.isEnabled)

    run(scenario())
    kept = (shelf / "win2003.cfg").read_text() == "of another\n"
    assert kept == (answer == "Cancel")
    assert (shelf / "win2003.img").exists() == (answer != "Cancel")


def test_a_server_that_is_not_there_is_told(
    run: Run, until: Until, around: Context, shelf: Path, page: ResultCard, job: Migration
) -> None:
    async def scenario() -> None:
        result = await convert(until, page, job)
        result.commands.server.setText("nobody@nowhere.invalid")
        result.commands.send.click()
        assert await over(until, around, "push") == "refused"

    run(scenario())
    assert "nowhere.invalid" in page.result.entry.text.text()
    assert list(shelf.iterdir()) == []


def test_what_can_be_sent(
    run: Run, until: Until, around: Context, page: ResultCard, job: Migration
) -> None:
    async def scenario() -> None:
        await convert(until, page, job)

    run(scenario())
    commands = page.result.commands
    assert (commands.wish and commands.wish.target) == f"root@server:{IMAGES}"
    commands.way.setCurrentIndex(commands.way.findData(VOLUMES))
    assert (commands.wish and commands.wish.target) == "root@server:/dev/vg0"
    assert commands.send.isEnabled()
    commands.group.setText("")
    commands.group.textEdited.emit("")
    assert commands.wish is None
    assert not commands.send.isEnabled()
    assert commands.send.toolTip()
