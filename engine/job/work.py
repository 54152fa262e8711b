"""A job and its steps: events out, cancel in, and how it ended.

Whatever takes long is a :class:`Job`: a conversion, one disk, a change of the guest, a check, an
archive, a delivery, a test boot. A front end shows, queues, keeps, runs and resumes jobs by what is
here; it does not know which kind a job is of.
"""

from __future__ import annotations

import threading
import time
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from engine.findings import Finding, Refusal, Stopped, blocking, of_system
from engine.job.drives import Drives, Turns
from engine.job.events import (
    Event,
    Finished,
    Found,
    Log,
    Progress,
    StepOutline,
    StepsKnown,
    StepStarted,
)
from engine.job.hooks import Hooks
from engine.phrase import Phrase

Emit = Callable[[Event], None]
Request = dict[str, Any]

_PROGRESS_EVERY = 0.05  # seconds
#: Findings of a connection that was lost: what was done is kept, and gone on with.
_CUT = ("E705", "E897")


@dataclass(slots=True)
class Work:
    """What the steps of one job share."""

    emit: Emit
    cancel: threading.Event
    digests: dict[Path, dict[int, str]] = field(default_factory=dict)  #: by target
    verified: dict[Path, int] = field(default_factory=dict)  #: bytes that were, by target
    sums: dict[Path, str] = field(default_factory=dict)  #: SHA-256, by target
    metadata: dict[Path, str] = field(default_factory=dict)  #: digests of metadata, by target
    times: list[dict[str, Any]] = field(
        default_factory=list
    )  #: of the steps done, for the manifest

    def log(self, text: str) -> None:
        self.emit(Log("info", text))

    def progress(self, total: int, done: int = 0) -> Callable[[int], None]:
        """A function to be told the bytes done, which emits Progress now and then."""
        last = 0.0

        def advance(count: int) -> None:
            nonlocal done, last
            done += count
            now = time.monotonic()
            if now - last >= _PROGRESS_EVERY or done >= total:
                last = now
                self.emit(Progress(min(done, total), total))

        advance(0)
        return advance


class Step(Protocol):
    """One step; ``run`` raises Stopped or Refusal, and may then be run again later."""

    @property
    def name(self) -> Phrase: ...

    @property
    def total(self) -> int:
        """Bytes of work, 0 if it is over in a moment."""

    def run(self, work: Work) -> None: ...


@dataclass(frozen=True, slots=True)
class Advice:
    """A command that makes sense once a job is done, and what it does."""

    words: Phrase  #: such as "To start it there"
    command: tuple[str, ...]
    here: bool = False  #: it is run on this computer, not on the server


class Job(ABC):
    """A piece of work that was looked at, and can be run by :func:`run`."""

    @property
    @abstractmethod
    def title(self) -> Phrase:
        """Name of the job in a list, such as "Convert server"."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings that are known before it runs; one that blocks refuses the job."""
        return ()

    @property
    @abstractmethod
    def drives(self) -> Drives:
        """Drives that are read from and written to."""

    @property
    @abstractmethod
    def request(self) -> Request:
        """Plain data from which :func:`engine.job.requests.load` makes the job again."""

    def again(self, fresh: Job) -> Job:
        """``fresh``, which was made of the request, with what a request cannot say."""
        return fresh

    @property
    def resumable(self) -> Path | None:
        """Folder with what is left of it, to be resumed; None where it would begin anew."""
        return None

    @abstractmethod
    def steps(self) -> Sequence[Step]:
        """All steps in order, as far as they are known before the job runs."""

    def prepared(self) -> AbstractContextManager[Sequence[Step]]:
        """Whatever is held while the job runs, a lock or a connection; the steps that are left.

        Refuses what stands against it by now. Leaving it without an error ends the job.
        """
        return nullcontext(self.steps())

    @property
    @abstractmethod
    def told(self) -> Phrase:
        """One sentence without its stop, once it is done."""

    @property
    def advice(self) -> tuple[Advice, ...]:
        """Commands that make sense once it is done."""
        return ()

    @abstractmethod
    def result(self) -> dict[str, Any]:
        """Plain data of what was made and seen so far; sizes in bytes."""


def run(job: Job, emit: Emit, cancel: threading.Event, turns: Turns | None = None) -> Finished:
    """Run a job, or go on with it; blocks until it has ended. Never raises.

    ``emit`` is called from this thread, Finished is its last event; ``cancel`` is looked at often
    enough to stop within a second. ``turns``: where it waits until its drives are free, which they
    are again before the last steps, those that are over in a moment.
    """

    def work() -> None:
        if refused := blocking(job.findings):
            raise Refusal(refused)
        for each in job.findings:
            emit(Found(each))
        hooks = Hooks(job.request, lambda text: emit(Log("info", text)), cancel)
        hooks.before()
        turn = turns.taken(job.drives, cancel) if turns else nullcontext(_nothing)
        with turn as is_over, job.prepared() as steps:
            run_steps(steps, emit, cancel, is_over)
        if failed := hooks.after(job.result()):
            emit(Found(failed))

    return guarded(work, emit, job.result)


def _nothing() -> None:
    """Nobody waits for the drives."""


def run_steps(
    steps: Sequence[Step],
    emit: Emit,
    cancel: threading.Event,
    is_over: Callable[[], None] = _nothing,
) -> None:
    """Run ``steps`` one after another; raises Stopped or Refusal.

    ``is_over`` is called once no step is left that has bytes of work.
    """
    work = Work(emit, cancel)
    emit(StepsKnown(tuple(StepOutline(step.name, step.total) for step in steps)))
    for index, step in enumerate(steps):
        if cancel.is_set():
            raise Stopped
        if not any(each.total for each in steps[index:]):
            is_over()
        total = step.total
        emit(StepStarted(index, len(steps), step.name, total))
        began = time.monotonic()
        step.run(work)
        seconds = round(time.monotonic() - began, 3)
        work.times.append({"name": step.name, "bytes": total, "seconds": seconds})


def guarded(work: Callable[[], None], emit: Emit, result: Callable[[], dict[str, Any]]) -> Finished:
    """Do ``work`` and say how it ended; whatever it raises becomes the outcome."""
    try:
        work()
        outcome = Finished("done", result=result())
    except Stopped:
        emit(Log("warning", "Stopped; it can be resumed"))
        outcome = Finished("stopped", result=result())
    except Refusal as refusal:
        is_cut = all(each.code in _CUT for each in refusal.findings)
        outcome = Finished("stopped" if is_cut else "refused", refusal.findings, result=result())
    except Exception as error:
        if (unexpected := of_system(error)) is not None:
            outcome = Finished("refused", (unexpected,), result=result())
        else:  # a bug of ours: reported whole, never a vanished window
            outcome = Finished("failed", detail=traceback.format_exc())
    emit(outcome)
    return outcome
