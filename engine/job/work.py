"""Work in steps: events out, cancel in, and how it ended."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from engine.findings import Refusal, Stopped
from engine.job.events import Event, Finished, Log, Progress, StepStarted

Emit = Callable[[Event], None]

_PROGRESS_EVERY = 0.05  # seconds


@dataclass(slots=True)
class Work:
    """What the steps of one job share."""

    emit: Callable[[Event], None]
    cancel: threading.Event
    digests: dict[Path, dict[int, str]] = field(default_factory=dict)  #: by target
    sums: dict[Path, str] = field(default_factory=dict)  #: SHA-256, by target
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
    def name(self) -> str: ...

    @property
    def total(self) -> int:
        """Bytes of work, 0 if it is over in a moment."""

    def run(self, work: Work) -> None: ...


def run_steps(steps: Sequence[Step], emit: Emit, cancel: threading.Event) -> None:
    """Run ``steps`` one after another; raises Stopped or Refusal."""
    work = Work(emit, cancel)
    for index, step in enumerate(steps):
        if cancel.is_set():
            raise Stopped
        total = step.total
        emit(StepStarted(index, len(steps), step.name, total))
        began = time.monotonic()
        step.run(work)
        seconds = round(time.monotonic() - began, 3)
        work.times.append({"name": step.name, "bytes": total, "seconds": seconds})


def guarded(work: Callable[[], None], emit: Emit) -> Finished:
    """Do ``work`` and say how it ended; whatever it raises becomes the outcome."""
    try:
        work()
        outcome = Finished("done")
    except Stopped:
        emit(Log("warning", "Stopped; it can be resumed"))
        outcome = Finished("stopped")
    except Refusal as refusal:
        outcome = Finished("refused", refusal.findings)
    except Exception:  # a bug of ours: reported whole, never a vanished window
        outcome = Finished("failed", detail=traceback.format_exc())
    emit(outcome)
    return outcome
