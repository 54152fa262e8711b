"""A whole machine from whatever names it: a .vmx, its folder, a bare disk, an .ovf or .ova."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from engine.findings import finding, refuse
from engine.phrase import Phrase
from engine.source import packed
from engine.source.paths import exists, named_on_host
from engine.vmware import (
    claims,
    condition,
    foreign,
    not_attached,
    processor,
    vmsd,
    vmx,
)
from engine.vmware.attached import Attached, attached_disks, open_disk
from engine.vmware.branches import branches
from engine.vmware.configuration import configuration_of
from engine.vmware.hardware import MIB, describe
from engine.vmware.layers import RAW_SUFFIXES
from engine.vmware.locate import Folder
from engine.vmware.model import Disk, Slot, Snapshot, Snapshots, VirtualMachine
from engine.vmware.names import Named, files_of, resolved
from engine.vmware.places import DISK, NOWHERE, Said, of_state
from engine.vmware.slots import BUS_MODELS, parse_slot
from engine.vmware.spelling import readable
from engine.vmware.working_folder import snapshot_list, with_working_folder, working_folder_findings

#: Memory of a machine made up around a disk.
_MADE_UP_MEMORY = 1024 * MIB


def read(
    path: Path,
    *,
    trusted: bool = False,
    redo: str = "",
    placed: Mapping[str, Path] = NOWHERE,
) -> VirtualMachine:
    """Read the machine ``path`` names, in its running state.

    Files outside its folder are taken only if ``trusted``, or where the user said that they are:
    ``placed``, by places such as ``scsi0:1.2`` (with ``@3`` that of the snapshot 3) or by name.
    ``redo`` says what becomes of left-over redo logs: "commit", "discard", or "" to ask (E305).
    Refuses (E101, E102, E110, E111, E112, E210) where there is no machine to be read. Whatever is
    wrong with the machine or one of its disks is in the findings of those.
    """
    path = configuration_of(named_on_host(path))

    def attempt(folder: Folder) -> tuple[VirtualMachine, Iterable[Named]]:
        machine = _read(path, folder, redo, placed)
        return machine, files_of(machine.disks)

    folder = Folder(path.parent, trusted, Said.of(of_state(placed)))
    machine, folder, notes = resolved(folder, attempt)
    return _complete(replace(machine, findings=(*machine.findings, *notes)), folder)


def _read(path: Path, folder: Folder, redo: str, placed: Mapping[str, Path]) -> VirtualMachine:
    suffix = path.suffix.lower()
    head = packed.head_of(path)
    foreign.check_fetched(path, head)
    if suffix == ".ovf":
        from engine.vmware import ovf

        machine = ovf.read(path, folder)
        disks = claims.settled(machine.disks, machine.snapshots, folder.path)
        return replace(machine, disks=disks)
    if suffix == ".vmdk" or ".redo" in suffix or suffix in RAW_SUFFIXES:
        return _around_disk(path, folder, redo)
    packed.check_plain(path, head)
    return _from_vmx(path, folder, redo, placed)


def state(
    machine: VirtualMachine,
    snapshot: str,
    trusted: bool = False,
    placed: Mapping[str, Path] = NOWHERE,
) -> VirtualMachine:
    """``machine`` with its disks as they were frozen at a snapshot, chosen by number or name.

    "" is the running state. ``placed`` says of this state where files are; what was said of the
    running state counts as well. The hardware stays that of the running state, and so do
    independent disks, which snapshots leave out. Refuses (E107, E108) a snapshot that is not there.
    """
    if not snapshot:
        return machine
    chosen = chosen_snapshot(machine.snapshots, snapshot)
    said = Said.of(of_state(placed) | of_state(placed, str(chosen.uid)))
    found = tuple(each for disk in machine.disks for each in disk.found)
    folder = Folder(machine.path.parent, trusted, said.after(found))

    def attempt(folder: Folder) -> tuple[tuple[Disk, ...], Iterable[Named]]:
        disks = _disks_of(chosen, machine, folder)
        return disks, files_of(disks)

    disks, folder, ambiguous = resolved(folder, attempt)
    left_behind = condition.OF_RUNNING_STATE | _OF_THE_WHOLE
    notes = [each for each in machine.findings if each.code not in left_behind]
    frozen = replace(machine, disks=disks, findings=(*notes, *ambiguous))
    return _complete(frozen, folder)


def _disks_of(chosen: Snapshot, machine: VirtualMachine, folder: Folder) -> tuple[Disk, ...]:
    """The disks of a snapshot; independent ones are those of the running state."""
    frozen = {
        slot: _frozen(slot, each.written, machine.disks, folder)
        for each in chosen.disks
        if (slot := parse_slot(each.slot))
    }
    kept = {
        disk.slot: _kept(disk, folder)
        for disk in machine.disks
        if disk.mode.startswith("independent")
    }
    turns = {disk.slot: turn for turn, disk in enumerate(machine.disks)}
    disks = sorted((kept | frozen).values(), key=lambda disk: turns.get(disk.slot, len(turns)))
    return claims.settled(disks, machine.snapshots, folder.path)


def leave_out(machine: VirtualMachine, nodes: Iterable[str]) -> VirtualMachine:
    """``machine`` without the disks in the slots ``nodes``; each is told (W208).

    Refuses (E116) a slot that has none.
    """
    wanted = {str(parse_slot(node) or node) for node in nodes}
    if not wanted:
        return machine
    slots = [str(disk.slot) for disk in machine.disks]
    for node in sorted(wanted.difference(slots)):
        raise refuse("E116", slot=node, known=", ".join(slots) or Phrase("none"))
    left_out = tuple(disk for disk in machine.disks if str(disk.slot) in wanted)
    disks = tuple(disk for disk in machine.disks if str(disk.slot) not in wanted)
    notes = [each for each in machine.findings if each.code not in ("E106", "E115")]
    notes += [finding("W208", slot=disk.slot, name=disk.written) for disk in left_out]
    notes += claims.shared(disks)
    return replace(machine, disks=disks, left_out=left_out, findings=tuple(notes))


def _from_vmx(path: Path, folder: Folder, redo: str, placed: Mapping[str, Path]) -> VirtualMachine:
    config = vmx.parse(vmx.load(path), path)
    described = describe(config, path)
    folder = with_working_folder(config, folder)
    opened = [open_disk(each, folder, redo) for each in attached_disks(config)]
    snapshots, notes = vmsd.read(snapshot_list(path, folder))
    disks = claims.settled(opened, snapshots, path.parent)
    beside = branches(snapshots, disks, folder, placed)
    stands_against = condition.findings(config, path, disks, snapshots)
    return replace(
        described,
        disks=disks,
        snapshots=snapshots,
        branches=beside,
        findings=(
            *described.findings,
            *stands_against,
            *working_folder_findings(config, folder),
            *not_attached.findings(config),
            *notes,
        ),
    )


def _around_disk(path: Path, folder: Folder, redo: str) -> VirtualMachine:
    """A machine made up around the disk ``path``, attached to what its descriptor names."""
    if not exists(path):
        raise refuse("E101", path=path, reason=Phrase("it does not exist"))
    attached = Attached(Slot("ide", 0, 0), path.name, model="ide")
    disk = open_disk(attached, folder, redo, DISK)
    layers = disk.chain.layers if disk.chain else ()  # children often do not name it
    adapter = next((layer.adapter.lower() for layer in layers if layer.adapter), "ide")
    if adapter != "ide":
        disk = replace(disk, slot=Slot("scsi", 0, 0), controller_model=adapter)
    return VirtualMachine(
        path=path,
        name=readable(path.stem),
        memory=_MADE_UP_MEMORY,
        disks=(disk,),
        findings=condition.locked([path]),
    )


#: Findings that :func:`_complete` adds.
_OF_THE_WHOLE = frozenset(("E106", "E113", "E114", "E115"))


def _complete(machine: VirtualMachine, folder: Folder) -> VirtualMachine:
    """With what can only be said of the whole."""
    codes = {each.code for each in machine.findings}
    shared = claims.shared(machine.disks)
    notes = (*machine.findings, *shared, *claims.unused(folder.said, machine.disks))
    if not codes & {"E118", "E119"}:
        notes = (*notes, *processor.findings(machine.guest_os))
    if not machine.disks and not codes & {"E103", "E106"}:
        notes = (*notes, finding("E106"))
    if machine.tpm and "W107" not in codes:
        notes = (*notes, finding("W107"))
    return replace(machine, findings=notes)


def chosen_snapshot(snapshots: Snapshots, wanted: str) -> Snapshot:
    """The snapshot with this number or, if it is the only one, name. Refuses E107, E108."""
    by_number = [each for each in snapshots.all if str(each.uid) == wanted]
    found = by_number or [each for each in snapshots.all if each.name == wanted]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{each.uid} ({each.name})" for each in found or snapshots.all) or Phrase(
        "none"
    )
    raise refuse("E108" if found else "E107", name=wanted, known=known)


def _kept(disk: Disk, folder: Folder) -> Disk:
    """A disk that snapshots leave alone; opened anew where something is said of its files."""
    if not any(place.node == str(disk.slot) for place in folder.said.by_place):
        return disk
    attached = Attached(disk.slot, disk.written, disk.mode, disk.controller_model)
    return open_disk(attached, folder, redo="discard")


def _frozen(slot: Slot, written: str, now: tuple[Disk, ...], folder: Folder) -> Disk:
    """A disk of a snapshot. Its controller is that of the disks which are attached to it now."""
    models = (
        disk.controller_model
        for disk in now
        if (disk.slot.bus, disk.slot.controller) == (slot.bus, slot.controller)
    )
    model = next(models, BUS_MODELS[slot.bus])
    return open_disk(Attached(slot, written, model=model), folder, redo="discard")
