"""The command ``inspect``: a machine, its disks and snapshots, the guest, what is wrong."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING, Any

from engine.cli import choices_of, output
from engine.cli.exit_codes import DONE, REFUSED
from engine.cli.parser import add_command, takes_machine, takes_reading, takes_target
from engine.findings import blocking
from engine.printable import one_line
from engine.xen.target import DEFAULT

if TYPE_CHECKING:
    from engine.vmware.model import VirtualMachine


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    text = "show a machine, its disks and snapshots"
    command = add_command(commands, "inspect", run, text)
    takes_machine(command)
    takes_reading(command)
    takes_target(command)
    command.add_argument("--drop-snapshot", action="store_true",
                         help="remove the snapshot that a conversion left on the host after a "
                         "crash")  # fmt: skip
    command.add_argument("--yes", action="store_true", dest="trusted",
                         help="the same as --trust")  # fmt: skip
    command.add_argument("--states", action="store_true",
                         help="list the snapshots alone, by what chooses them")  # fmt: skip
    command.add_argument("--files", action="store_true",
                         help="show what each snapshot changed in the guest's files")  # fmt: skip
    command.add_argument("--between", nargs=2, metavar=("A", "B"),
                         help="with --files: from one state to another; the number or name of a "
                         "snapshot, or running")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Show a machine, or what changed in its files."""
    if options.files or options.between:
        return _files(options)
    from engine.report import machine_report

    if options.drop_snapshot:
        from engine.source import taken_snapshots
        from engine.source.paths import named_on_host

        taken_snapshots.release(named_on_host(options.vmx), taken_snapshots.NAME)
    machine = choices_of.machine(options.vmx, options)
    if options.states:
        return _states(machine, options)
    allocated, guests, findings = machine_report.examine(machine)
    if options.json:
        found = machine_report.as_json(
            machine, allocated, guests, findings, options.target or DEFAULT
        )
        output.print_json(found)
    else:
        output.print_lines(
            machine_report.as_text(machine, allocated, guests, options.target or DEFAULT)
        )
        output.print_findings(findings)
    return REFUSED if blocking(findings) else DONE


def _states(machine: VirtualMachine, options: argparse.Namespace) -> int:
    """List the snapshots: name and number, in this order where the name alone is enough."""
    from engine.report.changed_files import RUNNING

    found = [(str(each.uid), each.name) for each in machine.snapshots.all]
    taken = Counter(name for _, name in found) + Counter(number for number, _ in found)
    if options.json:
        output.print_json({"snapshots": [{"number": uid, "name": name} for uid, name in found]})
        return DONE
    for number, name in found:
        is_enough = taken[name] == 1 and name not in ("", RUNNING) and name == _word(name)
        words = (name, number) if is_enough else (number, name)
        output.print_text("\t".join(map(_word, words)))
    return DONE


def _word(text: str) -> str:
    """A text without what would part a line, or turn it."""
    return one_line(text).replace("\t", " ")


def _files(options: argparse.Namespace) -> int:
    from engine.report import changed_files

    machine = choices_of.machine(options.vmx, options)
    said = choices_of.reading(options)
    pairs = (
        [tuple(changed_files.named(machine, name) for name in options.between)]
        if options.between
        else changed_files.steps(machine)
    )
    changes = []
    for older, newer in pairs:
        change = changed_files.compare(
            machine, older, newer, trusted=said["trusted"], placed=said["placed"]
        )
        changes.append(change)
        if not options.json:
            output.print_lines(changed_files.as_text(change))
            output.print_findings(change.findings)
    if options.json:
        findings = dict.fromkeys(each for change in changes for each in change.findings)
        output.print_json(
            {
                "name": machine.name,
                "path": str(machine.path.absolute()),
                "changes": [changed_files.as_json(each) for each in changes],
                "findings": [each.as_json() for each in findings],
            }
        )
    return DONE
