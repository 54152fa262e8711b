"""Mends every Linux on a disk: a change prepared in an overlay, as for a Windows.

A process of its own does it, which reads and writes the disk through this one; what it has not
finished has not happened.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence

from engine.disk.disk import Disk
from engine.disk.edits.overlay import Overlay
from engine.findings import Finding, Refusal, finding
from engine.guest.fit import Fitting
from engine.guest.helper import packing
from engine.guest.helper.helper_process import Native
from engine.guest.helper.helper_protocol import Broken
from engine.guest.helper.linux_mender import Left, Mended, Request
from engine.guest.inspect import Guest
from engine.guest.linux import linux_commands, network_files
from engine.guest.linux.mending import Machine
from engine.guest.linux.network_files import Card
from engine.phrase import Phrase

_LIBRARY_MISSING = "E601"


def prepare(disk: Disk, machine: Machine) -> tuple[Fitting, tuple[Left, ...]]:
    """The change that mends each Linux on ``disk``, and what it leaves (W670, W970).

    Refuses E602, E603, E613, E617, E660 to E662, E664 and E977.
    """
    overlay = Overlay(disk)
    request = json.dumps(packing.packed(Request(machine, int(time.time())))).encode()
    worker = "engine.guest.helper.linux_mender"
    with Native(worker=worker, reads=machine.first_boot) as helper:
        answer = helper.call("mend", request, disk=overlay, size=disk.size)
    try:
        mended = packing.unpacked(Mended, json.loads(answer.body))
    except (ValueError, RecursionError) as error:
        raise Broken(str(error)) from None
    notes = (*map(_left, mended.left), *mended.notes)
    return Fitting(overlay.edit(), mended.changes, notes, mended.findings), mended.left


def told(guest: Guest, cards: Sequence[Card], reason: str = "") -> Iterator[Finding]:
    """W670 for each Linux that is left as it is, with the commands that mend it."""
    for linux in guest.linux:
        if linux.commands:
            addresses = network_files.addresses(linux.nics, cards)
            commands = linux_commands.with_addresses(linux.commands, addresses)
            why = reason or Phrase("you asked for commands")
            yield _commands(linux.distribution, linux.device, why, commands)


def not_possible(guest: Guest, cards: Sequence[Card], refusal: Refusal) -> list[Finding]:
    """W670 where the library is missing on this computer; any other refusal goes on."""
    if refusal.findings[0].code != _LIBRARY_MISSING:
        raise refusal
    return list(told(guest, cards, refusal.findings[0].message))


def _left(left: Left) -> Finding:
    reason: str = Phrase("its files cannot be changed here")
    if left.kind:
        reason = Phrase("files on {kind} cannot be changed here", kind=left.kind)
    return _commands(left.distribution, left.device, reason, left.commands)


def _commands(name: str, device: str, reason: str, commands: tuple[str, ...]) -> Finding:
    block = Phrase.joined(" && ", commands)
    return finding("W670", linux=name, device=device, reason=reason, commands=block)
