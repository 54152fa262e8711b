"""A domain as the command line of QEMU: the chip set, disks and cards that Xen's QEMU emulates.

What differs: the processor is QEMU's or this computer's, network cards are in no network, a first
serial port is always there (what the guest says on it is kept), the firmware's own log is kept, and
there is a channel for a guest agent, in the last place of the bus, where it moves no other card.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.boot import agent
from engine.image_formats import FORMATS
from engine.xen.domain import Domain, Vbd

Accelerator = Literal["kvm", "hvf", "whpx", "tcg"]

_VGA = {"cirrus": "cirrus", "stdvga": "std", "qxl": "qxl", "none": "none"}
_IDE = {"hda": ("ide.0", 0), "hdb": ("ide.0", 1), "hdc": ("ide.1", 0), "hdd": ("ide.1", 1)}
_HYPERV = ("hv-relaxed", "hv-vapic", "hv-time", "hv-spinlocks=0x1fff")
_DEBUG_PORT = "0x402"  # where SeaBIOS writes its log
_LAST_PLACE = "0x1f"  # of the PCI bus


@dataclass(frozen=True, slots=True)
class Setting:
    """What of a test boot is not the domain's."""

    images: Mapping[str, Path]  #: where the disks are here, by the paths that the domain has
    display: str  #: of QEMU, such as gtk; none without a window
    folder: Path  #: of files that are gone in the end
    accelerator: Accelerator
    processor: str  #: the model of QEMU's that the guest is shown
    firmware: tuple[Path, Path] | None = None  #: code, and variables of our own; None for a BIOS
    monitor: str = ""  #: options of the ``socket`` that QMP is spoken through
    agent: str = ""  #: options of the one that a guest agent is spoken to through

    @property
    def serial(self) -> Path:
        """Where what the guest says on its first serial port goes."""
        return self.folder / "serial"

    @property
    def log(self) -> Path:
        """Where what its firmware says goes."""
        return self.folder / "log"

    @property
    def resets(self) -> Path:
        """Where QEMU notes that processors were reset, and by what."""
        return self.folder / "resets"


def arguments(domain: Domain, setting: Setting) -> list[str]:
    """What QEMU is to be told, without its own name. Images are not written: see ``snapshot``."""
    return [
        *("-nodefaults", "-no-user-config", "-no-shutdown", "-name", _value(domain.name)),
        *("-machine", _machine(domain), "-accel", setting.accelerator),
        *("-cpu", ",".join(_cpu(domain, setting)), "-smp", _smp(domain)),
        *("-m", str(domain.memory), "-display", setting.display, "-vga", _VGA[domain.vga]),
        *("-rtc", f"base={'localtime' if domain.localtime else 'utc'}"),
        *("-boot", f"order={domain.boot}"),
        *(("-uuid", domain.uuid) if domain.uuid else ()),
        *_smbios(domain),
        *_firmware(setting),
        *_disks(domain, setting.images),
        *_cards(domain),
        *(("-device", "usb-tablet") if domain.usb_tablet else ()),
        *(("-device", "vmgenid,guid=auto") if domain.ms_vm_genid else ()),
        *("-chardev", f"file,id=serial,path={_value(setting.serial)}", "-serial", "chardev:serial"),
        *("-chardev", f"file,id=log,path={_value(setting.log)}"),
        *("-d", "cpu_reset", "-D", str(setting.resets)),
        *("-device", f"isa-debugcon,iobase={_DEBUG_PORT},chardev=log"),
        *("-chardev", f"socket,id=qmp,{setting.monitor}", "-mon", "chardev=qmp,mode=control"),
        *("-chardev", f"socket,id=agent,{setting.agent}"),
        *("-device", f"virtio-serial-pci,addr={_LAST_PLACE}"),
        *("-device", f"virtserialport,chardev=agent,name={agent.PORT}"),
    ]


def _machine(domain: Domain) -> str:
    switches = {"acpi": domain.acpi, "hpet": domain.hpet, "usb": domain.usb_tablet}
    return ",".join(["pc", *(f"{key}={_on(value)}" for key, value in switches.items())])


def _cpu(domain: Domain, setting: Setting) -> Iterator[str]:
    """Xen's guests see the processor of their host. ``apic`` is of tables there; here, with one
    processor, it can only be taken away whole.
    """
    yield setting.processor
    if not domain.pae:
        yield from ("pae=off", "lm=off")
    if not (domain.nx and domain.pae):
        yield "nx=off"
    if not domain.apic and domain.vcpus == 1:
        yield "apic=off"
    if domain.viridian and setting.accelerator == "kvm":
        yield from _HYPERV


def _smp(domain: Domain) -> str:
    sockets = domain.vcpus // domain.cores_per_socket
    return f"{domain.vcpus},sockets={sockets},cores={domain.cores_per_socket},threads=1"


def _smbios(domain: Domain) -> tuple[str, ...]:
    if not domain.smbios_serial:
        return ()
    return ("-smbios", f"type=1,serial={_value(domain.smbios_serial)}")


def _firmware(setting: Setting) -> Iterator[str]:
    if setting.firmware is None:
        return
    code, variables = setting.firmware
    yield from ("-drive", f"if=pflash,format=raw,readonly=on,file={_value(code)}")
    yield from ("-drive", f"if=pflash,format=raw,file={_value(variables)}")


def _disks(domain: Domain, images: Mapping[str, Path]) -> Iterator[str]:
    """Those that are emulated; what is written goes into a file that is gone in the end."""
    if domain.hdtype == "ahci":
        yield from ("-device", "ahci,id=ahci")
    for disk in domain.disks:
        if disk in domain.hidden:
            continue
        bus, unit = _place(domain, disk)
        if disk.cdrom:
            yield from ("-device", f"ide-cd,bus={bus},unit={unit}")
            continue
        file = _value(images[disk.target])
        yield "-drive"
        yield f"if=none,id={disk.vdev},format={FORMATS[disk.format].driver},snapshot=on,file={file}"
        yield from ("-device", f"ide-hd,drive={disk.vdev},bus={bus},unit={unit}")


def _place(domain: Domain, disk: Vbd) -> tuple[str, int]:
    """As libxl has it: a CD-ROM drive stays an IDE drive."""
    if domain.hdtype == "ahci" and not disk.cdrom:
        return f"ahci.{disk.number}", 0
    return _IDE[disk.vdev]


def _cards(domain: Domain) -> Iterator[str]:
    for number, vif in enumerate(domain.vifs):
        mac = f",mac={vif.mac}" if vif.mac else ""
        yield from ("-netdev", f"hubport,id=net{number},hubid={number}")
        yield from ("-device", f"{vif.model},netdev=net{number},romfile={mac}")


def _value(text: str | Path) -> str:
    """A comma ends a value, unless it is doubled."""
    return str(text).replace(",", ",,")


def _on(value: bool) -> str:
    return "on" if value else "off"
