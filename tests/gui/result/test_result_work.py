"""A conversion of an earlier session: verified, sent, packed, hashed and undone in the window."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from deliver.ssh_server import HOST, SshServer
from fixtures import guests, machine
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from engine.cli.main import main
from engine.job.convert.conversion_job import ConversionJob
from engine.job.places import PUSH_JOURNAL
from engine.job.push import push_journal
from engine.job.result.checksums_job import ChecksumsJob
from engine.job.result.conversion import Conversion
from engine.job.work import Job
from gui.context import Context
from gui.main_window import MainWindow
from gui.queue.queue_view import STATE, WORK
from gui.queue.saved_queue import NAME, Wait, read, write
from gui.queue.state import State
from gui.result.result_page import ResultPage

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, machine.Machine, Path]:
    """A Windows that was converted, and the folder on the server that it is for. Not written to."""
    folder = tmp_path_factory.mktemp("earlier")
    guests.build(folder / "raw", "windows2003")
    made = machine.build(folder / "vm", image=folder / "raw", snapshots=0)
    shelf = folder / "shelf"
    into = ["-o", str(folder / "out"), "--set", f"images={shelf}"]
    assert main(["convert", str(made.vmx), *into]) == 0
    return folder / "out", made, shelf


@pytest.fixture
def results(earlier: tuple[Path, machine.Machine, Path], tmp_path: Path) -> Path:
    """The results, to be worked with."""
    return shutil.copytree(earlier[0], tmp_path / "out")


@pytest.fixture
def shelf(earlier: tuple[Path, machine.Machine, Path], server: SshServer, around: Context) -> Path:
    """That folder on a server that runs, empty."""
    shutil.rmtree(earlier[2], ignore_errors=True)
    earlier[2].mkdir()
    around.settings.server = HOST
    return earlier[2]


async def opened(until: Until, window: MainWindow, folder: Path) -> ResultPage:
    window.open([folder])
    await until(lambda: window.finished)
    await until(window.road.result.result.files.topLevelItemCount)
    return window.road.result.result


async def press(until: Until, window: MainWindow, word: str) -> str:
    """Press a button of the question that comes up; returns what was asked."""

    def boxes() -> list[QMessageBox]:
        return [each for each in window.findChildren(QMessageBox) if each.isVisible()]

    await until(boxes)
    (box,) = boxes()
    next(each for each in box.buttons() if word in each.text().replace("&", "")).click()
    await until(lambda: not boxes())
    return box.text()


async def done(until: Until, around: Context) -> None:
    await until(lambda: not [each for each in around.queue if each.state.settled])


def test_all_of_it_is_one_queue(
    run: Run,
    until: Until,
    around: Context,
    shelf: Path,
    window: MainWindow,
    results: Path,
    earlier: tuple[Path, machine.Machine, Path],
) -> None:
    ended: list[str] = []
    around.queue.ended.connect(lambda entry: ended.append(entry.kind))
    idle: list[bool] = []
    around.queue.idle.connect(lambda: idle.append(True))

    async def scenario() -> None:
        page = await opened(until, window, results)
        page.verify.click()
        page.hash.click()
        page.commands.send.click()
        page.pack.click()
        await until(lambda: page.findChildren(QFileDialog))
        page.findChildren(QFileDialog)[0].done(QDialog.DialogCode.Accepted)
        await until(lambda: len(around.queue) == 4)
        assert len(around.queue.running) == 1  # they are on one drive
        asked = [each.kind for each in around.queue.open_in(results)]
        assert page.verify.isEnabled() == ("verify" not in asked)
        page.undo.click()
        await press(until, window, "Undo it")
        await until(lambda: len(around.queue) == 5)
        await done(until, around)
        await until(lambda: not page.undo.isVisible())

    run(scenario())
    assert ended[-1] == "undo"  # asked for last: what was sent is not undone
    assert sorted(ended) == ["checksums", "push", "undo", "verify", "xva"]
    assert [each.findings for each in around.queue if each.state is not State.DONE] == []
    rows = [window.queue.list.topLevelItem(number) for number in range(5)]
    shown = {row.text(WORK): row.text(STATE) for row in rows if row is not None}
    assert shown == {
        "Verify win2003": "Done",
        "Hash win2003": "Done",
        f"Send win2003 to {HOST}:{shelf}": "Done",
        "Pack win2003.xva": "Done",
        "Take back the change in win2003.img": "Done",
    }
    assert idle == [True]
    image = results / "win2003.img"
    sent = (shelf / "win2003.img").read_bytes()
    assert sent == (earlier[0] / "win2003.img").read_bytes()
    truth = earlier[1].truths[machine.CURRENT].read_bytes()
    assert image.read_bytes() == truth != sent
    assert main(["verify", str(results)]) == 3  # the archive has the guest as it was before Undo
    (results / "win2003.xva").unlink()
    assert main(["verify", str(results)]) == 0
    (found,) = Conversion.open(results).images
    assert found.sha256 in ("", hashlib.sha256(truth).hexdigest())


def test_an_image_that_was_started_is_accepted_if_agreed(
    run: Run, until: Until, around: Context, window: MainWindow, results: Path
) -> None:
    with (results / "win2003.img").open("r+b") as image:
        image.seek(1 << 20)
        image.write(b"written by the guest")

    async def scenario() -> None:
        page = await opened(until, window, results)
        page.verify.click()
        asked = await press(until, window, "Accept")
        assert "not as the conversion left it" in asked
        await until(lambda: around.queue[0].state is State.DONE)
        page.verify.click()
        await until(lambda: not page.verify.isEnabled())
        await done(until, around)

    run(scenario())
    assert [(entry.kind, entry.state) for entry in around.queue] == [("verify", State.DONE)]
    assert window.road.result.result.entry.text.text() == "win2003.img: as written."


def test_what_stands_against_it_is_said_before_the_queue(
    run: Run, until: Until, around: Context, window: MainWindow, results: Path
) -> None:
    async def scenario() -> None:
        page = await opened(until, window, results)
        (results / "manifest.json").write_text("{")
        page.hash.click()
        await until(page.entry.isVisible)
        assert "manifest.json" in page.entry.text.text()

    run(scenario())
    assert len(around.queue) == 0


# -- deliveries that were cut off


def cut_off(results: Path, target: str) -> None:
    """What is there after a delivery was cut off as it began."""
    with push_journal.Journal(results, push_journal.Wish(target, configs="")) as journal:
        journal.begin(PurePosixPath("/nowhere/x.img"), "00")


def texts(window: MainWindow) -> str:
    return "\n".join(notice.text for notice in window.notices.all())


def button(window: MainWindow, word: str) -> None:
    buttons = [each for notice in window.notices.all() for each in notice.buttons()]
    next(each for each in buttons if word in each.text()).click()


def test_a_delivery_is_offered_and_gone_on_with(
    run: Run, until: Until, around: Context, window: MainWindow, results: Path, shelf: Path
) -> None:
    cut_off(results, f"{HOST}:{shelf}")
    around.settings.remember_unfinished(results)

    async def scenario() -> None:
        window.offer_unfinished()
        await until(window.notices.all)
        assert f"Sending the results in {results} was stopped" in texts(window)
        button(window, "Resume")
        await until(lambda: len(around.queue))
        await done(until, around)
        await until(window.road.result.result.files.topLevelItemCount)

    run(scenario())
    assert around.queue[0].state is State.DONE
    assert (shelf / "win2003.img").read_bytes() == (results / "win2003.img").read_bytes()
    assert not (results / PUSH_JOURNAL).exists()
    assert around.settings.unfinished == []
    assert window.finished is not None
    assert f"xl create {shelf / 'win2003.cfg'}" in window.road.result.result.entry.text.text()


@pytest.mark.parametrize("answer", ["Discard", "Keep it"])
def test_a_delivery_is_discarded_if_agreed(
    run: Run, until: Until, around: Context, window: MainWindow, results: Path, answer: str
) -> None:
    cut_off(results, f"{HOST}:/nowhere")
    around.settings.remember_unfinished(results)

    async def scenario() -> None:
        window.offer_unfinished()
        await until(window.notices.all)
        button(window, "Discard")
        await press(until, window, answer)
        if answer == "Discard":
            await until(lambda: not around.settings.unfinished)

    run(scenario())
    is_kept = answer == "Keep it"
    assert (results / PUSH_JOURNAL).exists() == is_kept
    assert around.settings.unfinished == ([str(results)] if is_kept else [])
    assert Conversion.open(results).unsent == is_kept


def test_a_result_with_something_unsent_offers_to_go_on(
    run: Run, until: Until, around: Context, window: MainWindow, results: Path, shelf: Path
) -> None:
    cut_off(results, f"{HOST}:{shelf}")

    async def scenario() -> None:
        page = await opened(until, window, results)
        assert page.commands.resume.isVisible()
        assert "not sent whole" in window.bar.status.text.text()
        assert window.bar.primary is window.bar.go_on
        window.bar.go_on.click()
        await until(lambda: len(around.queue))
        await done(until, around)
        await until(lambda: not page.commands.resume.isVisible())
        await until(lambda: window.bar.primary is window.bar.start)

    run(scenario())
    assert (shelf / "win2003.img").exists()


# -- what waits when a session ends


def test_a_check_that_waits_is_kept_and_offered_again(
    run: Run,
    until: Until,
    around: Context,
    new_window: Callable[[], MainWindow],
    hold: Callable[[type[Job]], threading.Event],
    results: Path,
) -> None:
    gate = hold(ChecksumsJob)
    window = new_window()
    kept = around.settings.file.with_name(NAME)

    async def scenario() -> None:
        page = await opened(until, window, results)
        page.hash.click()
        await until(lambda: around.queue.running)
        page.verify.click()
        await until(kept.exists)
        (wait,) = read(kept)
        assert (wait.folder, wait.request["kind"]) == (results, "verify")
        await window.waits.close()  # as at the end of the session
        around.queue.remove(around.queue.waiting[0])
        gate.set()
        await done(until, around)
        later = new_window()
        later.offer_unfinished()
        await until(later.notices.all)
        assert texts(later) == "Left waiting in the queue: Verify win2003."
        button(later, "Queue again")
        await until(lambda: around.queue.about(results)[0].kind == "verify")
        await done(until, around)

    run(scenario())
    assert around.queue.about(results)[0].state is State.DONE


def test_results_that_are_gone_are_named(
    run: Run, until: Until, around: Context, window: MainWindow, results: Path
) -> None:
    kept = around.settings.file.with_name(NAME)
    kept.parent.mkdir(parents=True)
    write(kept, [Wait(results / "gone", {"kind": "checksums", "folder": str(results / "gone")})])

    async def scenario() -> None:
        window.offer_unfinished()
        await until(window.notices.all)

    run(scenario())
    assert f"not there any more: {results / 'gone'}." in texts(window)


def test_a_stopped_conversion_is_discarded(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    hold: Callable[[type[Job]], threading.Event],
    tmp_path: Path,
) -> None:
    hold(ConversionJob)
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=0)
    folder = tmp_path / "vm-xen"

    async def scenario() -> None:
        window.open([made.vmx])
        await until(lambda: window.current and window.current.state is State.READY)
        job = window.current
        assert job is not None
        assert not window.bar.discard.isEnabled()
        job.convert()
        await until(folder.exists)
        job.cancel()
        await until(lambda: job.state is State.STOPPED)
        window.bar.discard.trigger()
        await press(until, window, "Discard")
        await until(lambda: job.state is State.READY)

    run(scenario())
    assert not folder.exists()
    assert around.settings.unfinished == []
    assert not window.bar.discard.isEnabled()
