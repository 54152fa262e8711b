"""The process in which a Linux is mended; see :mod:`engine.guest.linux.mend`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from blake3 import blake3

from engine.disk.cached import Cached
from engine.disk.disk import WritableDisk
from engine.disk.edits.edit import PAGE
from engine.disk.edits.overlay import Overlay
from engine.findings import Finding
from engine.guest import efi_loader, partitions
from engine.guest.helper import bounds, packing
from engine.guest.helper.helper_main import Answer, Remote, run
from engine.guest.helper.helper_protocol import Message, Refused, Wire
from engine.guest.linux import (
    initramfs,
    installation,
    kernels,
    linux_commands,
    linux_system,
    network_files,
)
from engine.guest.linux.actions import Action, Append, Editor, Write
from engine.guest.linux.installation import Installation
from engine.guest.linux.linux_system import Fault
from engine.guest.linux.mending import Machine, Mending
from engine.guest.partitions import PartitionTable
from engine.guest.windows.changes import EntryChange, FileChange
from engine.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    machine: Machine
    seconds: int  #: since 1970: the time that changed files get


@dataclass(frozen=True, slots=True)
class Left:
    """A Linux of which something could not be mended."""

    device: str
    distribution: str
    kind: str  #: of the file system that is in the way; empty if it is something else
    commands: tuple[str, ...]  #: that mend it in the guest, in this order


@dataclass(frozen=True, slots=True)
class Mended:
    """What was changed on a disk, and what was not."""

    changes: tuple[FileChange | EntryChange, ...]
    findings: tuple[Finding, ...]  #: that no longer hold
    left: tuple[Left, ...]
    notes: tuple[Finding, ...]  #: what else is to be said


def mend(disk: WritableDisk, request: Request) -> Mended:
    """Mend every Linux on ``disk``. Raises Refused E601, E613, E617, E660 to E662, E664, E977."""
    table = partitions.read(disk)
    found, _ = installation.find(disk, table)
    changes: list[FileChange | EntryChange] = []
    mended: list[Fault] = []
    left: list[Left] = []
    for own in found:
        installed = kernels.find(own.tree)
        described = linux_system.describe(own, installed)
        plan = Mending(own, installed, described, request.machine)
        changes += _carried_out(disk, own, plan.actions(), request.seconds)
        mended += plan.mended
        rest = [each for each in described.faults if each not in plan.mended]
        if rest:
            addresses = network_files.addresses(described.linux.nics, request.machine.cards)
            commands = linux_commands.with_addresses((e.command for e in rest), addresses)
            root = described.linux
            left.append(Left(root.device, root.distribution, _obstacle(own), commands))
    put = efi_loader.Put()
    if found and request.machine.is_uefi and "loader" not in request.machine.keep:
        put = _put_loader(disk, table)
    return Mended(
        changes=(*changes, *put.changes),
        findings=(*(each.finding for each in mended), *put.mended),
        left=tuple(left),
        notes=put.findings,
    )


def _put_loader(disk: WritableDisk, table: PartitionTable) -> efi_loader.Put:
    overlay = Overlay(disk)
    put = efi_loader.put(overlay, table)
    for number, page in overlay.edit().pages.items():
        disk.pwrite(number * PAGE, page.after)
    return put


class _Written(NamedTuple):
    """How a file must end that was written: so many bytes, of this digest."""

    path: str
    length: int
    digest: bytes


def _carried_out(
    disk: WritableDisk, own: Installation, actions: Iterator[Action], seconds: int
) -> list[FileChange | EntryChange]:
    """Carry actions out; what was written is read again, by another library."""
    editor = Editor(disk, own.tree, seconds)
    found: list[FileChange | EntryChange] = []
    written: list[_Written] = []
    for each in actions:
        found.append(editor.do(each))
        if isinstance(each, Write | Append):
            digest = blake3(each.content).digest()
            written.append(_Written(each.path, len(each.content), digest))
        bounds.progress()
    editor.close()
    if written:
        _check(disk, own, written)
    return found


def _check(disk: WritableDisk, own: Installation, written: list[_Written]) -> None:
    """Refuse (E662) what does not read as it was written."""
    again, _ = installation.find(disk, partitions.read(disk))
    tree = next((each.tree for each in again if each.root.name == own.root.name), None)
    for each in written:
        held = tree.read(each.path, 2 * initramfs.LIMIT) if tree else b""
        end = held[len(held) - each.length :]
        if blake3(end).digest() != each.digest:
            device = own.tree.locate(each.path)[0].device
            reason = Phrase("{path} does not read as it was written", path=each.path)
            kind = device.file_system.kind
            raise Refused("E662", kind=kind, device=device.name, reason=reason)


def _obstacle(own: Installation) -> str:
    """The kind of a file system that cannot be written; empty if all can be."""
    kinds = [each.device.file_system.kind for each in own.tree.mounts]
    return next((each for each in kinds if each not in installation.WRITABLE), "")


def handle(wire: Wire, request: Message) -> Answer:
    """Mend the disk behind ``wire``."""
    disk = Cached(Remote(wire, request.number("size")))
    asked = packing.unpacked(Request, json.loads(request.body))
    return {}, json.dumps(packing.packed(mend(disk, asked))).encode()


if __name__ == "__main__":
    run(lambda wire: partial(handle, wire))
