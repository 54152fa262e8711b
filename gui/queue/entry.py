"""An entry of the queue: one job of whatever kind, how far it is, and how it ended."""

from __future__ import annotations

import asyncio
import threading
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.findings import Finding
from engine.job import requests, work
from engine.job.convert.conversion_job import ConversionJob
from engine.job.drives import Drives
from engine.job.events import Event, Finished, Found, Progress, StepsKnown, StepStarted
from engine.job.work import Advice, Job, Request
from gui import engine_texts
from gui.log.log_buffer import LogBuffer
from gui.queue.progress import StepState, course_of
from gui.queue.state import State
from gui.threads.job_thread import Emit, JobThread, Workers
from gui.threads.tasks import Tasks

FINDINGS = 500  #: more are not kept
#: What the end of a job makes of its entry, and of the step under way.
_ENDS = {
    "done": (State.DONE, StepState.DONE),
    "stopped": (State.STOPPED, StepState.STOPPED),
    "refused": (State.FAILED, StepState.FAILED),
    "failed": (State.FAILED, StepState.FAILED),
}


class Entry(QObject):
    """A job that was asked for. It waits, runs in a thread, and is over; or is withdrawn before."""

    changed = Signal()  #: state, findings or step
    progressed = Signal()  #: only the numbers
    withdrawn = Signal()  #: it is not wanted any more, and has not begun
    crashed = Signal(str)  #: the report of a bug in the engine

    def __init__(self, job: Job, folder: Path, request: Request | None = None) -> None:
        super().__init__()
        self.folder = folder  #: of the results that it is about
        self.request = request or job.request  #: to be kept over a restart
        self.drives = job.drives
        self.title = engine_texts.phrase(job.title)
        self.state = State.WAITING
        self.course = course_of(job)
        self.step: StepStarted | None = None
        self.done = 0  #: bytes of the step
        self.resumable = job.resumable is not None
        self.finished: Finished | None = None
        self._job = job
        self._found: tuple[Finding, ...] = ()
        self._thread: JobThread | None = None
        self._over = asyncio.Event()

    @property
    def job(self) -> Job:
        """The job; it is looked at anew when it begins."""
        return self._job

    @property
    def kind(self) -> str:
        return str(self.request["kind"])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What came up while it ran."""
        return self._found

    @property
    def told(self) -> str:
        """One sentence of what was done; for a job that is done."""
        return f"{engine_texts.phrase(self._job.told)}."

    @property
    def advice(self) -> tuple[Advice, ...]:
        """Commands that make sense once it is done."""
        return self._job.advice if self.state is State.DONE else ()

    @property
    def held(self) -> Drives:
        """Drives that no other job may use at the same time, and its folder, where one works.

        The last steps of a job, which are over in a moment, leave the drives to the next.
        """
        is_ending = self.state.active and self.course.is_ending
        return (frozenset() if is_ending else self.drives) | {str(self.folder)}

    async def over(self) -> Finished | None:
        """How it ended, once it has; None if it was withdrawn."""
        await self._over.wait()
        return self.finished

    # -- on the way

    def begin(self, workers: Workers, tasks: Tasks, log: LogBuffer) -> None:
        """Run it, if it still waits: it is its turn."""
        if not self.state.waits:
            return
        self._thread = JobThread(workers, log, self, self.folder.name)
        self._thread.said.connect(self._hear)
        self._become(State.RUNNING)
        tasks.spawn(self._run(self._thread, workers, log))

    def cancel(self) -> None:
        """Ask it to stop; it does so within a second."""
        if self.state is State.RUNNING and self._thread is not None:
            self._thread.cancel()
            self._become(State.STOPPING)

    def withdraw(self) -> None:
        """It is not wanted any more, before it has begun."""
        self._over.set()
        self.withdrawn.emit()

    async def _run(self, thread: JobThread, workers: Workers, log: LogBuffer) -> None:
        finished = await thread.run(self._work)
        thread.deleteLater()
        self._thread = None
        self.resumable = bool(await workers.run(partial(requests.left_in, self.folder)))
        for each in finished.findings:
            log.append("error" if each.blocks else "warning", str(each), self.folder.name)
        if finished.detail:
            log.append("error", finished.detail, self.folder.name)
        self._end(finished)

    def _work(self, emit: Emit, cancel: threading.Event) -> Finished:
        """Run the job; in its thread."""
        self._job = renewed(self._job)
        return work.run(self._job, emit, cancel)

    def _end(self, finished: Finished) -> None:
        self.finished = finished
        self._found = (*self._found, *finished.findings)
        state, of_step = _ENDS[finished.outcome]
        self.course.end(of_step, time.monotonic())
        self._become(state)
        self._over.set()
        if finished.outcome == "failed":
            self.crashed.emit(finished.detail)

    def _hear(self, event: Event) -> None:
        """Take in an event of the job, and tell of it."""
        now = time.monotonic()
        match event:
            case Progress(done, total):
                self.course.advance(done, total, now)
                self.done = done
                self.progressed.emit()
            case StepsKnown():
                self.course.know(event)
            case StepStarted():
                self.step, self.done = event, 0
                self.course.begin(event, now)
                self.changed.emit()
            case Found(finding) if len(self._found) < FINDINGS:
                self._found = (*self._found, finding)
                self.changed.emit()

    def _become(self, state: State) -> None:
        self.state = state
        self.changed.emit()


def renewed(job: Job) -> Job:
    """``job`` looked at anew: it has waited, and what it is about may have changed.

    A conversion that begins checks its plan itself. Refuses what stands against it by now.
    """
    if isinstance(job, ConversionJob) and not job.plan.resuming:
        return job
    return job.again(requests.load(job.request))
