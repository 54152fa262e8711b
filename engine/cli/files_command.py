"""The command ``files``: what is in a guest, looked through, and single files saved."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cli import choices_of, output
from engine.cli.exit_codes import DONE
from engine.cli.parser import add_command, takes_machine, takes_reading
from engine.findings import Refusal, refuse
from engine.sizes import binary

if TYPE_CHECKING:
    from engine.report.changed_files import State
    from engine.report.guest_files import Item
    from engine.vmware.model import VirtualMachine


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    text = "list the files of the guest, in any state, and save single ones"
    command = add_command(commands, "files", run, text)
    takes_machine(command)
    command.add_argument("path", nargs="?", default="", metavar="PATH",
                         help="a folder or a file in the guest")  # fmt: skip
    takes_reading(command)
    command.add_argument("--snapshot", dest="state", default="running", metavar="S",
                         help="number or name; the running state if left out")  # fmt: skip
    command.add_argument("--disk", metavar="SLOT", help="such as scsi0:1; the first with PATH "
                         "if left out")  # fmt: skip
    command.add_argument("--volume", metavar="V", help="number of the partition, or VG/LV; the "
                         "first with PATH if left out")  # fmt: skip
    command.add_argument("--save", type=Path, metavar="FILE",
                         help="write the file PATH to a new file, or into a folder")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """List or save files."""
    from engine.report import changed_files

    machine = choices_of.machine(options.vmx, options)
    state = changed_files.named(machine, options.state)
    if options.save:
        return _save(machine, state, options)
    if not options.path:
        return _volumes(machine, state, options)
    slot, volume, items = _found(machine, state, options)
    if options.json:
        rows = [{"name": each.name, "folder": each.is_folder, "size": each.size} for each in items]
        found = {"disk": slot, "volume": volume, "path": options.path, "entries": rows}
        output.print_json({**found, "findings": []})
    else:
        output.print_lines(_lines(items))
    return DONE


def _lines(items: tuple[Item, ...]) -> Iterator[str]:
    for each in items:
        yield f"{'folder' if each.is_folder else binary(each.size):>11}  {each.name}"


def _volumes(machine: VirtualMachine, state: State, options: argparse.Namespace) -> int:
    """Say which volumes there are."""
    rows: list[dict[str, Any]] = []
    for slot in _slots(machine, options):
        with _browsing(machine, state, slot, options) as browse:
            rows += [
                {"disk": slot, "volume": each.name, "kind": each.kind, "label": each.label,
                 "size": each.size}
                for each in browse.volumes
            ]  # fmt: skip
    if options.json:
        output.print_json({"volumes": rows, "findings": []})
    else:
        output.print_lines(
            f"{row['disk']}  {row['volume']}  {row['kind']}  {binary(row['size'])}  {row['label']}"
            for row in rows
        )
    return DONE


def _found(
    machine: VirtualMachine, state: State, options: argparse.Namespace
) -> tuple[str, str, tuple[Item, ...]]:
    """Disk, volume and entries of the first place where PATH is; refuses E847."""
    from engine.report.guest_files import entered

    refused: list[Refusal] = []
    for slot in _slots(machine, options):
        with _browsing(machine, state, slot, options) as browse:
            names = [each.name for each in browse.volumes]
            for name in [options.volume] if options.volume else names:
                try:
                    return slot, name, entered(browse, name, options.path)
                except Refusal as refusal:
                    refused.append(refusal)
    raise refused[0] if refused else refuse("E847", path=options.path)


def _save(machine: VirtualMachine, state: State, options: argparse.Namespace) -> int:
    from engine.report.guest_files import clean_name, save

    slot, volume, _ = _found(machine, state, options)
    target: Path = options.save
    if target.is_dir():
        target /= clean_name(options.path)
    with _browsing(machine, state, slot, options) as browse:
        save(browse, volume, options.path, target)
    if options.json:
        output.print_json({"file": str(target.absolute()), "findings": []})
    else:
        output.print_text(f"Saved: {target}")
    return DONE


def _slots(machine: VirtualMachine, options: argparse.Namespace) -> tuple[str, ...]:
    from engine.report.guest_files import disks

    return (options.disk,) if options.disk else disks(machine)


def _browsing(machine: VirtualMachine, state: State, slot: str, options: argparse.Namespace) -> Any:
    from engine.report.guest_files import browsing

    said = choices_of.reading(options)
    return browsing(machine, state, slot, trusted=said["trusted"], placed=said["placed"])
