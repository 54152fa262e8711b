"""Work in another thread, as far as the window hears of it."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal

from engine.findings import Finding
from engine.job.events import Event, Found, Progress, StepsKnown, StepStarted
from gui.queue.progress import Course

FINDINGS = 500  #: more are not kept


class Watched(QObject):
    """What its events have told; they come by :meth:`hear`."""

    changed = Signal()  #: state, plan, findings or step
    progressed = Signal()  #: only the numbers
    crashed = Signal(str)  #: the report of a bug in the engine

    def __init__(self, course: Course) -> None:
        super().__init__()
        self.course = course
        self.step: StepStarted | None = None
        self.done = 0
        self._found: tuple[Finding, ...] = ()

    def hear(self, event: Event) -> None:
        """Take in an event, and tell of it."""
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
