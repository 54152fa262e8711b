"""The course of a job: its steps with their states, and how far, how fast and how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from engine.job.bottleneck import Limits
from engine.job.events import StepsKnown, StepStarted
from engine.job.work import Job
from gui import engine_texts
from gui.queue.rate import Pace

STALL = 10.0  #: seconds without any progress before that is said


class StepState(Enum):
    """Where a step is."""

    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    STOPPED = auto()
    FAILED = auto()


@dataclass(slots=True)
class Row:
    """One step."""

    name: str
    total: int  #: bytes of work, 0 if it is over in a moment
    state: StepState = StepState.WAITING
    seconds: float = 0.0  #: that it has taken, once it is done


class Course:
    """Fed with what a job says and the time in seconds; counts bytes over all steps.

    A step says anew how much it has to do, so that its share of the whole is what counts.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows = list(rows)
        self.pace = Pace()
        self._limits: Limits | None = None
        self._current: Row | None = None
        self._share = 0.0
        self._began = 0.0
        self._resumed_at: float | None = None
        self.step_total = 0  #: bytes of work of the step under way, as it says itself
        self._bytes = self._seconds = 0.0

    @property
    def limits(self) -> Limits:
        """What limits the speed, looked at from the first time that somebody asks on."""
        if self._limits is None:
            self._limits = Limits()  # looks at the process: nothing for hundreds that only wait
        return self._limits

    def forget_limits(self) -> None:
        """Whatever limited it before, it is looked at anew."""
        self._limits = None

    @property
    def total(self) -> int:
        """Bytes of work of all steps."""
        return sum(row.total for row in self.rows)

    @property
    def done(self) -> int:
        """Bytes of work that are done."""
        over = sum(row.total for row in self.rows if row.state is StepState.DONE)
        return over + int(self._current.total * self._share if self._current else 0)

    @property
    def current(self) -> str:
        """The name of the step under way, empty if there is none."""
        return self._current.name if self._current else ""

    @property
    def is_ending(self) -> bool:
        """Whether it has begun, and what is left of it is over in a moment."""
        left = (row for row in self.rows if row.state is not StepState.DONE)
        return self._current is not None and not any(row.total for row in left)

    @property
    def speed(self) -> int:
        """Bytes per second over all steps so far; 0 if it was too little to say."""
        return int(self._bytes / self._seconds) if self._seconds > 1 else 0

    def know(self, known: StepsKnown) -> None:
        """All steps that there will be."""
        self.rows = [Row(engine_texts.phrase(each.name), each.total) for each in known.steps]

    def begin(self, step: StepStarted, now: float) -> None:
        """A step begins; those before it are done."""
        self._close(StepState.DONE, now)
        place = step.index
        for row in self.rows[:place]:
            row.state = StepState.DONE
        if place >= len(self.rows):
            return
        self._current = self.rows[place]
        self._current.state = StepState.RUNNING
        self._share, self._began, self._resumed_at = 0.0, now, None
        self.step_total = step.total
        self.pace.jump(now, self.done)

    def advance(self, done: int, total: int, now: float) -> None:
        """``done`` of ``total`` bytes of the step are done."""
        self._share, self.step_total = (done / total if total else 0.0), total
        if self._resumed_at is None:  # what was done before a resume is no speed
            self._resumed_at = self._share
            self.pace.jump(now, self.done)
        else:
            self.pace.update(now, self.done)

    def end(self, state: StepState, now: float) -> None:
        """It is over: the step under way has come to ``state``."""
        self._close(state, now)

    def stalled(self, now: float) -> float:
        """Seconds without progress; 0 as long as that is not worth a word."""
        if self._current is None or not self._current.total:
            return 0.0
        idle = self.pace.idle(now)
        return idle if idle >= STALL else 0.0

    def _close(self, state: StepState, now: float) -> None:
        row = self._current
        if row is None:
            return
        row.state, row.seconds = state, now - self._began
        if row.total and self._resumed_at is not None:
            share = 1.0 if state is StepState.DONE else self._share
            self._bytes += row.total * (share - self._resumed_at)
            self._seconds += row.seconds
        if state is StepState.DONE:
            self._current, self._share = None, 0.0


def course_of(job: Job) -> Course:
    """The course that a job will take, as far as it is known before."""
    return Course(Row(engine_texts.phrase(step.name), step.total) for step in job.steps())
