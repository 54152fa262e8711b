"""The only bridge between the engine and the window: work in threads, answers as signals."""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from engine.findings import Refusal
from engine.job.events import Event, Finished, Found, Log, Progress, StepStarted
from gui.log.log_buffer import LogBuffer
from gui.threads.throttle import Pulse

T = TypeVar("T")
Emit = Callable[[Event], None]
Work = Callable[[Emit, threading.Event], Finished]


class _Worker(QThread):
    """Runs one callable and keeps what it returned or raised."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self._work = work
        self.value: Any = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.value = self._work()
        except BaseException as error:  # handed to whoever awaits the result
            self.error = error


class Workers(QObject):
    """Threads for whatever takes long. Every one of them is waited for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[_Worker, asyncio.Future[Any]] = {}
        self._awaited = 0  #: results that nobody has taken yet

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` returns or raises, run in a thread of its own."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        worker = _Worker(work)
        self._running[worker] = future
        worker.finished.connect(self._settle)
        worker.start()
        self._awaited += 1
        try:
            return await future
        finally:
            self._awaited -= 1

    async def idle(self) -> None:
        """Wait until no thread is running any more."""
        while self._running or self._awaited:
            if self._running:
                await asyncio.wait(list(self._running.values()))
            else:  # whoever is about to take a result may go on with another thread
                await asyncio.sleep(0)

    def _settle(self) -> None:
        """Hand over the results of the threads that have finished; runs in the GUI thread."""
        for worker in [each for each in self._running if each.isFinished()]:
            worker.wait()
            future = self._running.pop(worker)
            if future.done():  # whoever asked has been cancelled
                continue
            if worker.error is not None:
                future.set_exception(worker.error)
            else:
                future.set_result(worker.value)


class JobThread(QObject):
    """One run of a job in a thread. Its events arrive in the GUI thread, in order and unhurried.

    Log lines go straight to the log buffer; of several reports of progress only the last one
    counts.
    """

    said = Signal(object)  #: an Event, neither Log nor Finished

    def __init__(
        self, workers: Workers, log: LogBuffer, parent: QObject | None = None, about: str = ""
    ) -> None:
        super().__init__(parent)
        self._workers = workers
        self._log = log
        self._about = about
        self._cancel = threading.Event()
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._pulse = Pulse(self)
        self._pulse.changed.connect(self._deliver)

    async def run(self, work: Work) -> Finished:
        """Run ``work(emit, cancel)``; returns how it ended when all its events have been told."""
        try:
            finished = await self._workers.run(lambda: work(self._emit, self._cancel))
        except Refusal as refusal:
            finished = Finished("refused", refusal.findings)
        except Exception:
            finished = Finished("failed", detail=traceback.format_exc())
        self._deliver()
        return finished

    def cancel(self) -> None:
        """Ask the job to stop; it does so within a second."""
        self._cancel.set()

    def _emit(self, event: Event) -> None:
        """Called by the job, from any thread."""
        self._note(event)
        if isinstance(event, (Log, Finished)):  # how it finished is returned as well
            return
        with self._lock:
            last = self._events[-1] if self._events else None
            if isinstance(event, Progress) and isinstance(last, Progress):
                self._events.pop()
            self._events.append(event)
        self._pulse.touch()

    def _note(self, event: Event) -> None:
        """Log it in the order in which it happens."""
        match event:
            case Log(level, text):
                self._log.append(level, text, self._about)
            case StepStarted(_, _, name, _):
                self._log.append("info", name, self._about)
            case Found(finding):
                level = "error" if finding.blocks else "warning"
                self._log.append(level, str(finding), self._about)

    def _deliver(self) -> None:
        with self._lock:
            events, self._events = self._events, []
        for event in events:
            self.said.emit(event)
