"""What is done with finished conversions, beside the queue: hashing them, packing them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.findings import Finding
from engine.job.events import Finished
from gui.log.log_buffer import LogBuffer
from gui.queue.progress import Course, Row, StepState
from gui.threads.job_thread import JobThread, Work, Workers
from gui.threads.watched import Watched

if TYPE_CHECKING:
    from gui.machines.job import Job

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
    """The newest errand of each job; one at a time for each."""

    changed = Signal()  #: one has begun or has ended

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._of: dict[Job, Errand] = {}

    @property
    def running(self) -> list[Errand]:
        return [each for each in self._of.values() if each.runs]

    def of(self, job: Job) -> Errand | None:
        """What is done, or was done last, with the result of ``job``."""
        return self._of.get(job)

    def begin(self, job: Job, errand: Errand) -> None:
        """``errand`` takes the place of the one that ``job`` had before, which is over."""
        self.forget(job)
        errand.changed.connect(self.changed)
        errand.changed.connect(job.changed)
        errand.crashed.connect(job.crashed)
        self._of[job] = errand
        errand.changed.emit()

    def forget(self, job: Job) -> None:
        """What was done with the result of ``job`` does not matter any more."""
        errand = self._of.get(job)
        if errand is not None and not errand.runs:
            del self._of[job]

    def cancel(self) -> None:
        """Ask all of them to stop."""
        for errand in self.running:
            errand.cancel()
