"""Everything that would happen, before it happens. A plan is data: printed, saved, resumed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

from engine import platform
from engine.choices import IMAGES, LOCATE, Choices
from engine.disk.copying.journal import is_locked
from engine.disk.copying.pieces import held
from engine.disk.side_files import OWNER, is_strange
from engine.findings import Finding, Refusal, blocking, finding
from engine.guest.fit import Fitting
from engine.guest.inspect import Guest
from engine.guest.windows import changes
from engine.guest.windows.changes import Change
from engine.image_formats import FORMATS
from engine.job.convert import aside, first_pass, free_blocks, guests, left_out, linux_guests
from engine.job.convert.disk_task import DiskTask
from engine.job.convert.file_names import file_name
from engine.job.convert.free_blocks import LeftOut
from engine.job.convert.space import check_size, check_space
from engine.job.places import JOB_JOURNAL, has_begun, side_files_of
from engine.source.paths import stat
from engine.translate import xen_guest
from engine.translate.domain_of_machine import domain_of, with_bridges
from engine.vmware import machine as machines
from engine.vmware.model import DiskChain, VirtualMachine
from engine.vmware.places import How
from engine.xen import device_model
from engine.xen.domain import Domain

#: The finding that Windows cannot start from the disk it is to have: fitting it mends that.
_NOT_READY = "W646"


@dataclass(frozen=True, slots=True)
class Plan:
    """A conversion, ready to be run as a ConversionJob unless a finding blocks it."""

    machine: VirtualMachine
    folder: Path  #: where the results go
    choices: Choices
    disks: tuple[DiskTask, ...]
    domain: Domain
    needed: int  #: bytes the results will take
    free: int  #: bytes free in ``folder``
    findings: tuple[Finding, ...]
    guests: dict[int, Guest] = field(default_factory=dict)  #: by the place of the disk
    resuming: bool = False  #: files of this conversion itself are expected in the folder

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is changed in the guest, on all disks."""
        return tuple(each for task in self.disks if task.fitting for each in task.fitting.changes)

    @property
    def rights(self) -> int:
        """Who may read the results, for chmod: this user, and who may read the whole machine."""
        return OWNER | reduce(
            and_, (task.rights for task in self.disks), stat(self.machine.path).rights
        )

    @property
    def changed(self) -> str:
        """How much of the guest is changed, in a few words."""
        return changes.summary(self.changes)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return blocking(self.findings)

    def as_json(self) -> dict[str, Any]:
        """For --dry-run --json: paths as text, sizes in bytes."""
        return {
            "machine": self.machine.name,
            "source": str(self.machine.path.absolute()),
            "folder": str(self.folder.absolute()),
            "disks": [
                {
                    "source": str(task.chain.layers[0].path.absolute()),
                    "layers": len(task.chain.layers),
                    "target": task.target.name,
                    "format": task.format,
                    "size": task.size,
                    "allocated": task.allocated,
                    **({"free_blocks": task.left_out.as_json()} if task.left_out else {}),
                }
                for task in self.disks
            ],
            "changes": [changes.as_json(each) for each in self.changes],
            "needed": self.needed,
            "free": self.free,
            "left_out": [str(disk.slot) for disk in self.machine.left_out],
            "findings": [each.as_json() for each in self.findings],
        }


def make(
    machine: VirtualMachine,
    folder: Path,
    choices: Choices,
    *,
    resuming: bool = False,
    notes: tuple[Finding, ...] = (),
) -> Plan:
    """Plan the conversion of ``machine`` into ``folder``. Looks, but writes nothing.

    What stands against it is in the plan's findings, and ``notes`` are. When ``resuming``, files of
    the conversion itself are expected in the folder.
    """
    whole = machines.state(machine, choices.snapshot, choices.trusted, choices.placed)
    choices = _with_placed(choices, whole)
    machine = machines.leave_out(whole, choices.without)
    seen = guests.look(machine)
    machine, holes, hole_findings = free_blocks.leave_out(machine, choices.free_blocks)
    tasks, refusals = _tasks(machine, folder, choices, holes)
    needed, free, short = check_space(folder, sum(each.taken for each in tasks))
    told, domain_findings = told_xen(machine, folder, choices, seen.guests.values())
    tasks, inside, guest_findings = _fitted(machine, seen, tasks, choices, told)
    chains = [each for task in tasks for each in task.chain.findings]
    found = [
        *machine.all_findings,
        *refusals,
        *chains,
        *domain_findings,
        *guest_findings,
        *notes,
        *hole_findings,
    ]
    found += left_out.judged(whole.disks, machine, seen.guests)
    if not resuming:
        wrapped = device_model.is_wanted(told)
        short += tuple(each for task in tasks for each in check_size(task.target, task.taken))
        found += [*short, *_in_the_way(folder, machine, tasks, choices, wrapped=wrapped)]
    findings = tuple(sorted(dict.fromkeys(found), key=lambda each: not each.blocks))
    return Plan(machine, folder, choices, tasks, told, needed, free, findings, inside, resuming)


def _with_placed(choices: Choices, machine: VirtualMachine) -> Choices:
    """The choices with all that was said of the files of ``machine``, the chosen state."""
    found = (each for disk in machine.disks for each in disk.found if each.how is How.SAID)
    settings = {f"{LOCATE}{each.place}": str(each.path) for each in found}
    return replace(choices, settings=choices.settings | settings)


def recheck(plan: Plan) -> None:
    """Refuse (E401, E402, E414) if something has come in the way since ``plan`` was made."""
    _, _, short = check_space(plan.folder, sum(each.taken for each in plan.disks))
    wrapped = device_model.is_wanted(plan.domain)
    there = _in_the_way(plan.folder, plan.machine, plan.disks, plan.choices, wrapped=wrapped)
    if short or there:
        raise Refusal([*short, *there])


def _fitted(
    machine: VirtualMachine,
    seen: guests.Look,
    tasks: tuple[DiskTask, ...],
    choices: Choices,
    told: Domain,
) -> tuple[tuple[DiskTask, ...], dict[int, Guest], list[Finding]]:
    """The tasks with the changes of the guest that were chosen, what is left, what to say."""
    try:
        wishes = guests.wishes(
            choices.hal,
            choices.storage,
            told,
            choices.guest,
            agreed=choices.trusted,
            first_boot=choices.firstboot,
            pv_drivers=choices.pvdrivers,
            media=choices.media,
        )
        found = guests.fittings(machine, seen, wishes)
    except Refusal as refusal:
        by_name = choices.storage != "auto" or choices.hal != "keep" or choices.firstboot
        by_name = by_name or choices.pvdrivers
        way_out = [] if by_name else [finding("E653")]
        return tasks, seen.guests, [*seen.findings, *refusal.findings, *way_out]
    try:
        outcome = linux_guests.fittings(machine, seen.guests, found, choices, told)
    except Refusal as refusal:
        return tasks, seen.guests, [*seen.findings, *refusal.findings, finding("E663")]
    found = outcome.fittings
    mended = _NOT_READY if found and wishes.bus else ""
    said = [each for each in seen.findings if each.code != mended]
    for number, fitting in found.items():
        said = [each for each in said if each not in fitting.mended] + [*fitting.findings]
        if fitting.changes:
            tasks = _with(tasks, machine.disks[number].chain, fitting)
    return tasks, outcome.guests, said


def _with(
    tasks: tuple[DiskTask, ...], chain: DiskChain | None, fitting: Fitting
) -> tuple[DiskTask, ...]:
    """The tasks, that of ``chain`` with what is changed of it."""
    return tuple(replace(task, fitting=fitting) if task.chain is chain else task for task in tasks)


def domain(machine: VirtualMachine, choices: Choices) -> tuple[Domain, tuple[Finding, ...]]:
    """The domain alone that a conversion of ``machine`` would have, and what to tell of it.

    Refuses E107, E108 and E116, and E501 and E652 for what is wished for the guest.
    """
    whole = machines.state(machine, choices.snapshot, choices.trusted, choices.placed)
    machine = machines.leave_out(whole, choices.without)
    seen = guests.look(machine).guests
    told, findings = told_xen(machine, Path(), choices, seen.values())
    guests.wishes(choices.hal, choices.storage, told, choices.guest, agreed=choices.trusted)
    return told, (*findings, *left_out.judged(whole.disks, machine, seen))


def told_xen(
    machine: VirtualMachine, folder: Path, choices: Choices, seen: Iterable[Guest]
) -> tuple[Domain, tuple[Finding, ...]]:
    """The domain for ``machine`` with its images in ``folder``, as it suits what was ``seen``.

    Findings are those of :func:`engine.translate.domain_of_machine.domain_of`. Nothing is read.
    """
    guest = xen_guest.of(machine, seen, hal=choices.hal, root=choices.root)
    trials = guests.trials(choices.guest)
    settings = with_bridges(choices.domain, choices.networks, machine)
    if not FORMATS[choices.format].starts:
        told, findings = domain_of(machine, (), settings, guest, trials, choices.target)
        return told, (*findings, finding("W507", format=choices.format))
    targets = [
        (disk, _on_server(target, choices), choices.format)
        for disk, target in zip(machine.disks, _targets(machine, folder, choices), strict=True)
    ]
    told, findings = domain_of(machine, targets, settings, guest, trials, choices.target)
    assumed = not platform.RUNS_XEN and not choices.settings.get("images")
    return told, (*findings, *((finding("W910", folder=IMAGES),) if assumed else ()))


def _tasks(
    machine: VirtualMachine, folder: Path, choices: Choices, holes: Mapping[int, LeftOut]
) -> tuple[tuple[DiskTask, ...], list[Finding]]:
    """A task for each disk that can be read; the whole map is walked, and so checked."""
    tasks: list[DiskTask] = []
    refused: list[Finding] = []
    targets = _targets(machine, folder, choices)
    for number, (disk, target) in enumerate(zip(machine.disks, targets, strict=True)):
        if disk.chain is None:
            continue
        try:
            allocated = held(disk.chain.mapping)
            first = first_pass.find(folder, target, disk.chain) if choices.update else None
        except Refusal as refusal:
            refused += refusal.findings
        else:
            own = DiskTask(disk.chain, target, choices.format, allocated, None, first)
            tasks.append(replace(own, left_out=holes.get(number)))
    return tuple(tasks), refused


def _targets(machine: VirtualMachine, folder: Path, choices: Choices) -> list[Path]:
    """The image of each disk: ``name.img``, ``name-2.img`` …"""
    name, suffix = file_name(machine.name), FORMATS[choices.format].suffix
    return [
        folder / f"{name}{f'-{number}' if number > 1 else ''}{suffix}"
        for number, _ in enumerate(machine.disks, 1)
    ]


def _in_the_way(
    folder: Path,
    machine: VirtualMachine,
    tasks: Iterable[DiskTask],
    choices: Choices,
    *,
    wrapped: bool,
) -> list[Finding]:
    """What is in the folder where results are to be; a first pass is what an update wants there."""
    if has_begun(folder / JOB_JOURNAL):
        running = is_locked(folder / JOB_JOURNAL)
        return [finding("E407" if running else "E414", path=folder.absolute())]
    names = [task.target for task in tasks]
    names += [config_path(folder, machine), folder / "manifest.json"]
    names += [folder / device_model.NAME] if wrapped else []
    firsts = aside.names(folder) if choices.update else []
    taken = [path for path in names if path.name not in firsts]
    taken += [folder / aside.ASIDE] if choices.update else []
    there = [finding("E402", path=path) for path in taken if os.path.lexists(path)]
    beside = [each for path in names for each in side_files_of(path)]
    return there + [finding("E417", path=path) for path in beside if is_strange(path)]


def _on_server(target: Path, choices: Choices) -> str:
    folder = choices.settings.get("images") or ("" if platform.RUNS_XEN else IMAGES)
    return f"{folder.rstrip('/')}/{target.name}" if folder else str(target.absolute())


def config_path(folder: Path, machine: VirtualMachine) -> Path:
    """Where the Xen configuration goes."""
    return folder / f"{file_name(machine.name)}.cfg"
