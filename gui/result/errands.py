"""Work on finished conversions beside the queue: hashing, packing, sending."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.findings import Finding
from engine.job.events import Finished
from gui.log.log_buffer import LogBuffer
from gui.queue.progress import Course, Row, StepState
from gui.threads.job_thread import JobThread, Work, Workers
from gui.threads.watched import Watched

_ENDS = {"done": StepState.DONE, "stopped": StepState.STOPPED}


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done."""

    steps: tuple[Row, ...]
    work: Work
    told: str  #: a sentence, once it is done
    makes: Path | None = None  #: a new file


class Errand(Watched):
    """One piece of work: how far it is, and how it ended."""

    def __init__(self, task: Task, workers: Workers, log: LogBuffer) -> None:
        super().__init__(Course(task.steps))
        self.task = task
        self._log = log
        self._thread = JobThread(workers, log, self)
        self._thread.said.connect(self.hear)
        self.finished: Finished | None = None
        self.stopping = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self._found

    @property
    def runs(self) -> bool:
        return self.finished is None

    @property
    def made(self) -> Path | None:
        """The file that is there now, if it was to make one."""
        is_done = self.finished is not None and self.finished.outcome == "done"
        return self.task.makes if is_done else None

    async def run(self) -> None:
        """Do it."""
        finished = await self._thread.run(self.task.work)
        self._found = (*self._found, *finished.findings)
        for each in finished.findings:
            self._log.append("error" if each.blocks else "warning", str(each))
        if finished.outcome == "failed":
            self._log.append("error", finished.detail)
        self.course.end(_ENDS.get(finished.outcome, StepState.FAILED), time.monotonic())
        self.finished = finished
        self.changed.emit()
        if finished.outcome == "failed":
            self.crashed.emit(finished.detail)

    def cancel(self) -> None:
        """Ask it to stop; it does so within a second."""
        if self.runs:
            self._thread.cancel()
            self.stopping = True
            self.changed.emit()


class Errands(QObject):
    """The newest errand of each folder of results; one at a time for each."""

    changed = Signal()  #: one has begun, goes on or has ended
    crashed = Signal(str)  #: the report of a bug in the engine

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._of: dict[Path, Errand] = {}

    @property
    def running(self) -> list[Errand]:
        return [each for each in self._of.values() if each.runs]

    def of(self, folder: Path) -> Errand | None:
        """What is done, or was done last, with the results in ``folder``."""
        return self._of.get(folder)

    def busy(self, folder: Path) -> bool:
        """Whether something is done with the results in ``folder``."""
        errand = self.of(folder)
        return errand is not None and errand.runs

    def begin(self, folder: Path, errand: Errand) -> None:
        """``errand`` takes the place of the one before, which is over."""
        self.forget(folder)
        errand.changed.connect(self.changed)
        errand.crashed.connect(self.crashed)
        self._of[folder] = errand
        errand.changed.emit()

    def forget(self, folder: Path) -> None:
        """What was done with the results in ``folder`` does not matter any more."""
        if folder in self._of and not self.busy(folder):
            del self._of[folder]

    def cancel(self) -> None:
        """Ask all of them to stop."""
        for errand in self.running:
            errand.cancel()
