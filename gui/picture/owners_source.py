"""Finds out in a thread whose blocks the pointer rests on; the file systems are read once."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from engine.findings import Refusal, Stopped
from engine.report.block_files import BlockFiles
from engine.vmware.model import DiskChain
from gui.engine_texts import message
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks

PAUSE = 250  #: milliseconds that the pointer rests before anything is read


@dataclass(frozen=True, slots=True)
class Spot:
    """What the pointer rests on: the bytes [start, stop), of all layers or of one."""

    start: int
    stop: int
    layer: int | None  #: counted from the newest


class OwnersSource(QObject):
    """One disk at a time; of the spots that are asked for only the last counts."""

    looking = Signal()  #: it may take a moment
    found = Signal(object)  #: AtPlace
    failed = Signal(str)  #: why

    def __init__(self, workers: Workers, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers, self._tasks = workers, tasks
        self._chain: DiskChain | None = None
        self._files: BlockFiles | None = None
        self._cancel = threading.Event()
        self._wanted: Spot | None = None
        self._is_looking = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._begin)

    def ask(self, chain: DiskChain, spot: Spot) -> None:
        """Tell whose blocks are at a spot, once the pointer has rested there."""
        if chain is not self._chain:
            self.stop()
            self._chain = chain
        self._wanted = spot
        self._pause.start()

    def leave(self) -> None:
        """The pointer is elsewhere: nothing is told."""
        self._wanted = None
        self._pause.stop()

    def stop(self) -> None:
        """Nothing is wanted any more of this disk."""
        self.leave()
        self._cancel.set()
        self._chain = None
        if self._files is not None and not self._is_looking:
            self._files.close()
        self._files = None

    def _begin(self) -> None:
        if not self._is_looking and self._tasks.possible:
            self._is_looking = True
            self._tasks.spawn(self._look())

    async def _look(self) -> None:
        while self._wanted is not None and self._chain is not None:
            spot, self._wanted = self._wanted, None
            if self._files is None:
                self._cancel = threading.Event()
                self._files = BlockFiles(self._chain, self._cancel)
                self.looking.emit()
            await self._tell(self._files, spot)
        self._is_looking = False

    async def _tell(self, files: BlockFiles, spot: Spot) -> None:
        try:
            found = await self._workers.run(partial(files.at, spot.start, spot.stop, spot.layer))
        except Stopped:
            found = None
        except Refusal as refusal:
            found = None
            if files is self._files:
                self._files = None  # it has ended
                self.failed.emit(message(refusal.findings[0]))
        if files is not self._files:
            files.close()
        elif found is not None and self._wanted is None:
            self.found.emit(found)
