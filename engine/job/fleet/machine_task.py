"""The work at one machine of a fleet: today's conversion and delivery, with their own journals.

What was done before is found in the folder of results, so that the same order is only gone on with
after a worker was lost, a fleet was stopped or a scheduler died.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.choices import Choices
from engine.deliver.pool.address import is_pool
from engine.findings import Finding, Refusal, finding
from engine.job.convert import plan as plans
from engine.job.convert.conversion_job import ConversionJob
from engine.job.events import Event, Finished, Found, Progress, StepsKnown, StepStarted
from engine.job.fleet.order import Order, Record
from engine.job.places import JOB_JOURNAL, has_begun
from engine.job.push.pool_job import PoolJob, PoolWish
from engine.job.push.push_job import PushJob
from engine.job.push.push_journal import Wish
from engine.job.result.conversion import Conversion, is_result
from engine.job.work import Job, run
from engine.vmware import machine as machines

Told = Callable[[float], None]  #: called with the part that is done, 0 to 1


def perform(order: Order, told: Told, cancel: threading.Event) -> Record:
    """Convert a machine and deliver it, or go on with that; never raises."""
    began, findings = time.time(), dict[Finding, None]()
    try:
        end = Finished("done")
        for job, meter in _jobs(order, told):
            end = run(job, _listener(meter, findings), cancel)
            if end.outcome != "done":
                break
    except Refusal as refusal:
        end = Finished("refused", refusal.findings)
    except OSError as error:
        end = Finished("refused", (finding("E403", path=order.folder, reason=error),))
    return _record(order, end, tuple(dict.fromkeys((*findings, *end.findings))), began)


def is_done(order: Order) -> bool:
    """Whether nothing is left to do, as the folder of results says; refuses E412."""
    found = _finished(order)
    return found is not None and (order.wish is None or _is_delivered(found, order))


def conversion(order: Order) -> ConversionJob | None:
    """The conversion that is to be done or gone on with; None where it is finished.

    Refuses what stands against it.
    """
    folder, choices = Path(order.folder), Choices.from_json(order.choices)
    if has_begun(folder / JOB_JOURNAL):
        return ConversionJob.resumed(folder, trusted=choices.trusted)
    if _finished(order) is not None:
        return None
    redo = choices.settings.get("redo", "")
    machine = machines.read(
        order.path, trusted=choices.trusted, redo=redo, placed=choices.placed_now
    )
    return ConversionJob(plans.make(machine, folder, choices))


def done(order: Order) -> Record:
    """The record of a machine of which nothing was left to do."""
    return _record(order, Finished("done"), (), time.time())


def worker_name() -> str:
    """This computer and this process."""
    return f"{socket.gethostname()} {os.getpid()}"


def _jobs(order: Order, told: Told) -> Iterator[tuple[Job, Told]]:
    """What is left to do, each looked at when the one before is done."""
    count = 1 + (order.wish is not None)
    if (job := conversion(order)) is not None:
        yield job, lambda part: told(part / count)
    if order.wish is not None and not is_done(order):
        yield _delivery(order), lambda part: told((1 + part) / count)


def _delivery(order: Order) -> Job:
    """The delivery to a server or a pool; refuses what stands against it."""
    folder, wish = Path(order.folder), order.wish or {}
    if is_pool(wish["target"]):
        return PoolJob.planned(folder, PoolWish(**wish))
    return PushJob.planned(folder, Wish(**wish))


def _listener(told: Told, findings: dict[Finding, None]) -> Callable[[Event], None]:
    """A function to be told the events of a job, which tells how much of it is done."""
    totals: Sequence[int] = ()
    before = 0

    def hear(event: Event) -> None:
        nonlocal totals, before
        if isinstance(event, StepsKnown):
            totals = [each.total for each in event.steps]
        elif isinstance(event, StepStarted):
            before = sum(totals[: event.index])
        elif isinstance(event, Progress):
            told(min(1.0, (before + event.done) / max(1, sum(totals))))
        elif isinstance(event, Found):
            findings[event.finding] = None

    return hear


def _finished(order: Order) -> Conversion | None:
    """The finished conversion of this very machine, if there is one."""
    folder = Path(order.folder)
    if not is_result(folder) or has_begun(folder / JOB_JOURNAL):
        return None
    found = Conversion.open(folder)
    is_same = found.source.absolute() == order.path.absolute()
    return found if is_same else None


def _is_delivered(found: Conversion, order: Order) -> bool:
    target = (order.wish or {}).get("target")
    return not found.unsent and any(each.target == target for each in found.deliveries)


def _record(order: Order, end: Finished, findings: Sequence[Finding], began: float) -> Record:
    found = _finished(order) if end.outcome == "done" else None
    return Record(
        order.name,
        order.machine,
        order.folder,
        end.outcome,
        tuple(each.as_json() for each in findings),
        end.detail,
        tuple(_disk(each) for each in found.images) if found else (),
        (order.wish or {}).get("target", "") if end.outcome == "done" else "",
        worker_name(),
        began,
        time.time(),
        tuple(order.shares),
    )


def _disk(image: Any) -> dict[str, Any]:
    return {
        "file": image.path.name,
        "size": image.size,
        "digest": image.digest,
        "sha256": image.sha256,
    }
