"""The machines of a plan as rows: how each of them stands, in a word and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.job.fleet.fleet_job import FleetJob
from engine.job.fleet.fleet_plan import Member
from engine.job.fleet.order import Record
from gui import engine_texts
from gui.widgets import units


@dataclass(frozen=True, slots=True)
class Row:
    """One machine."""

    name: str
    state: str  #: a word, or how much is done
    picture: str  #: name of the state's picture; empty for none
    wave: int
    size: int  #: bytes that are to be read
    target: str  #: where it goes: a place on a server, else the folder of the results
    trouble: str  #: what stands against it; empty for nothing
    said: str  #: all that is to be said, a line each
    is_open: bool  #: the work at it has not ended


def rows_of(job: FleetJob, *, running: bool) -> list[Row]:
    """The machines in the order of the plan."""
    return [_row(job, each, running) for each in job.plan.members]


def summary(job: FleetJob) -> str:
    """How many machines are ready, and what there is to do."""
    plan = job.plan
    return _tr(
        "{ready} of {count} machines are ready: {size} to read, at most {needed} for the results, "
        "about {time} on this computer."
    ).format(
        ready=len(plan.ready),
        count=len(plan.members),
        size=units.size(plan.size),
        needed=units.size(plan.needed),
        time=units.duration(plan.seconds),
    )


def _row(job: FleetJob, member: Member, running: bool) -> Row:
    order, record = member.order, job.record(member)
    state, picture = state_of(job, member, running=running)
    return Row(
        order.name,
        state,
        picture,
        order.wave,
        order.size,
        str(order.wish["target"]) if order.wish else order.folder,
        *_remarks(member, record),
        running and record.outcome == "waiting",
    )


def state_of(job: FleetJob, member: Member, *, running: bool) -> tuple[str, str]:
    """How a machine stands: a word, or how much is done; and the name of a picture."""
    part = job.parts.get(member.order.folder)
    match job.record(member).outcome:
        case "done":
            return _tr("Done"), "ok"
        case "stopped":
            return _tr("Stopped"), "warning"
        case "refused" if member.state == "person":
            return _tr("Needs you"), "error"
        case "refused":
            return _tr("Refused"), "error"
        case "failed":
            return _tr("Failed"), "error"
        case _ if running and part is not None:
            return _tr("{percent} %").format(percent=int(part * 100)), "current"
        case _:
            return (_tr("Waiting") if running else _tr("Ready")), ""


def _remarks(member: Member, record: Record) -> tuple[str, str]:
    """What stands against it; and all that is to be said, a line each."""
    found = [*record.findings, *(each.as_json() for each in member.findings)]
    found.sort(key=lambda each: each["severity"] != "error")
    lines = dict.fromkeys(map(_sentences, found))  # a plan and its end may say the same
    if record.detail:
        lines[record.detail.strip().rpartition("\n")[2]] = None  # of the report of a bug
    stands = bool(record.detail) or (bool(found) and found[0]["severity"] == "error")
    return next(iter(lines)) if stands else "", "\n".join(lines)


def _sentences(found: dict[str, str]) -> str:
    return " ".join(engine_texts.phrase(found[key]) for key in ("message", "remedy"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("fleet_rows", text)
