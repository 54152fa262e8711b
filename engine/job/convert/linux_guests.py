"""Every Linux of a machine, mended as the user chose: changes by disk, and what is left to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.choices import GUEST, KEEP, LINUX_PARTS, Choices
from engine.disk.disk import Disk
from engine.disk.edits.edit import Edit
from engine.disk.edits.overlay import Overlay
from engine.disk.reader import Reader
from engine.findings import Refusal, refuse
from engine.guest.fit import Fitting
from engine.guest.helper.linux_mender import Left
from engine.guest.inspect import Guest
from engine.guest.linux import mend
from engine.guest.linux.mending import Machine
from engine.guest.linux.network_files import Card
from engine.phrase import Phrase
from engine.vmware.model import VirtualMachine
from engine.xen.domain import Domain

_NO_LOADER = "W827"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What ``fittings`` found, by the places of the disks in the machine."""

    fittings: dict[int, Fitting]
    guests: dict[int, Guest]  #: whose commands are those that are left


def fittings(
    machine: VirtualMachine,
    guests: Mapping[int, Guest],
    before: Mapping[int, Fitting],
    choices: Choices,
    domain: Domain,
) -> Outcome:
    """The changes that mend every Linux, on top of those that come ``before``.

    Refuses E602, E603, E613, E617, E660 to E662, E664 and E977.
    """
    found = Outcome(dict(before), dict(guests))
    _check_first_boot(guests, choices)
    if choices.linux == "keep":
        return found
    keep = tuple(each for each in LINUX_PARTS if choices.guest.get(f"{GUEST}{each}") == KEEP)
    around = replace(
        _machine(machine, guests, domain),
        keep=keep,
        first_boot=choices.firstboot,
        is_uefi=domain.firmware == "uefi",
    )
    for number, guest in guests.items():
        lacks_loader = around.is_uefi and any(e.code == _NO_LOADER for e in guest.findings)
        if any(each.needs_mending or choices.firstboot or lacks_loader for each in guest.linux):
            old = before.get(number)
            if choices.linux == "commands":
                edit = old.edit if old else _nothing(_disk(machine, number))
                notes = tuple(mend.told(guest, around.cards))
                found.fittings[number] = _joined(old, Fitting(edit, (), notes))
            else:
                _mend(found, machine, number, around)
    return found


def _check_first_boot(guests: Mapping[int, Guest], choices: Choices) -> None:
    """Refuse (E822) commands for the first start where no guest takes them."""
    if not choices.firstboot or any(guest.windows for guest in guests.values()):
        return
    if not any(guest.linux for guest in guests.values()):
        raise refuse("E822", reason=Phrase("no Windows and no Linux is on the disks"))
    if choices.linux != "auto":
        raise refuse("E822", reason=Phrase("it is to be left as it is"))


def _mend(found: Outcome, machine: VirtualMachine, number: int, around: Machine) -> None:
    guest, old = found.guests[number], found.fittings.get(number)
    overlay = Overlay(_disk(machine, number))
    if old is not None:
        overlay.adopt(old.edit)
    try:
        fitting, left = mend.prepare(overlay, around)
    except Refusal as refusal:
        notes = mend.not_possible(guest, around.cards, refusal)
        found.fittings[number] = _joined(old, Fitting(_nothing(overlay), (), tuple(notes)))
        return
    overlay.adopt(fitting.edit)
    found.fittings[number] = _joined(old, replace(fitting, edit=overlay.edit()))
    found.guests[number] = _left(guest, left)


def _joined(old: Fitting | None, new: Fitting) -> Fitting:
    """Both changes as one; the pages of ``new`` are those of both."""
    if old is None:
        return new
    edit = new.edit if new.edit.pages else old.edit
    return Fitting(
        edit, old.changes + new.changes, old.findings + new.findings, old.mended + new.mended
    )


def _left(guest: Guest, left: tuple[Left, ...]) -> Guest:
    commands = {each.device: each.commands for each in left}
    own = (replace(each, commands=commands.get(each.device, ())) for each in guest.linux)
    return replace(guest, linux=tuple(own))


def _machine(machine: VirtualMachine, guests: Mapping[int, Guest], domain: Domain) -> Machine:
    """Cards with the addresses that Xen gives them, disks as Linux names them in order."""
    vifs = zip(machine.nics, domain.vifs, strict=False)
    cards = tuple(Card(vif.mac, nic.pci_slot) for nic, vif in vifs)
    kinds = {_kind(str(each.slot)) for each in machine.disks}
    if len(kinds) != 1 or len(guests) != len(machine.disks):
        return Machine(cards)
    in_order = sorted(guests, key=lambda number: _numbers(str(machine.disks[number].slot)))
    disks = tuple(
        {str(each.number): each.file_system.uuid for each in guests[number].table.partitions}
        for number in in_order
    )
    return Machine(cards, disks)


def _kind(slot: str) -> str:
    """``scsi`` for ``scsi0:1``."""
    return re.sub(r"\d.*", "", slot)


def _numbers(slot: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", slot)]


def _nothing(disk: Disk) -> Edit:
    return Edit(disk.size, {})


def _disk(machine: VirtualMachine, number: int) -> Reader:
    chain = machine.disks[number].chain
    if chain is None:
        raise ValueError(f"disk {number} was not looked into")
    return Reader(chain.mapping, chain.files)
