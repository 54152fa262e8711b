"""A fleet that is run, and what has become of its machines."""

from __future__ import annotations

import filecmp
import threading
from pathlib import Path

from job.fleet.machines import Fleet

from engine.job.events import Event, Finished
from engine.job.fleet.fleet_job import FleetJob
from engine.job.work import run


def performed(fleet: Fleet, cluster: str = "") -> tuple[Finished, list[Event]]:
    events: list[Event] = []
    job = FleetJob.planned(fleet.plan, cluster)
    return run(job, events.append, threading.Event()), events


def outcomes(end: Finished) -> dict[str, str]:
    return {each["name"]: each["outcome"] for each in end.result["machines"]}


def codes(end: Finished) -> list[str]:
    return [each.code for each in end.findings]


def same(fleet: Fleet, folder: Path, name: str) -> bool:
    return filecmp.cmp(folder / f"{name}.img", fleet.truths[name], shallow=False)
