"""What the VirtualSystem of an OVF says about the hardware: CIM resource items to our terms.

Source: DMTF DSP0243 and CIM_ResourceAllocationSettingData (resource types); sub-types and Config
keys are VMware's and VirtualBox's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from engine.findings import Finding, finding, refuse
from engine.phrase import Phrase
from engine.vmware.hardware import MIB, canonical_mac
from engine.vmware.model import Bus, Cdrom, Nic, Slot, VirtualMachine
from engine.vmware.slots import parse_slot

_ITEMS_LIMIT = 1000
_DEFAULT_MEMORY = 1024 * MIB

#: CIM resource types.
_CPU, _MEMORY, _IDE, _SCSI, _ETHERNET, _FLOPPY, _OTHER_STORAGE = (
    "3",
    "4",
    "5",
    "6",
    "10",
    "14",
    "20",
)
_CDROMS, _DISK, _SERIAL, _PARALLEL, _USB, _SOUND = ("15", "16"), "17", "21", "22", "23", "35"

_SCSI_MODELS = {"lsilogicsas": "lsisas1068", "virtualscsi": "pvscsi"}
_NIC_MODELS = {"pcnet32": "vlance"}
_UNITS = {"byte": 1, "bytes": 1, "kilobytes": 1 << 10, "kb": 1 << 10, "megabytes": MIB, "mb": MIB}
_UNITS |= {"gigabytes": 1 << 30, "gb": 1 << 30}
_POWER = re.compile(r"bytes?\s*\*\s*(2|10)\s*\^\s*([0-9]{1,2})")

Item = dict[str, str]


@dataclass(frozen=True, slots=True)
class Drive:
    """A hard disk: where it is attached, and what it calls its content (``ovf:/disk/…``)."""

    slot: Slot
    controller: str
    resource: str


@dataclass(frozen=True, slots=True)
class _Controller:
    bus: Bus
    number: int
    model: str


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """The value of an attribute of any namespace, "" if there is none."""
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def describe(
    system: Element, path: Path, option: str = ""
) -> tuple[VirtualMachine, tuple[Drive, ...]]:
    """The machine without its disks, and the drives they belong in. Refuses (E112) huge ones.

    ``option`` names the deployment configuration that is taken.
    """
    items = _items(system, option)
    if len(items) > _ITEMS_LIMIT:
        raise refuse(
            "E112", path=path, reason=Phrase("it has more than {limit} devices", limit=_ITEMS_LIMIT)
        )
    config = _config(system)
    drives, cdroms = _drives(items, path)
    memory, notes = _memory(items)
    kinds = [item.get("ResourceType", "") for item in items]
    machine = VirtualMachine(
        path=path,
        name=_text(system, "Name") or attribute(system, "id") or path.stem,
        annotation=_text(system, "Annotation"),
        guest_os=_guest_os(system),
        guest_detail=_text(_first(system, "OperatingSystemSection"), "Description"),
        hardware_version=_hardware_version(system),
        memory=memory,
        vcpus=_quantity(items, _CPU, "VirtualQuantity"),
        cores_per_socket=_quantity(items, _CPU, "CoresPerSocket"),
        firmware="efi" if _is_efi(system, config) else "bios",
        secure_boot=config.get("bootOptions.efiSecureBootEnabled", "").lower() == "true",
        tpm=any("vtpm" in _sub_type(item) for item in items),
        cdroms=cdroms,
        nics=_nics(items),
        floppies=("",) * kinds.count(_FLOPPY),
        serial_ports=kinds.count(_SERIAL),
        parallel_ports=kinds.count(_PARALLEL),
        sound=_sound(items),
        usb=_USB in kinds or any(_sub_type(item).startswith("vmware.usb") for item in items),
        video_memory=_integer(config.get("videoRamSizeInKB", ""), 0, 1 << 30) << 10,
        findings=notes,
    )
    return machine, drives


# -- reading XML


def _first(root: Element | None, name: str) -> Element | None:
    if root is None:
        return None
    return next((each for each in root.iter() if local(each) == name), None)


def _text(root: Element | None, name: str) -> str:
    """The text of the first element ``name`` within ``root``."""
    found = _first(root, name)
    return "" if found is None else (found.text or "").strip()


def _items(system: Element, option: str) -> list[Item]:
    """The hardware items of the configuration ``option``; limits of ranges are left out."""
    found = []
    for each in system.iter():
        if local(each) not in ("Item", "StorageItem", "EthernetPortItem"):
            continue
        options = attribute(each, "configuration").split()
        if attribute(each, "bound") in ("", "normal") and (not options or option in options):
            item: Item = {}
            for child in each:
                item.setdefault(local(child), (child.text or "").strip())
            found.append(item)
    return found


def _config(system: Element) -> dict[str, str]:
    """VMware's own settings: ``<vmw:Config vmw:key=… vmw:value=…>``."""
    return {
        attribute(each, "key"): attribute(each, "value")
        for each in system.iter()
        if local(each) == "Config"
    }


def _integer(written: str, default: int, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", written):
        return default
    return int(written) if int(written) <= high else default


def _sub_type(item: Item) -> str:
    """ResourceSubType in lower case; the first where several are allowed."""
    return (item.get("ResourceSubType", "").lower().split() or [""])[0]


def _of_type(items: list[Item], *kinds: str) -> list[Item]:
    return [item for item in items if item.get("ResourceType") in kinds]


# -- what it means


def _guest_os(system: Element) -> str:
    """vSphere's identifier of the guest in the words of a .vmx.

    ``winNetEnterprise64Guest`` is ``winnetenterprise-64``, ``windows9Server64Guest`` is
    ``windows9srv-64`` (windows9 is Windows 10).
    """
    section = _first(system, "OperatingSystemSection")
    name = "" if section is None else attribute(section, "osType").removesuffix("Guest").lower()
    name = re.sub(r"_?64$", "-64", name)
    name = re.sub(r"(?<=[0-9])server(?=-|$)", "srv", name)
    return name.replace("winlonghorn", "longhorn")


def _hardware_version(system: Element) -> int:
    """``vmx-13`` is version 13; the first where several are allowed."""
    match = re.search(r"vmx-([0-9]{1,4})", _text(system, "VirtualSystemType"))
    return int(match[1]) if match else 0


def _is_efi(system: Element, config: dict[str, str]) -> bool:
    """By VMware's setting, or in the VirtualBox machine that VirtualBox adds."""
    if config.get("firmware", "").lower() == "efi":
        return True
    firmware = _first(system, "Firmware")
    return firmware is not None and attribute(firmware, "type").upper().startswith("EFI")


def _quantity(items: list[Item], kind: str, name: str) -> int:
    found = [_integer(item.get(name, ""), 0, 4096) for item in _of_type(items, kind)]
    return next((each for each in found if each), 1)


def _memory(items: list[Item]) -> tuple[int, tuple[Finding, ...]]:
    """Bytes of memory, and a finding where that makes no sense."""
    for item in _of_type(items, _MEMORY):
        written, unit = item.get("VirtualQuantity", ""), item.get("AllocationUnits", "")
        size = _integer(written, 0, 1 << 58) * _unit(unit)
        if 4 * MIB <= size <= 64 << 40:
            return size, ()
        value, used = f"{written} {unit}", f"{_DEFAULT_MEMORY // MIB} MiB"
        return _DEFAULT_MEMORY, (finding("W108", key="memory", value=value, used=used),)
    return _DEFAULT_MEMORY, ()


def _unit(written: str) -> int:
    """Bytes in a unit such as ``byte * 2^20`` or ``MegaBytes``."""
    unit = written.strip().lower()
    if match := _POWER.fullmatch(unit):
        return int(int(match[1]) ** int(match[2]))
    return _UNITS.get(unit, MIB)


def _nics(items: list[Item]) -> tuple[Nic, ...]:
    nics = []
    for index, item in enumerate(_of_type(items, _ETHERNET)):
        mac, model = canonical_mac(item.get("Address", "")), _sub_type(item)
        nics.append(
            Nic(
                index=index,
                model=_NIC_MODELS.get(model, model),
                mac=mac,
                mac_kind="static" if mac else "generated",
                connection="bridged",
                network=item.get("Connection", ""),
            )
        )
    return tuple(nics)


def _sound(items: list[Item]) -> str:
    cards = [_sub_type(item) for item in items if "soundcard" in _sub_type(item)]
    cards += [_sub_type(item) for item in _of_type(items, _SOUND)]
    if not cards:
        return ""
    return next((name for name in ("hdaudio", "es1371", "sb16") if name in cards[0]), "auto")


def _drives(items: list[Item], path: Path) -> tuple[tuple[Drive, ...], tuple[Cdrom, ...]]:
    controllers = _controllers(items)
    taken: set[Slot] = set()
    drives, cdroms = [], []
    for item in _of_type(items, _DISK, *_CDROMS):
        controller = controllers.get(item.get("Parent", ""), _Controller("scsi", 0, ""))
        slot = _free_slot(controller, item.get("AddressOnParent", ""), taken)
        if slot is None:
            raise refuse(
                "E112", path=path, reason=Phrase("it has more drives than there is room for")
            )
        taken.add(slot)
        if item.get("ResourceType") == _DISK:
            drives.append(Drive(slot, controller.model, item.get("HostResource", "")))
        else:
            connected = item.get("AutomaticAllocation", "").lower() != "false"
            cdroms.append(Cdrom(slot, item.get("HostResource", ""), connected))
    return tuple(drives), tuple(cdroms)


def _controllers(items: list[Item]) -> dict[str, _Controller]:
    """Controllers by InstanceID. Their numbers are their addresses, else they are counted."""
    found: dict[str, _Controller] = {}
    numbers: dict[str, set[int]] = {}
    for item in _of_type(items, _IDE, _SCSI, _OTHER_STORAGE):
        bus, model = _bus(item)
        used = numbers.setdefault(bus, set())
        wanted = _integer(item.get("Address", ""), 0, 3)
        number = next(n for n in (wanted, *range(len(used) + 1)) if n not in used)
        used.add(number)
        found[item.get("InstanceID", "")] = _Controller(bus, number, model)
    return found


def _bus(item: Item) -> tuple[Bus, str]:
    kind, sub_type = item.get("ResourceType"), _sub_type(item)
    if kind == _IDE:
        return "ide", "ide"
    if kind == _SCSI or "scsi" in sub_type:
        return "scsi", _SCSI_MODELS.get(sub_type, sub_type)
    return ("nvme", "nvme") if "nvme" in sub_type else ("sata", "ahci")


def _free_slot(controller: _Controller, unit: str, taken: Iterable[Slot]) -> Slot | None:
    """The unit named on the controller, else the first free one; None if all are taken."""
    units = ([unit] if unit.isascii() and unit.isdigit() else []) + [str(n) for n in range(64)]
    slots = (parse_slot(f"{controller.bus}{controller.number}:{each}") for each in units)
    return next((slot for slot in slots if slot and slot not in taken), None)
