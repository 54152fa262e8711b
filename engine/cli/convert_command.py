"""The command ``convert``: images and a configuration of a machine, or of several."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.choices import FREE_BLOCKS
from engine.cli import choices_of, dry_run, output
from engine.cli.exit_codes import DONE
from engine.cli.parser import Once, add_command, takes_choices, takes_job, takes_machine
from engine.cli.perform import perform, perform_all
from engine.cli.report import report_refused
from engine.findings import Refusal, finding
from engine.image_formats import FORMATS

if TYPE_CHECKING:
    from engine.job.convert.conversion_job import ConversionJob
    from engine.job.convert.plan import Plan

_SHOWN = 20  #: so many changes of a guest are listed


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    command = add_command(commands, "convert", run, "make images and a Xen configuration")
    takes_machine(command, nargs="+")
    command.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", action=Once,
                         help="folder for the results; made if it is not there. Several machines "
                         "have a folder each in it")  # fmt: skip
    takes_choices(command)
    command.add_argument("-O", "--format", default="raw", choices=FORMATS, help="of the images")
    command.add_argument("--free-blocks", default="keep", choices=FREE_BLOCKS,
                         help="leave out what file systems do not use, where that is proved: "
                         "faster and smaller, but deleted files are gone for good")  # fmt: skip
    command.add_argument("--sha256", action="store_true",
                         help="hash whole images too: minutes for each TiB")  # fmt: skip
    command.add_argument("--take-snapshot", action="store_true",
                         help="of a machine that runs on an ESXi host: convert a snapshot that is "
                         "taken now and removed after")  # fmt: skip
    command.add_argument("--update", action="store_true",
                         help="DIR holds a first pass, of a snapshot: bring in what "
                         "came since")  # fmt: skip
    dry_run.takes_dry_run(command)
    takes_job(command)


def run(options: argparse.Namespace) -> int:
    """Convert, or show what would be done."""
    _tell_at_once(options)
    machines = list(dict.fromkeys(path for each in options.vmx for path in _machines_at(each)))
    if len(machines) > 1 and not options.dry_run:
        return perform_all(machines, lambda path: _planned(path, options, several=True), options)
    if len(machines) > 1:
        return _show_all(machines, options)
    job = _planned(machines[0], options, several=False)
    return _show(job, options) if options.dry_run else perform(job, options)


def _tell_at_once(options: argparse.Namespace) -> None:
    """Say (W507) that Xen starts no such images before the guest is looked into, and only once."""
    if FORMATS[options.format].starts or options.dry_run or options.json:
        return
    options.told = (finding("W507", format=options.format),)
    output.print_findings(options.told)


def _machines_at(path: Path) -> list[Path]:
    """``path`` itself, or the machines below a folder that has none of its own."""
    from engine.source.paths import is_folder, listing
    from engine.vmware.search import machines_in

    own = (".vmx", ".vmtx")
    if not is_folder(path) or any(each.suffix.lower() in own for each in listing(path)):
        return [path]
    found = machines_in(path)
    output.print_findings(found.findings)
    return found.machines or [path]


def _planned(path: Path, options: argparse.Namespace, *, several: bool) -> ConversionJob:
    """The job for one machine; one of several has a folder of its own, named like it."""
    from engine.job.convert import plan as plans
    from engine.job.convert.conversion_job import ConversionJob
    from engine.job.convert.file_names import file_name

    if options.take_snapshot:
        return _planned_with_snapshot(path, options, several=several)
    machine, choices = choices_of.machine(path, options), choices_of.choices(options)
    folder = options.output / file_name(machine.name) if several else options.output
    notes = choices_of.unused(machine, choices)
    return ConversionJob(plans.make(machine, folder, choices, notes=notes))


def _planned_with_snapshot(
    path: Path, options: argparse.Namespace, *, several: bool
) -> ConversionJob:
    """The job for a snapshot that is taken now; where nothing comes of it, that is removed."""
    from engine.source import taken_snapshots
    from engine.source.paths import named_on_host

    path = named_on_host(path)
    snapshot = taken_snapshots.take(path)
    own = {**vars(options), "snapshot": snapshot, "take_snapshot": False}
    job = None
    try:
        job = _planned(path, argparse.Namespace(**own), several=several)
    finally:
        if job is None or job.plan.blocking or options.dry_run:
            taken_snapshots.release(path, snapshot)
    return job


def _show(job: ConversionJob, options: argparse.Namespace) -> int:
    """Print what would be done."""
    from engine.host_paths import text_of

    plan, saved = job.plan, _saved(job.plan)
    if options.json:
        return dry_run.show(job, options, told=_plain(plan, saved))
    title = f"{plan.machine.name}: {text_of(plan.machine.path)} -> {plan.folder}"
    return dry_run.show(job, options, title, _details(plan, saved, options))


def _show_all(machines: Sequence[Path], options: argparse.Namespace) -> int:
    """Print what would be done of several machines; the exit code is that of the worst."""
    code, told = DONE, list[dict[str, Any]]()
    for path in machines:
        try:
            job = _planned(path, options, several=True)
        except Refusal as refusal:
            code = max(code, report_refused(refusal.findings, as_json=False))
            listed = [each.as_json() for each in refusal.findings]
            told.append({"source": str(path.absolute()), "findings": listed})
            continue
        if options.json:
            told.append(dry_run.plain(job, _plain(job.plan, _saved(job.plan))))
            code = max(code, dry_run.code_of(job))
        else:
            code = max(code, _show(job, options))
    if options.json:
        output.print_json({"machines": told})
    return code


def _plain(plan: Plan, saved: int) -> dict[str, Any]:
    return plan.as_json() | {"free_blocks": {"choice": plan.choices.free_blocks, "saved": saved}}


def _details(plan: Plan, saved: int, options: argparse.Namespace) -> Iterator[str]:
    """What is changed in the guest, and the room that is needed; many changes are counted."""
    from engine.sizes import binary

    if len(plan.changes) > _SHOWN and not options.verbose:
        yield f"changed in the guest: {plan.changed}; --verbose lists them"
    else:
        yield from map(str, plan.changes)
    if saved:
        left = "leaves" if plan.choices.free_blocks == "skip" else "would leave"
        yield f"--free-blocks skip {left} out {binary(saved)} that no file system uses"
    yield f"at most {binary(plan.needed)} needed, {binary(plan.free)} free"


def _saved(plan: Plan) -> int:
    """Bytes that are or would be left out as free blocks."""
    from engine.job.convert import free_blocks

    if plan.choices.free_blocks == "skip":
        return sum(task.left_out.saved for task in plan.disks if task.left_out)
    return free_blocks.saved(plan.machine)
