"""What the VirtualSystem of an OVF says about the hardware: CIM resource items to our terms.

Source: DMTF DSP0243 and CIM_ResourceAllocationSettingData (resource types); sub-types and Config
keys are VMware's and VirtualBox's.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from engine.findings import Finding, finding, refuse
from engine.phrase import Phrase
from engine.vmware.hardware import MIB, canonical_mac
from engine.vmware.model import Nic, VirtualMachine
from engine.vmware.ovf_drives import Drive, drives_of
from engine.vmware.ovf_items import (
    CPU,
    ETHERNET,
    FLOPPY,
    MEMORY,
    PARALLEL,
    SERIAL,
    SOUND,
    USB,
    Item,
    items_of,
    of_type,
    sub_type,
)
from engine.vmware.ovf_xml import attribute, first, integer, named, text, unit
from engine.vmware.spelling import readable

_ITEMS_LIMIT = 1000
_DEFAULT_MEMORY = 1024 * MIB

_NIC_MODELS = {"pcnet32": "vlance"}


def describe(
    system: Element, path: Path, option: str = ""
) -> tuple[VirtualMachine, tuple[Drive, ...]]:
    """The machine without its disks, and the drives they belong in. Refuses (E112) huge ones.

    ``option`` names the deployment configuration that is taken.
    """
    items = items_of(system, option)
    if len(items) > _ITEMS_LIMIT:
        raise refuse(
            "E112", path=path, reason=Phrase("it has more than {limit} devices", limit=_ITEMS_LIMIT)
        )
    config = _config(system)
    drives = drives_of(items, path)
    memory, notes = _memory(items)
    kinds = [item.get("ResourceType", "") for item in items]
    machine = VirtualMachine(
        path=path,
        name=text(system, "Name") or attribute(system, "id") or readable(path.stem),
        annotation=text(system, "Annotation"),
        guest_os=_guest_os(system),
        guest_detail=text(first(system, "OperatingSystemSection"), "Description"),
        hardware_version=_hardware_version(system),
        memory=memory,
        vcpus=_quantity(items, CPU, "VirtualQuantity"),
        cores_per_socket=_quantity(items, CPU, "CoresPerSocket"),
        firmware="efi" if _is_efi(system, config) else "bios",
        secure_boot=config.get("bootOptions.efiSecureBootEnabled", "").lower() == "true",
        tpm=any("vtpm" in sub_type(item) for item in items),
        cdroms=drives.cdroms,
        nics=_nics(items),
        floppies=("",) * kinds.count(FLOPPY),
        serial_ports=kinds.count(SERIAL),
        parallel_ports=kinds.count(PARALLEL),
        sound=_sound(items),
        usb=USB in kinds or any(sub_type(item).startswith("vmware.usb") for item in items),
        video_memory=integer(config.get("videoRamSizeInKB", ""), 0, 1 << 30) << 10,
        findings=(*notes, *drives.findings),
    )
    return machine, drives.disks


def _config(system: Element) -> dict[str, str]:
    """VMware's own settings: ``<vmw:Config vmw:key=… vmw:value=…>``."""
    return {attribute(each, "key"): attribute(each, "value") for each in named(system, "Config")}


def _guest_os(system: Element) -> str:
    """vSphere's identifier of the guest in the words of a .vmx.

    ``winNetEnterprise64Guest`` is ``winnetenterprise-64``, ``windows9Server64Guest`` is
    ``windows9srv-64`` (windows9 is Windows 10).
    """
    section = first(system, "OperatingSystemSection")
    name = "" if section is None else attribute(section, "osType").removesuffix("Guest").lower()
    name = re.sub(r"_?64$", "-64", name)
    name = re.sub(r"(?<=[0-9])server(?=-|$)", "srv", name)
    return name.replace("winlonghorn", "longhorn")


def _hardware_version(system: Element) -> int:
    """``vmx-13`` is version 13; the first where several are allowed."""
    match = re.search(r"vmx-([0-9]{1,4})", text(system, "VirtualSystemType"))
    return int(match[1]) if match else 0


def _is_efi(system: Element, config: dict[str, str]) -> bool:
    """By VMware's setting, or in the VirtualBox machine that VirtualBox adds."""
    if config.get("firmware", "").lower() == "efi":
        return True
    firmware = first(system, "Firmware")
    return firmware is not None and attribute(firmware, "type").upper().startswith("EFI")


def _quantity(items: list[Item], kind: str, name: str) -> int:
    found = [integer(item.get(name, ""), 0, 4096) for item in of_type(items, kind)]
    return next((each for each in found if each), 1)


def _memory(items: list[Item]) -> tuple[int, tuple[Finding, ...]]:
    """Bytes of memory, and a finding where that makes no sense."""
    for item in of_type(items, MEMORY):
        written, units = item.get("VirtualQuantity", ""), item.get("AllocationUnits", "")
        size = integer(written, 0, 1 << 58) * unit(units, MIB)
        if 4 * MIB <= size <= 64 << 40:
            return size, ()
        value, used = f"{written} {units}", f"{_DEFAULT_MEMORY // MIB} MiB"
        return _DEFAULT_MEMORY, (finding("W108", key="memory", value=value, used=used),)
    return _DEFAULT_MEMORY, ()


def _nics(items: list[Item]) -> tuple[Nic, ...]:
    nics = []
    for index, item in enumerate(of_type(items, ETHERNET)):
        mac, model = canonical_mac(item.get("Address", "")), sub_type(item)
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
    cards = [sub_type(item) for item in items if "soundcard" in sub_type(item)]
    cards += [sub_type(item) for item in of_type(items, SOUND)]
    if not cards:
        return ""
    return next((name for name in ("hdaudio", "es1371", "sb16") if name in cards[0]), "auto")
