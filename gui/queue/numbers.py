"""How far work is in numbers: bytes, speed, what limits it, time to go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from engine.job.bottleneck import Limit
from engine.job.events import StepStarted
from gui.queue.progress import Course
from gui.widgets.units import rate, remaining, size

PERMILLE = 1000


class Going(Protocol):
    """Work that says how far it is: an entry of the queue, a machine with one."""

    @property
    def course(self) -> Course: ...

    @property
    def step(self) -> StepStarted | None: ...

    @property
    def done(self) -> int: ...


def numbers(work: Going) -> str:
    """Bytes of the step, speed, what limits it, time to go for the whole of it."""
    course = work.course
    if work.step is None or not course.step_total:
        return ""
    parts = [_tr("{done} of {total}").format(done=size(work.done), total=size(course.step_total))]
    idle = course.stalled(time.monotonic())
    if idle:
        return " · ".join([*parts, stall(idle, course.limits.limit)])
    left = course.pace.seconds_left(course.total)
    if left is not None:
        parts += [rate(course.pace.rate), remaining(left)]
    elif work.done < course.step_total:
        parts.append(_tr("measuring the speed…"))
    if course.limits.limit:
        parts.append(LIMITS[course.limits.limit]())
    return " · ".join(parts)


def share(works: Iterable[Going]) -> int:
    """How much of all of these is done, in thousandths; -1 where that is not known."""
    courses = [each.course for each in works]
    total = sum(each.total for each in courses)
    done = sum(each.done for each in courses)
    return min(done * PERMILLE // total, PERMILLE) if total else -1


def all_of_it(works: Iterable[Going]) -> str:
    """Time to go for all of these, if one after another; empty as long as it is not known."""
    courses = [each.course for each in works]
    paces = [each.pace.rate for each in courses if each.pace.rate]
    left = sum(each.total - each.done for each in courses)
    return remaining(left / sum(paces)) if paces and left else ""


def stall(idle: float, limit: Limit) -> str:
    """That nothing moves, and what is being waited for."""
    waits = {
        "reading": _tr("The source does not answer"),
        "writing": _tr("The target has not taken it yet"),
    }
    text = waits.get(limit, _tr("Nothing moves"))
    return _tr("{what}: no progress for {seconds} s").format(what=text, seconds=int(idle))


LIMITS: dict[Limit, Callable[[], str]] = {
    "reading": lambda: _tr("limited by reading"),
    "writing": lambda: _tr("limited by writing"),
    "processor": lambda: _tr("limited by the processor"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("numbers", text)
