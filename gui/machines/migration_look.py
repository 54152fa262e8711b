"""Looking at a machine and its target before it is converted; in threads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from engine.choices import Choices
from engine.findings import Finding, Refusal
from engine.host_paths import on_host
from engine.job import requests
from engine.job.convert import conversion_job
from engine.job.convert import plan as planning
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import Plan
from engine.job.drives import Drives
from engine.job.result.conversion import Conversion
from engine.translate import networks
from engine.vmware.model import Slot, VirtualMachine

_FOLDERS = 100  #: so many beside a machine are looked at


def is_unfinished(folder: Path) -> bool:
    """Whether a conversion was stopped in ``folder`` and can be resumed."""
    return requests.left_in(folder) == conversion_job.KIND


def vdevs(plan: Plan | None) -> dict[Slot, str]:
    """Names of the disks under Xen, by their slots; those that are known once it is planned."""
    if plan is None:
        return {}
    by_name = {Path(vbd.target).name: vbd.vdev for vbd in plan.domain.disks}
    return {
        disk.slot: by_name.get(task.target.name, "")
        for disk in plan.machine.disks
        for task in plan.disks
        if task.chain is disk.chain
    }


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a machine and its target."""

    folder: Path
    plan: Plan
    resumable: bool  #: the plan is that of a conversion that was stopped in the folder
    drives: Drives
    findings: tuple[Finding, ...] = ()  #: against the table of networks
    earlier: Conversion | None = None  #: of the same machine, done before


def look(
    machine: VirtualMachine,
    folder: Path | None,
    choices: Choices,
    table: str = "",
    under: str = "",
    taken: Collection[Path] = (),
) -> Look:
    """Plan a conversion with the networks of ``table`` (a path), or find a stopped one.

    Where no ``folder`` is named it is a new one ``under`` another, or beside the machine; those
    that are ``taken`` are for other machines.
    """
    state = choices.snapshot
    target = folder if folder is not None else default_folder(machine, state, under, taken)
    if is_unfinished(target):
        located = choices.placed.values()
        stopped = ConversionJob.resumed(target, trusted=choices.trusted, located=located).plan
        if stopped.machine.path == machine.path:
            return Look(target, stopped, True, ConversionJob(stopped).drives)
    bridges, findings = _bridges(table)
    plan = planning.make(machine, target, replace(choices, networks=bridges))
    job = ConversionJob(plan)
    before = earlier(machine, state, under)
    return Look(target, plan, False, job.drives, findings, before)


def _bridges(table: str) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Network -> bridge; or what is wrong with the table, all else being planned without it."""
    try:
        return (networks.read(Path(table)) if table else {}), ()
    except Refusal as refusal:
        return {}, refusal.findings


def release(machine: VirtualMachine) -> None:
    """Have no file of a machine open any more, but those that are being read."""
    for disk in machine.disks:
        if disk.chain is not None:
            disk.chain.files.release()


def default_folder(
    machine: VirtualMachine, snapshot: str = "", under: str = "", taken: Collection[Path] = ()
) -> Path:
    """A new folder beside the machine: ``…/server`` becomes ``…/server-xen``.

    That of a snapshot, by its number, is another one: ``…/server-snapshot-3-xen``. The folder of a
    stopped conversion is offered again; that of a finished one is left alone.
    """
    usual = list(_usual_folders(machine, snapshot, under))
    folders = [each for each in usual if each not in taken] or usual
    return next((each for each in folders if not each.exists() or is_unfinished(each)), folders[0])


def beside(folder: Path) -> Path:
    """A new folder beside one that holds a result: ``…/server-xen-2`` and so on."""
    base, _, number = folder.name.rpartition("-")
    name, first = (base, int(number) + 1) if base and number.isdigit() else (folder.name, 2)
    numbers = range(first, first + _FOLDERS)
    tried = [folder.with_name(f"{name}-{number}") for number in numbers]
    return next((each for each in tried if not each.exists()), tried[-1])


def earlier(machine: VirtualMachine, snapshot: str, under: str) -> Conversion | None:
    """The newest conversion of a state of a machine that is in one of its usual folders."""
    found = []
    for folder in _usual_folders(machine, snapshot, under):
        if not folder.exists():
            break
        with suppress(Refusal, OSError):
            found.append(Conversion.open(folder))
    own = [each for each in found if each.source == machine.path.absolute()]
    return max(own, key=lambda each: each.created, default=None)


def _usual_folders(machine: VirtualMachine, snapshot: str, under: str) -> Iterator[Path]:
    """``…/server-xen``, ``…/server-xen-2`` and so on."""
    path = machine.path
    if on_host(path) is not None:  # nothing is written there
        path = Path.home() / path.parent.name / path.name
    single = path.suffix.lower() in (".ova", ".ovf")
    base = path.with_suffix("") if single else path.parent
    state = f"-snapshot-{snapshot}" if snapshot.isdecimal() else ""
    parent = Path(under) if under else base.parent
    first = parent / f"{base.name or machine.name}{state}-xen"
    yield first
    for number in range(2, _FOLDERS):
        yield first.with_name(f"{first.name}-{number}")
