"""A whole machine from whatever names it: a .vmx, its folder, a bare disk, an .ovf or .ova."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from engine.findings import finding, refuse
from engine.phrase import Phrase
from engine.vmware import condition, vmsd, vmx
from engine.vmware.attached import Attached, attached_disks, open_disk
from engine.vmware.branches import branches
from engine.vmware.hardware import MIB, describe
from engine.vmware.locate import NOWHERE, Folder, listing
from engine.vmware.model import Disk, Slot, Snapshot, Snapshots, VirtualMachine
from engine.vmware.slots import BUS_MODELS, parse_slot

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

    Files outside its folder are taken only if ``trusted``, or where the user said that a file of
    this name is: ``placed``. ``redo`` says what becomes of left-over
    redo logs: "commit", "discard", or "" to be asked (E305).
    Refuses (E101, E102, E110, E111, E112, E210) where there is no machine to be read. Whatever is
    wrong with the machine or one of its disks is in the findings of those.
    """
    path = _configuration(path)
    suffix = path.suffix.lower()
    folder = Folder(path.parent, trusted, placed)
    if suffix in (".ovf", ".ova"):
        from engine.vmware import ovf

        machine = ovf.read(path, folder)
    elif suffix == ".vmdk" or ".redo" in suffix:
        machine = _around_disk(path, folder, redo)
    else:
        machine = _from_vmx(path, folder, redo)
    return _complete(machine)


def state(
    machine: VirtualMachine,
    snapshot: str,
    trusted: bool = False,
    placed: Mapping[str, Path] = NOWHERE,
) -> VirtualMachine:
    """``machine`` with its disks as they were frozen at a snapshot, chosen by number or name.

    "" is the running state. The hardware stays that of the running state, and so do independent
    disks, which snapshots leave out. Refuses (E107, E108) a snapshot that is not there.
    """
    if not snapshot:
        return machine
    chosen = _choose(machine.snapshots, snapshot)
    folder = Folder(machine.path.parent, trusted, placed)
    frozen = {
        slot: _frozen(slot, each.written, machine.disks, folder)
        for each in chosen.disks
        if (slot := parse_slot(each.slot))
    }
    kept = {disk.slot: disk for disk in machine.disks if disk.mode.startswith("independent")}
    turns = {disk.slot: turn for turn, disk in enumerate(machine.disks)}
    disks = sorted((kept | frozen).values(), key=lambda disk: turns.get(disk.slot, len(turns)))
    left_out = condition.OF_RUNNING_STATE | {"E106"}
    notes = tuple(each for each in machine.findings if each.code not in left_out)
    return _complete(replace(machine, disks=tuple(disks), findings=notes))


def _configuration(path: Path) -> Path:
    """``path`` itself, or the only .vmx in the folder that it is."""
    try:
        if not path.is_dir():
            return path
    except OSError as error:  # a folder above may not be entered
        raise refuse("E101", path=path, reason=error) from None
    found = [
        each
        for each in listing(path)
        if each.suffix.lower() == ".vmx" and not each.name.startswith(".") and each.is_file()
    ]
    if not found:
        raise refuse("E111", path=path)
    if len(found) > 1:
        names = ", ".join(each.name for each in found)
        raise refuse("E110", path=path, count=len(found), names=names)
    return found[0]


def _from_vmx(path: Path, folder: Folder, redo: str) -> VirtualMachine:
    config = vmx.parse(vmx.load(path), path)
    described = describe(config, path)
    disks = tuple(open_disk(each, folder, redo) for each in attached_disks(config))
    snapshots, notes = vmsd.read(path.with_suffix(".vmsd"))
    beside = branches(snapshots, disks, folder)
    stands_against = condition.findings(config, path, disks, snapshots)
    return replace(
        described,
        disks=disks,
        snapshots=snapshots,
        branches=beside,
        findings=(*described.findings, *stands_against, *notes),
    )


def _around_disk(path: Path, folder: Folder, redo: str) -> VirtualMachine:
    """A machine made up around the disk ``path``, attached to what its descriptor names."""
    if not path.exists():
        raise refuse("E101", path=path, reason=Phrase("it does not exist"))
    disk = open_disk(Attached(Slot("ide", 0, 0), path.name, model="ide"), folder, redo)
    layers = disk.chain.layers if disk.chain else ()  # children often do not name it
    adapter = next((layer.adapter.lower() for layer in layers if layer.adapter), "ide")
    if adapter != "ide":
        disk = replace(disk, slot=Slot("scsi", 0, 0), controller_model=adapter)
    return VirtualMachine(
        path=path,
        name=path.stem,
        memory=_MADE_UP_MEMORY,
        disks=(disk,),
        findings=condition.locked([path]),
    )


def _complete(machine: VirtualMachine) -> VirtualMachine:
    """With what can only be said of the whole."""
    codes = {each.code for each in machine.findings}
    notes = machine.findings
    if not machine.disks and not codes & {"E103", "E106"}:
        notes = (*notes, finding("E106"))
    if machine.tpm and "W107" not in codes:
        notes = (*notes, finding("W107"))
    return replace(machine, findings=notes)


def _choose(snapshots: Snapshots, wanted: str) -> Snapshot:
    by_number = [each for each in snapshots.all if str(each.uid) == wanted]
    found = by_number or [each for each in snapshots.all if each.name == wanted]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{each.uid} ({each.name})" for each in found or snapshots.all) or Phrase(
        "none"
    )
    raise refuse("E108" if found else "E107", name=wanted, known=known)


def _frozen(slot: Slot, written: str, now: tuple[Disk, ...], folder: Folder) -> Disk:
    """A disk of a snapshot. Its controller is that of the disks which are attached to it now."""
    models = (
        disk.controller_model
        for disk in now
        if (disk.slot.bus, disk.slot.controller) == (slot.bus, slot.controller)
    )
    model = next(models, BUS_MODELS[slot.bus])
    return open_disk(Attached(slot, written, model=model), folder, redo="discard")
