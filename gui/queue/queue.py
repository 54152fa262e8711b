"""The jobs that have been asked for, in their order; each starts when its drives are free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.job.drives import next_up

if TYPE_CHECKING:
    from gui.machines.job import Job


class Queue(QObject):
    """Holds jobs from the moment they are asked for until they are taken out."""

    changed = Signal()  #: the order, or the state of one of them
    started = Signal()
    ended = Signal(object)  #: a Job

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._running: set[Job] = set()

    def __iter__(self) -> Iterator[Job]:
        return iter(self._jobs)

    def __len__(self) -> int:
        return len(self._jobs)

    def __getitem__(self, place: int) -> Job:
        return self._jobs[place]

    @property
    def running(self) -> list[Job]:
        return [job for job in self._jobs if job.state.active]

    @property
    def waiting(self) -> list[Job]:
        return [job for job in self._jobs if job.state.waits]

    def submit(self, job: Job) -> None:
        """Take in a job that waits from now on; it begins at once if it may."""
        if job in self._jobs:
            self._jobs.remove(job)
        else:
            job.changed.connect(self._look)
        self._jobs.append(job)
        self._look()

    def remove(self, job: Job) -> None:
        """Forget a job that does not run."""
        if job in self._jobs and not job.state.active:
            self._jobs.remove(job)
            job.changed.disconnect(self._look)
            if job.state.waits:
                job.withdraw()
            self._look()

    def move(self, job: Job, by: int) -> None:
        """Let a job that waits change places with the next one that does, or the one before."""
        waiting = self.waiting
        other = waiting.index(job) + by
        if 0 <= other < len(waiting):
            here, there = self._jobs.index(job), self._jobs.index(waiting[other])
            self._jobs[here], self._jobs[there] = waiting[other], job
            self._look()

    def _look(self) -> None:
        """Begin whatever may begin, and tell what has happened."""
        waiting = self.waiting
        for place in next_up([job.drives for job in waiting], [job.drives for job in self.running]):
            waiting[place].begin()
        running = set(self.running)
        begun, over = running - self._running, self._running - running
        self._running = running
        if begun:
            self.started.emit()
        for job in over:
            self.ended.emit(job)
        self.changed.emit()
