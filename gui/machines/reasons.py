"""Why something cannot be done with a migration as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from gui.machines.migration import Migration
from gui.queue.state import State


@dataclass(frozen=True, slots=True)
class Reasons:
    """What stands against each act; empty where it can be done."""

    convert: str = ""
    resume: str = ""
    cancel: str = ""
    choose: str = ""


def reasons(job: Migration | None) -> Reasons:
    """What stands against each act."""
    if job is None:
        none = _tr("Open a virtual machine first.")
        return Reasons(none, none, none, none)
    if job.state.waits:
        queued = _tr("It is waiting in the queue.")
        return Reasons(queued, queued, "", queued)
    if job.state.active:
        running = _tr("The conversion is running.")
        stopping = _tr("It is being stopped.") if job.state is State.STOPPING else ""
        return Reasons(running, running, stopping, running)
    idle = _tr("Nothing is running.")
    if job.in_fleet:
        fleet = _tr("A fleet has this machine: its window stops it.")
        return Reasons(fleet, fleet, idle, fleet)
    if job.busy:
        busy = _tr("Something is done with the result already.")
        return Reasons(busy, busy, idle, busy)
    resume = "" if job.resumable else _tr("There is nothing to be resumed.")
    match job.state:
        case State.PLANNING:
            return Reasons(_tr("The machine is still being looked at."), resume, idle)
        case State.BLOCKED:
            return Reasons(_tr("The findings say what has to be mended first."), resume, idle)
        case _ if job.resumable:
            return Reasons(_tr("The folder holds a stopped conversion: resume it."), "", idle)
        case State.DONE:
            return Reasons(_tr("Done. Convert it again from the menu beside."), resume, idle)
        case _:
            return Reasons("", resume, idle)


def _tr(text: str) -> str:
    return QCoreApplication.translate("reasons", text)
