"""What the keys of a .vmx say about the hardware, disks apart (they are in attached.py).

Sources: the table of keys and defaults in libvirt's src/vmx/vmx.c; for the generation ID,
docs/vm-generation-id-across-hypervisors.txt of virt-v2v.
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from engine.findings import Finding, finding
from engine.vmware.model import Cdrom, Nic, VirtualMachine
from engine.vmware.slots import is_cdrom, slots
from engine.vmware.spelling import readable
from engine.vmware.vmx import Vmx

MIB = 1 << 20
#: Key, default, least and greatest value: MiB of memory and the number of processors.
_MEMORY = ("memsize", 32, 4, 64 << 20)
_VCPUS = ("numvcpus", 1, 1, 4096)
_CORES = ("cpuid.coresPerSocket", 1, 1, 4096)

_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})++")
_MAC = re.compile(r"[0-9a-f]{2}([:-][0-9a-f]{2}){5}")
_PRETTY_NAME = re.compile(r"prettyName='([^']*)'")
_FLOPPIES = 2
_MEDIA_OF_NOBODY = ("", "emptybackingstring")


def describe(vmx: Vmx, path: Path) -> VirtualMachine:
    """The machine that ``vmx``, read from ``path``, describes; its disks are still to be found."""
    return VirtualMachine(
        path=path,
        name=_name(vmx) or readable(path.stem),
        annotation=vmx.text("annotation"),
        guest_os=vmx.text("guestOS").lower(),
        guest_detail=_guest_detail(vmx),
        hardware_version=vmx.number("virtualHW.version"),
        memory=vmx.number(*_MEMORY) * MIB,
        vcpus=vmx.number(*_VCPUS),
        cores_per_socket=vmx.number(*_CORES),
        firmware="efi" if vmx.text("firmware").lower() == "efi" else "bios",
        secure_boot=vmx.flag("uefi.secureBoot.enabled"),
        tpm=vmx.flag("vtpm.present") or bool(vmx.text("managedvm.autoAddVTPM")),
        hpet=vmx.flag("hpet0.present"),
        uuid=canonical_uuid(vmx.text("uuid.bios")),
        reflects_host=vmx.flag("smbios.reflectHost"),
        generation_id=_generation_id(vmx),
        nvram=vmx.text("nvram"),
        cdroms=_cdroms(vmx),
        nics=tuple(_nic(vmx, index) for index in _present(vmx, "ethernet")),
        floppies=_floppies(vmx),
        serial_ports=len(_present(vmx, "serial")),
        parallel_ports=len(_present(vmx, "parallel")),
        sound=_sound(vmx),
        usb=any(vmx.flag(f"{each}.present") for each in ("usb", "ehci", "usb_xhci")),
        video_memory=vmx.number("svga.vramSize"),
        shared_folders=_shared_folders(vmx),
        clean_shutdown=vmx.flag("cleanShutdown", default=True),
        findings=(*vmx.findings, *_impossible(vmx)),
    )


def canonical_uuid(written: str) -> str:
    """``56 4d … c4 b1-bb f6 …`` with hyphens in the usual places; empty if it is none."""
    digits = re.sub(r"[\s{}-]", "", written)
    if not re.fullmatch(r"[0-9A-Fa-f]{32}", digits):
        return ""
    return str(uuid.UUID(hex=digits))


def canonical_mac(written: str) -> str:
    """In lower case with colons; empty if it is none."""
    mac = written.strip().lower()
    return mac.replace("-", ":") if _MAC.fullmatch(mac) else ""


def _impossible(vmx: Vmx) -> tuple[Finding, ...]:
    return tuple(
        finding("W108", key=key, value=vmx.text(key), used=default)
        for key, default, low, high in (_MEMORY, _VCPUS, _CORES)
        if vmx.text(key) and vmx.number(key, -1, low, high) == -1
    )


def _present(vmx: Vmx, device: str) -> list[int]:
    return [n for n in vmx.numbered(device, "present") if vmx.flag(f"{device}{n}.present")]


def _name(vmx: Vmx) -> str:
    """displayName, in which vSphere writes ``/`` as ``%2f``."""

    def decoded(match: re.Match[str]) -> str:
        return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")

    return _PERCENT.sub(decoded, vmx.text("displayName")).replace("\0", "").strip()


def _guest_detail(vmx: Vmx) -> str:
    for key in ("guestOS.detailed.data", "guestInfo.detailed.data"):
        if match := _PRETTY_NAME.search(vmx.text(key)):
            return match[1]
    return ""


def _generation_id(vmx: Vmx) -> str:
    """Two 64-bit integers, written signed, as the 16 bytes that the guest finds in its memory."""
    halves = [vmx.text(key).strip() for key in ("vm.genid", "vm.genidX")]
    if not all(re.fullmatch(r"-?[0-9]{1,20}", half) for half in halves):
        return ""
    return b"".join((int(half) % (1 << 64)).to_bytes(8, "little") for half in halves).hex()


def _cdroms(vmx: Vmx) -> tuple[Cdrom, ...]:
    return tuple(
        Cdrom(slot, _medium(vmx, str(slot)), vmx.flag(f"{slot}.startConnected", default=True))
        for slot in slots(vmx)
        if is_cdrom(vmx, slot)
    )


def _medium(vmx: Vmx, device: str) -> str:
    """The image in a CD-ROM drive; empty for a drive of the host or of a client."""
    name, kind = vmx.text(f"{device}.fileName"), vmx.text(f"{device}.deviceType").lower()
    if vmx.flag(f"{device}.clientDevice") or name.lower() in _MEDIA_OF_NOBODY:
        return ""
    image = kind == "cdrom-image" or (not kind and name.lower().endswith(".iso"))
    return name if image else ""


def _floppies(vmx: Vmx) -> tuple[str, ...]:
    """A floppy drive is there by default; without any key of its own it is not worth a word."""
    drives = []
    for number in range(_FLOPPIES):
        device = f"floppy{number}"
        named = any(key.startswith(f"{device}.") for key in vmx.entries)
        if named and vmx.flag(f"{device}.present", default=True):
            drives.append(_floppy_image(vmx, device))
    return tuple(drives)


def _floppy_image(vmx: Vmx, device: str) -> str:
    name, kind = vmx.text(f"{device}.fileName"), vmx.text(f"{device}.fileType").lower()
    if vmx.flag(f"{device}.clientDevice"):
        return ""
    image = kind == "file" or (not kind and name.lower().endswith((".flp", ".img")))
    return name if image else ""


def _nic(vmx: Vmx, index: int) -> Nic:
    def text(key: str, default: str = "") -> str:
        return vmx.text(f"ethernet{index}.{key}") or default

    model, kind = text("virtualDev").lower(), text("addressType", "generated").lower()
    if model == "vmxnet" and text("features") == "15":
        model = "vmxnet2"
    keys = ("address", "generatedAddress") if kind == "static" else ("generatedAddress", "address")
    slot = text("pciSlotNumber")
    macs = [canonical_mac(text(key)) for key in keys]
    return Nic(
        index=index,
        model=model,
        mac=macs[0] or macs[1],
        mac_kind=kind,
        connection=text("connectionType", "bridged").lower(),
        network=text("networkName") or text("vnet") or text("dvs.portgroupId"),
        pci_slot=int(slot) if slot.isascii() and slot.isdecimal() and len(slot) < 6 else None,
    )


def _sound(vmx: Vmx) -> str:
    if not vmx.flag("sound.present"):
        return ""
    return vmx.text("sound.virtualDev").lower() or "auto"


def _shared_folders(vmx: Vmx) -> int:
    if vmx.flag("isolation.tools.hgfs.disable"):
        return 0
    shared = _present(vmx, "sharedFolder")
    return sum(vmx.flag(f"sharedFolder{n}.enabled") for n in shared)
