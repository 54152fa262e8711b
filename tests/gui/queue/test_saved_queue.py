"""The queue survives the end of a session, and is offered again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtWidgets import QMessageBox

from engine.choices import Choices
from engine.job.convert.conversion_job import ConversionJob
from engine.job.work import Job
from gui.context import Context
from gui.log.log_buffer import Line, LogBuffer
from gui.main_window import MainWindow
from gui.queue.saved_queue import FILE_LIMIT, NAME, Wait, Waits, read, write
from gui.queue.state import State
from gui.settings import Settings

Run = Callable[..., Any]
Until = Callable[..., Any]
ROOT = Path(__file__).parents[3]

#: A session of its own that queues machines and says so; its first conversion never gets far.
SESSION = """
import asyncio, sys, threading
from pathlib import Path
import qasync
from PySide6.QtWidgets import QApplication
from engine.job import work
from engine.job.events import StepStarted
from gui.context import Context
from gui.queue.state import State
from gui.threads.job_thread import Workers
from gui.log.log_buffer import Line, LogBuffer
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.threads.tasks import Tasks

def held(event):
    if isinstance(event, StepStarted):
        threading.Event().wait()

run = work.run
work.run = lambda job, emit, cancel: run(job, held, cancel)
settings, *machines = map(Path, sys.argv[1:])

async def session():
    window = MainWindow(Context(Workers(), Tasks(), LogBuffer(), Settings(settings)))
    window.open(machines)
    while len(window.jobs) < len(machines) or any(
        job.state is not State.READY for job in window.jobs
    ):
        await asyncio.sleep(0.01)
    for job in window.jobs:
        job.convert()
    journal = window.jobs[0].folder / "job.journal"
    while not (settings.with_name("queue.json").exists() and journal.exists()):
        await asyncio.sleep(0.01)
    print("queued", flush=True)
    await asyncio.sleep(1000)

loop = qasync.QEventLoop(QApplication(sys.argv[:1]))
asyncio.set_event_loop(loop)
loop.run_until_complete(session())
"""


@pytest.fixture
def machines(built: machine.Machine, tmp_path: Path) -> list[Path]:
    """The .vmx of three machines, each with a name and folder of its own."""
    found = []
    for name in ("first", "second", "third"):
        folder = shutil.copytree(built.vmx.parent, tmp_path / name)
        for each in (built.vmx, built.vmx.with_suffix(".vmsd")):
            (folder / each.name).rename(folder / f"{name}{each.suffix}")
        found.append(folder / f"{name}.vmx")
    return found


@pytest.fixture
def gate(hold: Callable[[type[Job]], threading.Event]) -> threading.Event:
    """Conversions wait at it, with their journals written, until it is opened."""
    return hold(ConversionJob)


def file(around: Context) -> Path:
    return around.settings.file.with_name(NAME)


def kept(around: Context) -> list[str]:
    """The machines that are named in the file."""
    return (
        [(each.machine or each.folder).stem for each in read(file(around))]
        if file(around).exists()
        else []
    )


def texts(window: MainWindow) -> str:
    return "\n".join(notice.text for notice in window.notices.all())


def press(window: MainWindow, label: str) -> None:
    buttons = [button for notice in window.notices.all() for button in notice.buttons()]
    next(button for button in buttons if button.text() == label).click()


def asked(machine: Path, folder: Path, choices: Choices, table: str = "") -> Wait:
    request = {
        "kind": "conversion",
        "machine": str(machine),
        "folder": str(folder),
        "choices": json.loads(json.dumps(choices.as_json())),
        "table": table,
    }
    return Wait(folder, request)


async def open_all(until: Until, window: MainWindow, paths: list[Path]) -> None:
    """Open machines beside those that are there, and wait until they can be converted."""
    count = len(window.jobs) + len(paths)
    window.open(paths)
    await until(lambda: len(window.jobs) == count)
    await until(lambda: all(job.state is State.READY for job in list(window.jobs)[-len(paths) :]))


async def queue_all(until: Until, window: MainWindow, paths: list[Path]) -> None:
    await open_all(until, window, paths)
    for job in window.jobs:
        job.convert()


async def answer(until: Until, window: MainWindow, label: str) -> None:
    """Have it offered what was left, and press a button there."""
    window.offer_unfinished()
    await until(window.notices.all)
    press(window, label)


def leave(around: Context, machines: list[Path], **choices: Any) -> list[Wait]:
    """Write what an earlier session would have left."""
    waits = [
        asked(path, path.parent.with_name(f"{path.stem}-xen"), Choices(**choices))
        for path in machines
    ]
    file(around).parent.mkdir(parents=True, exist_ok=True)
    write(file(around), waits)
    return waits


# -- the file


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    choices = Choices("2", settings={"memory": "512"}, hal="halmps", storage="keep", sha256=True)
    waits = (
        asked(Path("/vm/ä.vmx"), Path("/xen/ä"), choices, "/etc/networks.toml"),
        asked(Path("/vm/b.vmx"), Path("/xen/b"), Choices()),
    )
    write(tmp_path / NAME, waits)
    assert read(tmp_path / NAME) == waits
    write(tmp_path / NAME, ())
    assert list(tmp_path.iterdir()) == []


SOUND: dict[str, Any] = {
    "folder": "/xen/a",
    "request": {"kind": "conversion", "machine": "/vm/a.vmx", "folder": "/xen/a", "choices": {}},
}


def with_choices(choices: object) -> dict[str, Any]:
    return {**SOUND, "request": {**dict(SOUND["request"]), "choices": choices}}


def of(*waiting: object, magic: str = "vmx2xen queue 2") -> bytes:
    return json.dumps({"magic": magic, "waiting": waiting}).encode()


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b"5", b"\xff\xfe\0", b"[" * 100_000, b"{}"),
        of(SOUND, magic="vmx2xen queue 9"),
        of(with_choices({"format": "iso"})),
        of(with_choices({"settings": {"memory": 5}})),
        of(with_choices({"networks": []})),
        of(with_choices({"root": "/"})),
        of(with_choices({"sha256": "yes"})),
        of(with_choices(None)),
        of({**SOUND, "request": 5}),
        of("a.vmx"),
        of(SOUND) + b" " * FILE_LIMIT,
    ],
)
def test_a_damaged_or_foreign_file_is_ignored_and_logged(around: Context, content: bytes) -> None:
    file(around).parent.mkdir()
    file(around).write_bytes(content)
    assert Waits(around).load() == ()
    (line,) = (line.text for line in lines(around.log) if NAME in line.text)
    assert "is ignored" in line


def lines(log: LogBuffer) -> list[Line]:
    return log.since(0)[0]


def test_without_a_file_nothing_is_said(around: Context) -> None:
    assert Waits(around).load() == ()
    assert lines(around.log) == []


def test_a_folder_that_cannot_be_written_is_no_crash(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    machines: list[Path],
    gate: threading.Event,
) -> None:
    around.settings.file.parent.write_text("a file, not a folder")

    async def scenario() -> None:
        await queue_all(until, window, machines[:2])
        gate.set()
        await until(lambda: all(job.state is State.DONE for job in window.jobs))

    run(scenario())


# -- what is kept


def test_what_waits_is_kept_in_its_order_with_its_choices(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    machines: list[Path],
    gate: threading.Event,
) -> None:
    async def scenario() -> None:
        await open_all(until, window, machines)
        window.jobs[1].choose(snapshot="1")
        window.jobs[2].choose(sha256=True)
        await until(lambda: all(job.state is State.READY for job in window.jobs))
        for job in window.jobs:
            job.convert()
        await until(lambda: kept(around) == ["second", "third"])
        second, third = read(file(around))
        assert second.choices.snapshot == "1"
        assert third.choices == Choices(sha256=True)
        assert third.folder == machines[2].parent.with_name("third-xen")
        assert window.jobs[2].entry is not None
        around.queue.move(window.jobs[2].entry, -1)
        await until(lambda: kept(around) == ["third", "second"])
        window.jobs[1].cancel()
        await until(lambda: kept(around) == ["third"])
        gate.set()
        await until(lambda: window.jobs[2].state is State.DONE)
        await until(lambda: not file(around).exists())

    run(scenario())


def test_a_stopped_one_that_waits_to_go_on_is_offered_as_stopped(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    machines: list[Path],
    gate: threading.Event,
) -> None:
    async def scenario() -> None:
        await queue_all(until, window, machines[:1])
        window.jobs[0].cancel()
        await until(lambda: window.jobs[0].state is State.STOPPED)
        around.settings.forget_unfinished(machines[0].parent.with_name("first-xen"))
        await open_all(until, window, machines[1:2])
        window.jobs[1].convert()
        window.jobs[0].resume()
        assert window.jobs[0].state.waits
        assert around.settings.unfinished[-2:] == [
            str(machines[1].parent.with_name("second-xen")),
            str(machines[0].parent.with_name("first-xen")),
        ]
        assert kept(around) == []
        gate.set()
        await until(lambda: window.jobs[0].state is State.DONE)

    run(scenario())


def test_closing_the_window_keeps_what_waits(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    machines: list[Path],
    gate: threading.Event,
) -> None:
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))

    async def scenario() -> None:
        await queue_all(until, window, machines)
        window.close()
        await until(lambda: [b for b in window.findChildren(QMessageBox) if b.isVisible()])
        (box,) = window.findChildren(QMessageBox)
        assert "offered again" in box.informativeText()
        next(each for each in box.buttons() if "quit" in each.text()).click()
        await until(lambda: closed)

    run(scenario())
    assert [job.state for job in window.jobs] == [State.STOPPED, State.READY, State.READY]
    assert kept(around) == ["second", "third"]
    assert around.settings.unfinished == [str(machines[0].parent.with_name("first-xen"))]


# -- what is offered


def test_a_killed_session_is_gone_on_with(
    run: Run,
    until: Until,
    around: Context,
    new_window: Callable[[], MainWindow],
    machines: list[Path],
    built: machine.Machine,
) -> None:
    command: list[str | Path] = [sys.executable, "-c", SESSION, around.settings.file, *machines]
    path = {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    killed = subprocess.Popen(command, env=os.environ | path, stdout=subprocess.PIPE)
    assert killed.stdout is not None
    with killed.stdout:
        assert killed.stdout.readline() == b"queued\n"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    around.settings.unfinished = Settings.load(around.settings.file).unfinished
    window = new_window()

    async def scenario() -> None:
        window.offer_unfinished()
        await until(lambda: len(window.notices.all()) == 2)
        assert "first-xen was stopped before its end" in texts(window)
        assert "queue: second.vmx, third.vmx." in texts(window)
        press(window, "Resume")
        press(window, "Queue again")
        await until(lambda: len(window.jobs) == 3)
        await until(lambda: all(job.state is State.DONE for job in window.jobs))

    run(scenario())
    truth = built.truths[machine.CURRENT].read_bytes()
    for path_ in machines:
        image = path_.parent.with_name(f"{path_.stem}-xen") / "win2003.img"
        assert image.read_bytes() == truth
    assert kept(around) == []
    assert texts(window) == ""


def test_choices_are_those_of_then(
    run: Run, until: Until, around: Context, window: MainWindow, machines: list[Path]
) -> None:
    settings = {"memory": "768"}
    leave(around, machines[:1], snapshot="1", sha256=True, settings=settings, storage="keep")

    async def scenario() -> None:
        await answer(until, window, "Queue again")
        await until(lambda: len(window.jobs) == 1 and window.jobs[0].state is State.DONE)

    run(scenario())
    folder = machines[0].parent.with_name("first-xen")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["snapshot"] == "1"
    assert "sha256" in manifest["disks"][0]
    assert "memory = 768" in (folder / "win2003.cfg").read_text()
    assert window.jobs[0].choices.storage == "keep"


def test_machines_that_are_gone_are_named_and_the_others_are_offered(
    run: Run, until: Until, around: Context, window: MainWindow, machines: list[Path]
) -> None:
    leave(around, machines)
    shutil.rmtree(machines[0].parent)

    async def scenario() -> None:
        window.offer_unfinished()
        await until(window.notices.all)
        (notice,) = window.notices.all()
        assert "queue: second.vmx, third.vmx." in notice.text
        assert f"not there any more: {machines[0]}." in notice.text
        press(window, "Queue again")
        await until(lambda: len(window.jobs) == 2)
        await until(lambda: all(job.state is State.DONE for job in window.jobs))
        await until(lambda: kept(around) == ["first"])  # perhaps a drive that is not plugged in

    run(scenario())


def test_what_is_not_wanted_is_not_offered_again(
    run: Run, until: Until, around: Context, window: MainWindow, machines: list[Path]
) -> None:
    leave(around, machines)
    shutil.rmtree(machines[1].parent)

    async def scenario() -> None:
        await answer(until, window, "Do not ask again")
        await until(lambda: not file(around).exists())

    run(scenario())
    assert window.notices.all() == []


def test_closing_the_message_leaves_it_for_the_next_time(
    run: Run, until: Until, around: Context, window: MainWindow, machines: list[Path]
) -> None:
    leave(around, machines[:2])

    async def scenario() -> None:
        window.offer_unfinished()
        await until(window.notices.all)
        window.notices.all()[0].dismiss()
        window.open(machines[1:2])  # which is then asked for
        await until(lambda: len(window.jobs) == 1 and window.jobs[0].state is State.READY)
        window.jobs[0].convert()
        await until(lambda: window.jobs[0].state is State.DONE)
        await until(lambda: kept(around) == ["first"])

    run(scenario())


def test_what_cannot_be_queued_says_so_and_is_not_lost(
    run: Run, until: Until, around: Context, window: MainWindow, machines: list[Path]
) -> None:
    first, second, _ = leave(around, machines)
    first.folder.mkdir()
    (first.folder / "win2003.img").touch()
    assert second.machine is not None
    second.machine.write_bytes(bytes(range(256)) * 100)

    async def scenario() -> None:
        await answer(until, window, "Queue again")
        await until(lambda: len(window.jobs) == 2 and window.jobs[1].state is State.DONE)
        await until(lambda: kept(around) == ["first", "second"])

    run(scenario())
    assert "win2003 was not queued" in texts(window)
    assert "second.vmx" in texts(window)
    assert window.jobs[0].state is State.BLOCKED


def test_of_two_windows_one_keeps_the_queue(
    run: Run,
    until: Until,
    around: Context,
    window: MainWindow,
    new_window: Callable[[], MainWindow],
    machines: list[Path],
) -> None:
    leave(around, machines)
    assert len(window.waits.load()) == 3
    other = new_window()
    assert other.waits.load() == ()

    async def scenario() -> None:
        await window.waits.close()
        await until(partial(other.waits.load))

    run(scenario())
    assert [each.machine for each in other.waits.left] == machines
