"""The window's parts without a display, and the machines they are fed with."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import qasync
from fixtures import machine
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from engine.cli.main import main
from engine.job import work
from engine.job.events import Event, Finished, StepStarted
from engine.job.work import Job as EngineJob
from engine.vmware.machine import read
from gui import app as application
from gui.context import Context
from gui.language import speak
from gui.log.log_buffer import LogBuffer
from gui.machines.migration import Migration
from gui.machines.opener import Opened
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks

LIMIT = 120  # seconds; only a hang takes so long
HERE = Path(__file__).parent
OFFSCREEN = "This plugin does not support"  # what Qt says of the platform, not of us


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    application.dress(qapp)
    return qapp


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """Whatever is made from here on speaks German."""
    installed = speak(qapp, QLocale("de_DE"))
    yield
    for each in installed:
        qapp.removeTranslator(each)


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Runs a coroutine on the application's event loop; whatever a task raises fails the test."""
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    failures: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: failures.append(context))
    with loop:
        yield lambda work: loop.run_until_complete(asyncio.wait_for(work, LIMIT))
    asyncio.set_event_loop(None)
    assert failures == []


@pytest.fixture(autouse=True)
def tidy(qapp: QApplication) -> Iterator[None]:
    """What a test leaves behind is collected here, and not in whatever thread happens to allocate.

    A QObject is destroyed in its own thread only; as in the window (gui/threads/garbage.py).
    """
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def until() -> Callable[[Callable[[], object]], Awaitable[None]]:
    """Waits for a condition while the event loop turns."""

    async def wait(condition: Callable[[], object]) -> None:
        while not condition():
            await asyncio.sleep(0.005)

    return wait


@pytest.fixture
def around(run: Callable[..., Any], tmp_path: Path) -> Iterator[Context]:
    """What jobs share, with settings of this test only; its threads are waited for."""
    shared = Context(
        Workers(), Tasks(), LogBuffer(), Settings(tmp_path / "config" / "settings.json")
    )
    yield shared
    run(shared.workers.idle())
    run(shared.tasks.close())


@pytest.fixture
def new_window(around: Context, run: Callable[..., Any]) -> Iterator[Callable[[], MainWindow]]:
    """Opens windows. In the end they are hidden, not closed: closing is a task of its own."""
    shown: list[MainWindow] = []

    def make() -> MainWindow:
        shown.append(MainWindow(around))
        shown[-1].show()
        return shown[-1]

    yield make
    for each in shown:
        each.road.stop()
        for job in each.jobs:
            job.discard()
        each.road.show_machine(None, None)  # what is still being looked at is not waited for
        each.hide()
    run(around.tasks.close())  # none goes on with a window that is gone
    for each in shown:
        each.deleteLater()


@pytest.fixture
def window(new_window: Callable[[], MainWindow]) -> MainWindow:
    return new_window()


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., threading.Event]]:
    """Has jobs of a kind wait at each step until an event is set, or until they are stopped.

    Others wait at another event, and are run by another module.
    """
    gates: list[threading.Event] = []

    def held(
        kind: type[EngineJob], at: type[Event] = StepStarted, module: ModuleType = work
    ) -> threading.Event:
        gate, real = threading.Event(), work.run

        def run_held(
            job: EngineJob, emit: Callable[[Event], None], cancel: threading.Event
        ) -> Finished:
            def wait(event: Event) -> None:
                emit(event)
                if isinstance(event, at) and isinstance(job, kind):
                    while not gate.wait(0.01) and not cancel.is_set():
                        pass

            return real(job, wait, cancel)

        monkeypatch.setattr(module, "run", run_held)
        gates.append(gate)
        return gate

    yield held
    for gate in gates:
        gate.set()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> machine.Machine:
    """A machine of a base and two snapshots. Not to be written to."""
    return machine.build(tmp_path_factory.mktemp("machine") / "server", size=16 << 20)


@pytest.fixture(scope="session")
def converted(built: machine.Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of an earlier session, of that machine. Not to be written to."""
    folder = tmp_path_factory.mktemp("earlier") / "server-xen"
    assert main(["convert", str(built.vmx), "-o", str(folder)]) == 0
    return folder


@pytest.fixture
def job(around: Context, built: machine.Machine, tmp_path: Path) -> Migration:
    """A job for that machine, not yet looked at."""
    return Migration(around, Opened(read(built.vmx)), tmp_path / "server-xen")
