"""What a job does in its threads."""

from __future__ import annotations

import threading
from pathlib import Path

from engine.job import plan as planning
from engine.job import runner
from engine.job.events import Finished
from engine.job.plan import Choices, Plan
from engine.job.turns import Drives, drives_of
from engine.vmware.model import VirtualMachine
from gui.job_thread import Emit


def convert(plan: Plan, emit: Emit, cancel: threading.Event) -> Finished:
    """Run a plan, which may have become old in the queue."""
    planning.recheck(plan)
    return runner.run(plan, emit, cancel)


def go_on(folder: Path, emit: Emit, cancel: threading.Event) -> Finished:
    """Run what was stopped in ``folder``."""
    return runner.run(runner.load(folder), emit, cancel)


def look(
    machine: VirtualMachine, folder: Path | None, choices: Choices
) -> tuple[Path, Plan, bool, Drives]:
    """The folder, the plan, whether it goes on with a stopped one, and its drives."""
    target = folder if folder is not None else default_folder(machine)
    if runner.unfinished(target):
        stopped = runner.load(target)
        if stopped.machine.path == machine.path:
            return target, stopped, True, drives_of(stopped)
    plan = planning.make(machine, target, choices)
    return target, plan, False, drives_of(plan)


def default_folder(machine: VirtualMachine) -> Path:
    """A new folder beside the machine: ``…/server`` becomes ``…/server-xen``.

    The folder of a stopped conversion is offered again; that of a finished one is left alone.
    """
    path = machine.path
    single = path.suffix.lower() in (".ova", ".ovf")
    base = path.with_suffix("") if single else path.parent
    first = base.parent / f"{base.name or machine.name}-xen"
    for number in range(1, 100):
        folder = first if number == 1 else first.with_name(f"{first.name}-{number}")
        if not folder.exists() or runner.unfinished(folder):
            return folder
    return first
