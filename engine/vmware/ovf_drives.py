"""Where the disks and CD-ROM drives of an OVF are attached: by controller and unit, not as listed.

Addresses are those of DMTF DSP0243: of a controller its number, of a drive its unit. Exporters
leave them out, or give one to several drives; what names its unit has it before what does not, and
disks before CD-ROM drives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.findings import Finding, finding, refuse
from engine.phrase import Phrase
from engine.vmware.model import BUSES, Bus, Cdrom, Slot
from engine.vmware.ovf_items import CDROMS, DISK, IDE, OTHER_STORAGE, SCSI, Item, of_type, sub_type
from engine.vmware.ovf_xml import integer
from engine.vmware.slots import parse_slot

_SCSI_MODELS = {"lsilogicsas": "lsisas1068", "virtualscsi": "pvscsi"}
#: Both channels of IDE are part of every chip set, also where only one is described.
_IDE_CHANNELS = (0, 1)
_UNITS = 64


@dataclass(frozen=True, slots=True)
class Drive:
    """A hard disk: where it is attached, and what it calls its content (``ovf:/disk/…``)."""

    slot: Slot
    controller: str
    resource: str


@dataclass(frozen=True, slots=True)
class Drives:
    """All drives in the order the BIOS tries them, and what to say of those left out."""

    disks: tuple[Drive, ...]
    cdroms: tuple[Cdrom, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Controller:
    bus: Bus
    number: int
    model: str


def drives_of(items: list[Item], path: Path) -> Drives:
    """The drives of a machine. Refuses (E112) disks for which there is no room.

    A CD-ROM drive for which there is none is left out (W116).
    """
    places = _Places(_controllers(items))
    disks = []
    for item, slot in places.take(of_type(items, DISK)):
        if slot is None:
            reason = Phrase("it has more drives than there is room for")
            raise refuse("E112", path=path, reason=reason)
        disks.append(Drive(slot, places.controller(item).model, item.get("HostResource", "")))
    cdroms, left_out = [], 0
    for item, slot in places.take(of_type(items, *CDROMS)):
        if slot is None:
            left_out += 1
        else:
            connected = item.get("AutomaticAllocation", "").lower() != "false"
            cdroms.append(Cdrom(slot, item.get("HostResource", ""), connected))
    notes = (finding("W116", count=left_out),) if left_out else ()
    return Drives(
        tuple(sorted(disks, key=lambda each: _turn(each.slot))),
        tuple(sorted(cdroms, key=lambda each: _turn(each.slot))),
        notes,
    )


def _turn(slot: Slot) -> tuple[int, int, int]:
    return (BUSES.index(slot.bus), slot.controller, slot.unit)


class _Places:
    """Slots of controllers, given out once each."""

    def __init__(self, controllers: dict[str, _Controller]) -> None:
        self._controllers = controllers
        self._taken: set[Slot] = set()

    def controller(self, item: Item) -> _Controller:
        return self._controllers.get(item.get("Parent", ""), _Controller("scsi", 0, ""))

    def take(self, items: list[Item]) -> Iterator[tuple[Item, Slot | None]]:
        """A slot for each item, None where all are taken; first for those that name their unit."""
        found: dict[int, Slot] = {}
        for index, item in enumerate(items):
            controller, unit = self.controller(item), item.get("AddressOnParent", "")
            if unit.isascii() and unit.isdigit():
                self._give(found, index, [_slot(controller.bus, controller.number, unit)])
        for index, item in enumerate(items):
            if index not in found:
                self._give(found, index, self._anywhere(self.controller(item)))
        return ((item, found.get(index)) for index, item in enumerate(items))

    def _give(self, found: dict[int, Slot], index: int, slots: Iterable[Slot | None]) -> None:
        slot = next((each for each in slots if each and each not in self._taken), None)
        if slot is not None:
            found[index] = slot
            self._taken.add(slot)

    def _anywhere(self, controller: _Controller) -> Iterator[Slot | None]:
        """The units of a controller, then those of its like."""
        alike = [each for each in self._controllers.values() if each.bus == controller.bus]
        numbers = [controller.number, *(each.number for each in alike)]
        if controller.bus == "ide":
            numbers += _IDE_CHANNELS
        for number in dict.fromkeys(numbers):
            yield from (_slot(controller.bus, number, str(unit)) for unit in range(_UNITS))


def _slot(bus: Bus, number: int, unit: str) -> Slot | None:
    return parse_slot(f"{bus}{number}:{unit}")


def _controllers(items: list[Item]) -> dict[str, _Controller]:
    """Controllers by InstanceID. Their numbers are their addresses, else they are counted."""
    found: dict[str, _Controller] = {}
    numbers: dict[str, set[int]] = {}
    for item in of_type(items, IDE, SCSI, OTHER_STORAGE):
        bus, model = _bus(item)
        used = numbers.setdefault(bus, set())
        wanted = integer(item.get("Address", ""), 0, 3)
        number = next(n for n in (wanted, *range(len(used) + 1)) if n not in used)
        used.add(number)
        found[item.get("InstanceID", "")] = _Controller(bus, number, model)
    return found


def _bus(item: Item) -> tuple[Bus, str]:
    kind, model = item.get("ResourceType"), sub_type(item)
    if kind == IDE:
        return "ide", "ide"
    if kind == SCSI or "scsi" in model:
        return "scsi", _SCSI_MODELS.get(model, model)
    return ("nvme", "nvme") if "nvme" in model else ("sata", "ahci")
