"""All machines that are open, each with its migration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.machines.migration import Migration


class Migrations(QObject):
    """A list of migrations."""

    added = Signal(int)
    removed = Signal(int)
    changed = Signal(int)  #: the job at this place has

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Migration] = []

    def __len__(self) -> int:
        return len(self._jobs)

    def __iter__(self) -> Iterator[Migration]:
        return iter(self._jobs)

    def __getitem__(self, place: int) -> Migration:
        return self._jobs[place]

    def add(self, job: Migration) -> int:
        """Take in a job; returns its place."""
        job.setParent(self)
        self._jobs.append(job)
        job.changed.connect(lambda: self._tell(job))
        self.added.emit(len(self._jobs) - 1)
        return len(self._jobs) - 1

    def remove(self, place: int) -> None:
        job = self._jobs.pop(place)
        job.discard()
        self.removed.emit(place)
        job.deleteLater()

    def find(self, path: Path) -> int:
        """The place of the machine at ``path``; -1 if it is not open."""
        return next((n for n, job in enumerate(self._jobs) if job.machine.path == path), -1)

    def _tell(self, job: Migration) -> None:
        if job in self._jobs:
            self.changed.emit(self._jobs.index(job))
