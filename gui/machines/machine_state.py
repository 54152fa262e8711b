"""How a machine stands, in a word or two: what its row in the list shows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.machines.delivered import Reach
from gui.machines.finished_machine import FinishedMachine
from gui.machines.migration import Migration
from gui.machines.state_chip import Chip, Tone
from gui.queue.state import State

Machine = Migration | FinishedMachine


def chip(machine: Machine) -> Chip:
    """The worst of the plan and the work; nothing is good that was not looked at."""
    if isinstance(machine, FinishedMachine):
        return _finished(machine)
    return machine.of_fleet or _own(machine)


def _own(machine: Migration) -> Chip:
    match machine.state:
        case State.PLANNING:
            return Chip(_tr("Looking…"), Tone.QUIET)
        case State.BLOCKED:
            return Chip(_tr("Needs you"), Tone.BAD)
        case State.FAILED:
            return Chip(_tr("Failed"), Tone.BAD)
        case State.WAITING:
            return Chip(_tr("Waiting"), Tone.BUSY)
        case State.STOPPING:
            return Chip(_tr("Stopping"), Tone.BUSY)
        case State.RUNNING:
            return _running(machine)
        case State.STOPPED:
            return Chip(_tr("Stopped"), Tone.HINT)
        case State.DONE:
            return _made(machine)
        case _:
            return _ready(machine)


def needs_somebody(machine: Machine) -> bool:
    """Whether nothing goes on with a machine before the user has done something."""
    if is_done(machine) and machine.delivered.unsent:
        return True
    if isinstance(machine, FinishedMachine):
        return False
    if machine.of_fleet is not None:
        return machine.of_fleet.tone in (Tone.BAD, Tone.HINT)
    return machine.state in (State.BLOCKED, State.FAILED, State.STOPPED)


def is_done(machine: Machine) -> bool:
    return isinstance(machine, FinishedMachine) or (
        machine.of_fleet.tone is Tone.GOOD if machine.of_fleet else machine.state is State.DONE
    )


def is_ready(machine: Machine) -> bool:
    """Whether it can be converted at once."""
    return isinstance(machine, Migration) and machine.state is State.READY and not machine.busy


def _finished(machine: FinishedMachine) -> Chip:
    found = machine.conversion
    if any(not image.path.is_file() for image in found.images):
        return Chip(_tr("Missing"), Tone.BAD)
    return _made(machine)


def _made(machine: Machine) -> Chip:
    """How far a result has come: running only where it was seen."""
    if machine.delivered.unsent:
        return Chip(_tr("Not sent"), Tone.HINT)
    if machine.delivered.unreached:
        return Chip(_tr("Not reached"), Tone.HINT)
    words = {
        Reach.HERE: _tr("Done"),
        Reach.SENT: _tr("Sent"),
        Reach.RUNNING: _tr("Running on the server"),
    }
    return Chip(words[machine.delivered.reach], Tone.GOOD)


def _running(machine: Migration) -> Chip:
    course = machine.course
    if not course.total or machine.step is None:
        return Chip(_tr("Starting…"), Tone.BUSY, 0)
    done = min(course.done * 1000 // course.total, 1000)
    return Chip(_tr("{percent} %").format(percent=done // 10), Tone.BUSY, done)


def _ready(machine: Migration) -> Chip:
    hints = len(machine.findings)
    if not hints:
        return Chip(_tr("Ready"), Tone.GOOD)
    return Chip(_tr("1 hint") if hints == 1 else _tr("{n} hints").format(n=hints), Tone.HINT)


def _tr(text: str) -> str:
    return QCoreApplication.translate("machine_state", text)
