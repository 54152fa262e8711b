"""Looks at the states of a machine in a thread: which are whole, and what each looks like."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from engine.findings import Refusal, Stopped
from engine.vmware import machine as machines
from engine.vmware.model import VirtualMachine
from engine.vmware.whole_states import whole_states
from gui.machines import migration_look
from gui.machines.opener import Opened
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks

PAUSE = 120  #: milliseconds that the pointer rests before a state is opened
_KEPT = 12  #: states that stay opened


class StatesSource(QObject):
    """The states of one machine at a time; of those that are asked for only the last counts."""

    judged = Signal(object)  #: whether each state is whole, by its number
    found = Signal(str, object)  #: a state, and the machine as it was then

    def __init__(self, workers: Workers, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers, self._tasks = workers, tasks
        self._opened: Opened | None = None
        self._kept: OrderedDict[str, VirtualMachine] = OrderedDict()
        self._cancel = threading.Event()
        self._wanted: str | None = None
        self._is_looking = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._begin)

    def look(self, opened: Opened | None) -> None:
        """Look at the states of another machine, or at none."""
        self.stop()
        self._opened = opened
        if opened is not None and opened.machine.snapshots.all and self._tasks.possible:
            self._cancel = threading.Event()
            self._tasks.spawn(self._judge(opened, self._cancel))

    def ask(self, state: str) -> None:
        """Tell what a state looks like: at once if it is known, else after a moment."""
        self._wanted = None
        self._pause.stop()
        if (known := self._kept.get(state)) is not None:
            self.found.emit(state, known)
        elif self._opened is not None:
            self._wanted = state
            self._pause.start()

    def stop(self) -> None:
        """Nothing is wanted any more, and no file stays open."""
        self._cancel.set()
        self._pause.stop()
        self._wanted, self._opened = None, None
        for each in self._kept.values():
            migration_look.release(each)
        self._kept.clear()

    async def _judge(self, opened: Opened, cancel: threading.Event) -> None:
        work = partial(whole_states, opened.machine, opened.trusted, opened.placed, cancel)
        try:
            found = await self._workers.run(work)
        except Stopped:
            return
        if not cancel.is_set():
            self.judged.emit(found)

    def _begin(self) -> None:
        if not self._is_looking and self._tasks.possible:
            self._is_looking = True
            self._tasks.spawn(self._open())

    async def _open(self) -> None:
        while self._wanted is not None and self._opened is not None:
            state, self._wanted = self._wanted, None
            opened = self._opened
            work = partial(machines.state, opened.machine, state, opened.trusted, opened.placed)
            try:
                found = await self._workers.run(work)
            except Refusal:  # the list says that it is broken
                continue
            if opened is not self._opened:
                migration_look.release(found)
                continue
            self._keep(state, found)
            if self._wanted is None:
                self.found.emit(state, found)
        self._is_looking = False

    def _keep(self, state: str, found: VirtualMachine) -> None:
        self._kept[state] = found
        while len(self._kept) > _KEPT:
            migration_look.release(self._kept.popitem(last=False)[1])
