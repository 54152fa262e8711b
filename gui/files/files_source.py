"""Compares two states in a thread, for whoever shows what changed; only the last wish counts."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.findings import Refusal, Stopped
from engine.report.changed_files import Change, State, compare
from engine.vmware.model import VirtualMachine
from gui.engine_texts import failure
from gui.files.files_nodes import rows
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks
from gui.threads.throttle import Pulse


@dataclass(frozen=True, slots=True)
class Subject:
    """A machine whose states are compared, and how it is read."""

    machine: VirtualMachine
    trusted: bool
    placed: Mapping[str, Path]


class FilesSource(QObject):
    """One comparison at a time, which can be stopped."""

    found = Signal(object)  #: Change
    listed = Signal(object)  #: list of Row
    failed = Signal(str)  #: why
    progressed = Signal(object, object)  #: bytes done, bytes in all

    def __init__(self, workers: Workers, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers, self._tasks = workers, tasks
        self._cancel = threading.Event()
        self._listing = 0
        self._numbers = (0, 0)
        self._pulse = Pulse(self)
        self._pulse.changed.connect(lambda: self.progressed.emit(*self._numbers))

    def compare(self, subject: Subject, older: State, newer: State) -> None:
        """Tell what changed from one state to the other; what was asked before is given up."""
        self._cancel.set()
        self._cancel = cancel = threading.Event()
        self._tasks.spawn(self._compare(subject, older, newer, cancel))

    def list(self, change: Change, containing: str) -> None:
        """Tell the rows of the tree, of the files whose path has ``containing`` in it."""
        self._listing += 1
        self._tasks.spawn(self._list(self._listing, change, containing))

    def stop(self) -> None:
        """Nothing is wanted any more; nothing is told from now on."""
        self._cancel.set()
        self._listing += 1

    async def _compare(
        self, subject: Subject, older: State, newer: State, cancel: threading.Event
    ) -> None:
        work = partial(
            compare,
            subject.machine,
            older,
            newer,
            trusted=subject.trusted,
            placed=subject.placed,
            cancel=cancel,
            told=partial(self._tell, cancel),
        )
        try:
            change = await self._workers.run(work)
        except Stopped:
            return
        except Refusal as refusal:
            if not cancel.is_set():
                self.failed.emit(failure(refusal))
        else:
            if not cancel.is_set():
                self.found.emit(change)

    def _tell(self, cancel: threading.Event, done: int, whole: int) -> None:
        """Called in the thread."""
        if not cancel.is_set():
            self._numbers = (done, whole)
            self._pulse.touch()

    async def _list(self, asked: int, change: Change, containing: str) -> None:
        found = await self._workers.run(partial(rows, change, containing))
        if asked == self._listing:
            self.listed.emit(found)
