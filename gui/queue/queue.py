"""All work that was asked for, in its order; each begins when its drives are free."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from engine.job.drives import next_up
from gui.log.log_buffer import LogBuffer
from gui.queue.entry import Entry
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks

WATCH_EVERY = 200  #: milliseconds between two looks at how the work goes


class Queue(QObject):
    """Holds entries from the moment they are asked for until they are taken out."""

    changed = Signal()  #: the order, or the state of one of them
    progressed = Signal()  #: only the numbers of one of them
    started = Signal(object)  #: an Entry
    ended = Signal(object)  #: an Entry
    idle = Signal()  #: the last one has ended, and none waits
    crashed = Signal(str)  #: the report of a bug in the engine

    def __init__(self, workers: Workers, tasks: Tasks, log: LogBuffer) -> None:
        super().__init__()
        self._workers, self._tasks, self._log = workers, tasks, log
        self._entries: list[Entry] = []
        self._running: set[Entry] = set()
        self._is_paused = False
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_EVERY)
        self._watch.timeout.connect(self._look_on)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, place: int) -> Entry:
        return self._entries[place]

    @property
    def running(self) -> list[Entry]:
        return [each for each in self._entries if each.state.active]

    @property
    def waiting(self) -> list[Entry]:
        return [each for each in self._entries if each.state.waits]

    def open_in(self, folder: Path) -> list[Entry]:
        """Those about the results in ``folder`` that run or wait, in their order."""
        return [each for each in (*self.running, *self.waiting) if each.folder == folder]

    def about(self, folder: Path) -> list[Entry]:
        """All about the results in ``folder``: what runs, what waits, and the newest that ended."""
        of_folder = [each for each in self._entries if each.folder == folder]
        over = [each for each in reversed(of_folder) if not each.state.settled]
        return [*self.open_in(folder), *over]

    def submit(self, entry: Entry) -> None:
        """Take in what is asked for; it begins at once if it may.

        It takes the place of one of its kind about the same folder that is over.
        """
        for old in self._entries:
            if (old.kind, old.folder) == (entry.kind, entry.folder) and not old.state.settled:
                self._drop(old)
        entry.changed.connect(self._look)
        entry.progressed.connect(self.progressed)
        entry.crashed.connect(self.crashed)
        self._entries = [*self._entries, entry]
        self._look()

    def remove(self, entry: Entry) -> None:
        """Forget an entry that does not run."""
        if entry in self._entries and not entry.state.active:
            self._drop(entry)
            if entry.state.waits:
                entry.withdraw()
            self._look()

    def cancel(self, entry: Entry) -> None:
        """Stop an entry that runs; forget one that waits."""
        if entry.state.waits:
            self.remove(entry)
        else:
            entry.cancel()

    def move(self, entry: Entry, by: int) -> None:
        """Let an entry that waits change places with the next one that does, or the one before."""
        waiting = self.waiting
        other = waiting.index(entry) + by
        if 0 <= other < len(waiting):
            here, there = self._entries.index(entry), self._entries.index(waiting[other])
            self._entries[here], self._entries[there] = waiting[other], entry
            self._look()

    def place(self, entry: Entry, before: Entry | None) -> None:
        """Put an entry that waits before another one; None is the end."""
        if entry not in self._entries or not entry.state.waits or entry is before:
            return
        rest = [each for each in self._entries if each is not entry]
        at = rest.index(before) if before in rest else len(rest)
        self._entries = [*rest[:at], entry, *rest[at:]]
        self._look()

    @property
    def is_paused(self) -> bool:
        """Whether nothing begins; what runs goes on."""
        return self._is_paused

    def pause(self, paused: bool) -> None:
        """Begin nothing more, or go on with what waits."""
        self._is_paused = paused
        self._look()

    def _drop(self, entry: Entry) -> None:
        self._entries = [each for each in self._entries if each is not entry]
        entry.changed.disconnect(self._look)
        entry.progressed.disconnect(self.progressed)

    def _look(self) -> None:
        """Begin whatever may begin, and tell what has happened."""
        waiting = [] if self._is_paused else self.waiting
        taken = [each.held for each in self.running]
        for place in next_up([each.held for each in waiting], taken):
            waiting[place].begin(self._workers, self._tasks, self._log)
        running = set(self.running)
        begun, over = running - self._running, self._running - running
        self._running = running
        for entry in begun:
            self._watch.start()
            self.started.emit(entry)
        for entry in over:
            self.ended.emit(entry)
        self.changed.emit()
        if over and not self.running and not self.waiting:
            self._watch.stop()
            self.idle.emit()

    def _look_on(self) -> None:
        """See what limits the speed, which can be told for one job at a time, and a stall."""
        for entry in self.running:
            if len(self.running) == 1:
                entry.course.limits.sample()
            else:
                entry.course.forget_limits()
            if entry.course.stalled(time.monotonic()):
                entry.progressed.emit()
