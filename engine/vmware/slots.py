"""Where devices are attached: ``scsi0:1`` and the like, and what kind of drive is there."""

from __future__ import annotations

import re

from engine.vmware.model import BUSES, Bus, Slot
from engine.vmware.vmx import Vmx

#: The last controller and the last unit of each bus. A SCSI controller is unit 7 of its own bus.
_LAST = {"ide": (1, 1), "scsi": (3, 63), "sata": (3, 29), "nvme": (3, 63)}
_SCSI_SELF = 7
#: The only model of a controller there is for a bus. SCSI has several.
BUS_MODELS: dict[Bus, str] = {"ide": "ide", "scsi": "", "sata": "ahci", "nvme": "nvme"}

_SLOT = re.compile(r"(ide|scsi|sata|nvme)([0-9]):(0|[1-9][0-9]?)", re.IGNORECASE)
#: File names of drives that belong to the host: devices, drive letters and VMware's own words.
_HOST_DRIVE = re.compile(
    r"/dev/.*(?<!\.vmdk)|[a-z]:\\?|auto detect|emptybackingstring|cd/dvd.*", re.IGNORECASE
)


def parse_slot(written: str) -> Slot | None:
    """``scsi0:1``; None if there is no such place."""
    match = _SLOT.fullmatch(written.strip())
    if match is None:
        return None
    bus = next(each for each in BUSES if each == match[1].lower())
    slot = Slot(bus, int(match[2]), int(match[3]))
    controller, unit = _LAST[bus]
    exists = slot.controller <= controller and slot.unit <= unit
    return slot if exists and not (bus == "scsi" and slot.unit == _SCSI_SELF) else None


def slots(vmx: Vmx) -> list[Slot]:
    """The places where a device is present on a controller that is; in the order BIOS tries them.

    IDE controllers are part of the chip set: they need not be present.
    """
    found = []
    for key in vmx.entries:
        node, dot, name = key.rpartition(".")
        slot = parse_slot(node) if dot and name == "present" and vmx.flag(key) else None
        if slot and (slot.bus == "ide" or vmx.flag(f"{slot.bus}{slot.controller}.present")):
            found.append(slot)
    first = [each.strip().lower() for each in vmx.text("bios.hddOrder").split(",")]

    def turn(slot: Slot) -> tuple[int, int, int, int]:
        chosen = first.index(str(slot)) if str(slot) in first else len(first)
        return (chosen, BUSES.index(slot.bus), slot.controller, slot.unit)

    return sorted(found, key=turn)


def file_name(vmx: Vmx, node: Slot | str) -> str:
    """The file that a device names. ESX 2 wrote ``label:disk.vmdk`` under another key."""
    if name := vmx.text(f"{node}.fileName"):
        return name
    label, colon, name = vmx.text(f"{node}.name").rpartition(":")
    return f"[{label}] {name}" if colon else name


def is_disk(vmx: Vmx, node: Slot | str) -> bool:
    """Whether a hard disk is in ``node``, if there is such a place."""
    kind = vmx.text(f"{node}.deviceType").lower()
    named = bool(file_name(vmx, node))
    return named and not is_cdrom(vmx, node) and (not kind or kind.endswith("disk"))


def is_cdrom(vmx: Vmx, node: Slot | str) -> bool:
    """Whether a CD-ROM drive is in ``node``; without deviceType the file name tells."""
    kind, name = vmx.text(f"{node}.deviceType").lower(), vmx.text(f"{node}.fileName")
    if kind == "scsi-passthru":
        return "cdrom" in name.lower()
    if kind:
        return "cdrom" in kind
    return name.lower().endswith(".iso") or bool(_HOST_DRIVE.fullmatch(name))


def controller_model(vmx: Vmx, slot: Slot) -> str:
    """What the guest sees the disk attached to."""
    return BUS_MODELS[slot.bus] or vmx.text(f"scsi{slot.controller}.virtualDev").lower()
