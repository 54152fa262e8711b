"""Looks at chains in a thread, for whoever draws them; what was seen is kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, Signal

from engine.findings import Refusal, Stopped
from engine.report.disk_picture import Coverage, cover
from engine.vmware.model import DiskChain
from gui.engine_texts import message
from gui.picture.picture_layout import View
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks

KEPT = 64

Key = tuple[int, View, int]


class PictureSource(QObject):
    """One look at a time; of what is asked for meanwhile only the last counts."""

    found = Signal(object, object)  #: DiskChain, Coverage
    failed = Signal(object, str)  #: DiskChain, why

    def __init__(self, workers: Workers, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers, self._tasks = workers, tasks
        self._kept: OrderedDict[Key, tuple[DiskChain, Coverage]] = OrderedDict()
        self._wanted: tuple[Key, DiskChain] | None = None
        self._looking = False
        self._running: Key | None = None
        self._cancel = threading.Event()

    def ask(self, chain: DiskChain, view: View, columns: int) -> None:
        """Tell what the layers hold in ``view``: at once if it is known, else later."""
        key = (id(chain), view, columns)
        self._wanted = None
        if key == self._running and not self._cancel.is_set():
            return
        self._cancel.set()
        if (known := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            self.found.emit(*known)
            return
        self._wanted = (key, chain)
        if not self._looking and self._tasks.possible:
            self._looking = True
            self._tasks.spawn(self._look())

    def stop(self) -> None:
        """Nothing is wanted any more."""
        self._wanted = None
        self._cancel.set()

    async def _look(self) -> None:
        while self._wanted is not None:
            (key, chain), self._wanted = self._wanted, None
            self._running, self._cancel = key, (cancel := threading.Event())
            _, view, columns = key
            work = partial(cover, chain, view.start, view.stop, columns, cancel)
            try:
                coverage = await self._workers.run(work)
            except Stopped:
                continue
            except Refusal as refusal:
                if not cancel.is_set():
                    self.failed.emit(chain, message(refusal.findings[0]))
                continue
            finally:
                self._running = None
            self._keep(key, chain, coverage)
            if not cancel.is_set():
                self.found.emit(chain, coverage)
        self._looking = False

    def _keep(self, key: Key, chain: DiskChain, coverage: Coverage) -> None:
        self._kept[key] = (chain, coverage)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
