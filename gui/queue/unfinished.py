"""Folders with something that was begun are remembered until it is done."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.queue.entry import Entry
from gui.queue.queue import Queue
from gui.settings import Settings


class Unfinished(QObject):
    """Follows the queue: what a crash or a power cut ends is offered by the next session."""

    def __init__(self, queue: Queue, settings: Settings) -> None:
        super().__init__()
        self._queue, self._settings = queue, settings
        queue.started.connect(self._remember)
        queue.changed.connect(self._remember_waiting)
        queue.ended.connect(self._look)

    def _remember(self, entry: Entry) -> None:
        self._settings.remember_unfinished(entry.folder)

    def _remember_waiting(self) -> None:
        """What waits to go on was begun already."""
        for entry in self._queue.waiting:
            if entry.resumable and str(entry.folder) not in self._settings.unfinished:
                self._remember(entry)

    def _look(self, entry: Entry) -> None:
        if not entry.resumable:
            self._settings.forget_unfinished(entry.folder)
