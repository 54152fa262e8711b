"""The command ``trials``: a finished conversion with every HAL and set of flags."""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.choices import ACCELERATORS
from engine.cli import output
from engine.cli.exit_codes import DONE
from engine.cli.parser import Parser, add_command, seconds, setting, takes_folder, takes_job
from engine.cli.perform import perform
from engine.findings import refuse

if TYPE_CHECKING:
    from engine.job.trial.trials_job import TrialsJob


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    text = "try every HAL and set of flags in QEMU or on a Xen server, without changing the images"
    trials = add_command(commands, "trials", run, text)
    takes_folder(trials)
    trials.add_argument("--hal", metavar="NAME", action="append", default=[],
                        help="only these HALs; can be given several times")  # fmt: skip
    trials.add_argument("--flags", metavar="SETTINGS", type=_settings, action="extend", default=[],
                        help='only these, such as "vcpus=2 apic=0|1 hdtype=ide|ahci"')  # fmt: skip
    trials.add_argument("--jobs", type=_jobs, metavar="N", help="so many at a time")
    trials.add_argument("--seconds", type=seconds, metavar="N",
                        help="that each is watched at most")  # fmt: skip
    trials.add_argument("--accelerator", choices=ACCELERATORS, default="auto",
                        help="the processor's own virtualization, or emulation")  # fmt: skip
    trials.add_argument("--on", metavar="USER@SERVER", default="",
                        help="on this Xen server, where nothing stays")  # fmt: skip
    trials.add_argument("--use", metavar="NAME",
                        help="put a combination into image and configuration")  # fmt: skip
    trials.add_argument("--export", type=Path, metavar="FILE.toml",
                        help="what was seen and does not agree with what is derived")  # fmt: skip
    for option, about in (
        ("--again", "also what was tried before"),
        ("--dry-run", "list the combinations and stop"),
        ("--yes", "agree to a HAL that Windows would not offer"),
    ):
        trials.add_argument(option, action="store_true", help=about)
    trials.set_defaults(parser=trials)
    takes_job(trials)


def run(options: argparse.Namespace) -> int:
    """List, try, or use."""
    from engine.job.trial.trials_job import TrialsJob, TrialsWish
    from engine.job.trial.use_job import UseJob

    parser: Parser = options.parser
    if options.use and (options.hal or options.flags or options.on or options.export):
        parser.error("--use goes alone")
    if options.export is not None and options.export.exists():
        raise refuse("E402", path=options.export)
    if options.use:
        use = UseJob.planned(options.folder, options.use, agreed=options.yes)
        return perform(use, options)
    wish = TrialsWish(
        hals=tuple(options.hal), flags=tuple(options.flags), seconds=options.seconds,
        accelerator=options.accelerator, jobs=options.jobs, again=options.again, on=options.on,
    )  # fmt: skip
    job = TrialsJob.planned(options.folder, wish)
    if options.dry_run:
        return _list(job, options)
    code = perform(job, options)
    _show(job, options)
    return code


def _show(job: TrialsJob, options: argparse.Namespace) -> None:
    """What became of each cell, and the file of what disagrees."""
    from engine.job.trial import report

    tried = job.tried
    if not options.json and not options.quiet:
        output.print_lines(report.table((cell, report.seen(found)) for cell, found in tried))
    if options.export is not None and tried:
        report.export(options.export, job.subject.guest, tried)


def _list(job: TrialsJob, options: argparse.Namespace) -> int:
    from engine.job.trial import report

    if options.json:
        listed = [
            {"hal": each.hal, "settings": each.flags.settings, "derived": each.derived.kind}
            for each in job.cells
        ]
        output.print_json({"cells": listed, "findings": []})
        return DONE
    output.print_lines(report.table((each, each.derived.reason) for each in job.cells))
    return DONE


def _settings(text: str) -> list[dict[str, str]]:
    """The sets of ``acpi=0 apic=0|1``, or with commas: one for each choice of values."""
    keys, values = zip(*(setting(part) for part in text.replace(",", " ").split()), strict=True)
    choices = itertools.product(*(each.split("|") for each in values))
    return [dict(zip(keys, each, strict=True)) for each in choices]


def _jobs(text: str) -> int:
    if not (text.isdecimal() and text.isascii()) or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not 1 to 64")
    return int(text)
