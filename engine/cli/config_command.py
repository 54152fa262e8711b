"""The command ``config``: the Xen configuration alone, as a conversion would write it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.choices import IMAGES
from engine.cli import choices_of, output
from engine.cli.exit_codes import DONE, REFUSED
from engine.cli.parser import Once, add_command, takes_choices, takes_machine
from engine.findings import blocking, refuse
from engine.image_formats import FORMATS

DIALECTS = ("xl", "xm", "libvirt")


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    command = add_command(commands, "config", run, "print the Xen configuration")
    takes_machine(command)
    takes_choices(command)
    command.add_argument("--format", default="raw", choices=FORMATS, help="of the images")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", action=Once,
                         help="a new file for it; standard output if left out")  # fmt: skip
    command.add_argument("--dialect", choices=DIALECTS, help="that of the target if left out")


def run(options: argparse.Namespace) -> int:
    """Print a configuration."""
    from engine.job.convert import plan as plans
    from engine.xen.config import dialect_of, written

    choices = choices_of.choices(options)
    choices = replace(choices, settings={"images": IMAGES, **choices.settings})
    machine = choices_of.machine(options.vmx, options)
    domain, findings = plans.domain(machine, choices)
    findings = (*findings, *choices_of.unused(machine, choices))
    refused = bool(blocking(findings))
    dialect = options.dialect or dialect_of(domain.target)
    text = "" if refused else written(domain, dialect)
    if options.output and not refused:
        _write(options.output, text)
    if options.json:
        listed = [each.as_json() for each in findings]
        output.print_json({"dialect": dialect, "config": text, "findings": listed})
    else:
        output.print_findings(findings)
        output.print_text("" if options.output else text, end="")
    return REFUSED if refused else DONE


def _write(path: Path, text: str) -> None:
    """Write the configuration under a name that nothing has; refuses E402, E403, E417, E506."""
    from engine.job.places import partial, publish, write_durably

    if str(path) == "-":
        raise refuse("E506", path=path)
    if path.exists():
        raise refuse("E402", path=path)
    write_durably(partial(path), text)
    publish(partial(path), path)
