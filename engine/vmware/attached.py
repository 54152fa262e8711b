"""Which hard disks are attached, and opening them: a disk that cannot be read is still a disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.findings import Finding, Refusal, finding, refuse
from engine.phrase import Phrase
from engine.source.paths import exists
from engine.vmware.chain import BrokenChain, open_layers
from engine.vmware.layers import flat_of
from engine.vmware.locate import Folder, last_name
from engine.vmware.model import Disk, Layer, Slot
from engine.vmware.opening import Opening
from engine.vmware.places import Located, Place
from engine.vmware.slots import controller_model, file_name, is_disk, slots
from engine.vmware.vmx import Vmx


@dataclass(frozen=True, slots=True)
class Attached:
    """A hard disk as the configuration names it; names as written."""

    slot: Slot
    written: str
    mode: str = "persistent"
    model: str = ""  #: of the controller, empty where VMware chooses
    redo_log: str = ""
    sharing: str = ""  #: how other machines may use it at the same time, empty for not at all

    @property
    def nonpersistent(self) -> bool:
        return self.mode in ("nonpersistent", "independent-nonpersistent")


def attached_disks(vmx: Vmx) -> tuple[Attached, ...]:
    """The hard disks of a machine."""
    return tuple(_attached(vmx, slot) for slot in slots(vmx) if is_disk(vmx, slot))


def open_disk(disk: Attached, folder: Folder, redo: str = "", node: str = "") -> Disk:
    """Find and open ``disk``. Whatever stands against that is in its findings, never raised.

    ``node`` is what places of its files begin with, where that is not the slot.
    """
    notes = list(_notes(disk))
    path = folder.path / last_name(disk.written)
    chain = None
    readable: tuple[Layer, ...] = ()
    opening = Opening(folder, node or str(disk.slot))
    try:
        path = _newest(disk, opening).path
        notes += opening.found[0].findings
        log = None if disk.nonpersistent else _redo_log(disk, opening)
        chain = open_layers(opening, path, "discard" if disk.nonpersistent else redo, log)
    except BrokenChain as broken:
        notes += broken.findings
        readable = broken.layers
    except Refusal as refusal:
        notes += refusal.findings
    return Disk(
        slot=disk.slot,
        written=disk.written,
        path=path,
        mode=disk.mode,
        controller_model=disk.model,
        chain=chain,
        findings=tuple(notes),
        readable=readable,
        found=tuple(opening.found),
    )


def _newest(disk: Attached, opening: Opening) -> Located:
    """The file that the configuration names; E219 where only its data is there."""
    folder, place = opening.folder, Place(opening.node)
    try:
        return opening.locate(disk.written, folder.path, place)
    except Refusal as refusal:
        lost = folder.path / (last_name(disk.written) or "?")
        if refusal.findings[0].code != "E201" or not exists(flat_of(lost)):
            raise
        raise refuse("E219", path=lost, flat=flat_of(lost).name).at(place) from None


def _attached(vmx: Vmx, slot: Slot) -> Attached:
    return Attached(
        slot,
        written=file_name(vmx, slot),
        mode=vmx.text(f"{slot}.mode").lower() or "persistent",
        model=controller_model(vmx, slot),
        redo_log=vmx.text(f"{slot}.redo"),
        sharing=_sharing(vmx, slot),
    )


def _sharing(vmx: Vmx, slot: Slot) -> str:
    bus = vmx.text(f"{slot.bus}{slot.controller}.sharedBus").lower()
    if bus not in ("", "none"):
        return Phrase("{bus} bus", bus=bus)
    disk = vmx.text(f"{slot}.sharing").lower()
    if disk not in ("", "none", "sharingnone", "nosharing"):
        return disk
    return "" if vmx.flag("disk.locking", default=True) else "disk.locking = FALSE"


def _notes(disk: Attached) -> tuple[Finding, ...]:
    notes = []
    if disk.nonpersistent:
        notes.append(finding("W102", name=last_name(disk.written), node=disk.slot))
    if disk.sharing:
        notes.append(finding("W106", node=disk.slot, mode=disk.sharing))
    return tuple(notes)


def _redo_log(disk: Attached, opening: Opening) -> Path | None:
    """The redo log that is named, if it is there. Without one the changes were committed."""
    if not disk.redo_log:
        return None
    try:
        place = Place(opening.node, 0)
        return opening.locate(disk.redo_log, opening.folder.path, place).path
    except Refusal as refusal:
        if refusal.findings[0].code == "E201":
            return None
        raise
