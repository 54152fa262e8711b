"""The command ``inspect``: a machine, its disks and snapshots, the guest, what is wrong."""

from __future__ import annotations

import argparse
from typing import Any

from engine.cli import choices_of, output
from engine.cli.exit_codes import DONE, REFUSED
from engine.cli.parser import add_command, takes_machine, takes_reading
from engine.findings import blocking


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    text = "show a machine, its disks and snapshots"
    command = add_command(commands, "inspect", run, text)
    takes_machine(command)
    takes_reading(command)
    command.add_argument("--yes", action="store_true", dest="trusted",
                         help="the same as --trust")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Show a machine."""
    from engine.report import machine_report

    machine = choices_of.machine(options.vmx, options)
    allocated, guests, findings = machine_report.examine(machine)
    if options.json:
        found = machine_report.as_json(machine, allocated, guests, findings)
        output.print_json(found)
    else:
        output.print_lines(machine_report.as_text(machine, allocated, guests))
        output.print_findings(findings)
    return REFUSED if blocking(findings) else DONE
