"""Which hard disks are attached, and opening them: a disk that cannot be read is still a disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.findings import Finding, Refusal, finding
from engine.phrase import Phrase
from engine.vmware.chain import BrokenChain, open_chain
from engine.vmware.locate import Folder, last_name, locate
from engine.vmware.model import Disk, Layer, Slot
from engine.vmware.slots import controller_model, is_cdrom, slots
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
    return tuple(_attached(vmx, slot) for slot in slots(vmx) if _is_disk(vmx, slot))


def open_disk(disk: Attached, folder: Folder, redo: str = "") -> Disk:
    """Find and open ``disk``. Whatever stands against that is in its findings, never raised."""
    notes = list(_notes(disk))
    path = folder.path / last_name(disk.written)
    chain = None
    readable: tuple[Layer, ...] = ()
    try:
        located = locate(disk.written, folder.path, folder, str(disk.slot))
        path = located.path
        notes += located.findings
        log = None if disk.nonpersistent else _redo_log(disk, folder)
        chain = open_chain(path, folder, "discard" if disk.nonpersistent else redo, log)
    except BrokenChain as broken:
        notes += broken.findings
        readable = broken.layers
    except Refusal as refusal:
        notes += refusal.findings
    found = tuple(notes)
    return Disk(disk.slot, disk.written, path, disk.mode, disk.model, chain, found, readable)


def _is_disk(vmx: Vmx, slot: Slot) -> bool:
    kind = vmx.text(f"{slot}.deviceType").lower()
    named = bool(vmx.text(f"{slot}.fileName"))
    return named and not is_cdrom(vmx, slot) and (not kind or kind.endswith("disk"))


def _attached(vmx: Vmx, slot: Slot) -> Attached:
    return Attached(
        slot,
        written=vmx.text(f"{slot}.fileName"),
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


def _redo_log(disk: Attached, folder: Folder) -> Path | None:
    """The redo log that is named, if it is there. Without one the changes were committed."""
    if not disk.redo_log:
        return None
    try:
        return locate(disk.redo_log, folder.path, folder, str(disk.slot)).path
    except Refusal as refusal:
        if refusal.findings[0].code == "E201":
            return None
        raise
