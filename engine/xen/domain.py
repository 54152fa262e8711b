"""One HVM domain as data: what any of the configuration formats is written from.

The limits are those of Xen's tool stacks: libxl and xl of Xen 4, xend and xm of Xen 3.0.3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal

from anyascii import anyascii

from engine.findings import Finding, finding
from engine.image_formats import Format
from engine.phrase import Phrase
from engine.xen.target import DEFAULT, Target, facts

Model = Literal["rtl8139", "e1000", "e1000-82545em", "e1000e", "pcnet"]
Firmware = Literal["bios", "uefi"]
Hdtype = Literal["ide", "ahci"]
Vga = Literal["cirrus", "stdvga", "qxl", "none"]

CDROM = "hdc"  #: the usual place of the drive, the master of the second IDE channel
EMULATED: dict[Hdtype, int] = {"ide": 4, "ahci": 6}  #: disks that QEMU shows; the CD counts
MEMORY = range(32, (16 << 20) + 1)  #: MiB; 16 may go to the video card, Xen ends at 16 TiB
VCPUS = range(1, 128 + 1)  #: HVM_MAX_VCPUS
PATH_LENGTH = 3500  #: bytes; a XenStore message has 4096 for the key and the path


@dataclass(frozen=True, slots=True)
class Vif:
    """A network card, emulated and paravirtual at once."""

    mac: str  #: lower case with colons; empty lets Xen take another one at every start
    bridge: str
    model: Model
    network: str = ""  #: what VMware called the network it was on
    note: str = ""  #: what it was before; a comment


@dataclass(frozen=True, slots=True)
class Vbd:
    """A disk, or a CD-ROM drive, which is read-only."""

    target: str  #: absolute path of a file or device; empty for a drive without a disc
    vdev: str  #: hda … hdd, xvde …
    format: Format = "raw"
    cdrom: bool = False
    note: str = ""  #: what it was before; a comment

    @property
    def number(self) -> int:
        """Place among all disks, from 0: hda and xvda are the same place."""
        number = 0
        for letter in self.vdev.removeprefix("hd").removeprefix("xvd"):
            number = number * 26 + ord(letter) - ord("a") + 1
        return number - 1


@dataclass(frozen=True, slots=True)
class Domain:
    """An HVM guest. The flags are always written: the defaults of Xen 3 and Xen 4 differ."""

    name: str
    memory: int  #: MiB
    vcpus: int
    cores_per_socket: int = 1  #: for a Windows that is content with few sockets
    uuid: str = ""  #: canonical text; empty lets Xen take another one at every start
    firmware: Firmware = "bios"
    pae: bool = True
    acpi: bool = True
    apic: bool = True
    nx: bool = True
    hpet: bool = True
    viridian: bool = False
    xen_platform_pci: bool = True  #: show the device that PV drivers of disks and cards need
    localtime: bool = False
    ms_vm_genid: bool = False  #: tell Windows by a new generation ID that it was moved
    smbios_serial: str = ""  #: the serial number that the guest's BIOS tells; empty for Xen's
    boot: str = "cd"  #: c hard disk, d CD-ROM, n network, in this order
    hdtype: Hdtype = "ide"
    vga: Vga = "cirrus"
    usb_tablet: bool = True
    serial: str = ""  #: where the first serial port goes, such as ``pty``; empty for none
    bios_path_override: str = ""  #: absolute path of the firmware; empty for the host's own
    device_model_override: str = ""  #: absolute path of what is started in QEMU's place
    disks: tuple[Vbd, ...] = ()
    vifs: tuple[Vif, ...] = ()
    comments: tuple[str, ...] = ()  #: what is worth knowing; written at the top
    target: Target = DEFAULT  #: the Xen it is for

    @property
    def hidden(self) -> tuple[Vbd, ...]:
        """The disks that a guest without PV drivers does not see."""
        return tuple(each for each in self.disks if each.number >= EMULATED[self.hdtype])


def vdevs(*, cdrom: bool) -> Iterator[str]:
    """Names for hard disks in order: the emulated ones first, without the drive's if there is one.

    Names go on with xvde, as hdX ends at hdd and mixing hdX with xvdX of the same letter is wrong.
    """
    yield from (name for name in ("hda", "hdb", "hdc", "hdd") if not (cdrom and name == CDROM))
    yield from (f"xvd{_letters(number)}" for number in count(4))


def acceptable_name(text: str) -> str:
    """The nearest to ``text`` that both xl and xend take as the name of a domain.

    Other alphabets are written in Latin letters: two machines should not both be ``vm``.
    """
    name = re.sub(r"[^A-Za-z0-9_.:+]+", "-", anyascii(text[:1000]))[:_NAME_LENGTH].strip("-.:+")
    if not name:
        return "vm"
    return f"vm-{name}"[:_NAME_LENGTH] if _name_fault(name) else name


def check(domain: Domain) -> tuple[Finding, ...]:
    """Why Xen would not take ``domain``: E501 for values, E502 for paths; empty if it would."""
    faults = (
        *_value_faults(domain),
        *_serial_faults(domain),
        *_override_faults(domain),
        *_vif_faults(domain),
    )
    return (
        *(finding("E501", key=key, value=value, reason=reason) for key, value, reason in faults),
        *_disk_faults(domain),
    )


_NAME_LENGTH = 80
_NAME = re.compile(rf"[A-Za-z0-9_][A-Za-z0-9_.:+-]{{0,{_NAME_LENGTH - 1}}}")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}")
# A network device of Linux has at most 15 characters; Open vSwitch adds .VLAN or :TRUNK:TRUNK.
_BRIDGE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}(\.[0-9]{1,4})?(:[0-9]{1,4})*")
_SMBIOS = re.compile(r"[ -~]{0,64}")
_SERIAL = re.compile(r"[A-Za-z0-9/][A-Za-z0-9/_.:@+-]{0,99}")
_VDEV = re.compile(r"hd[a-d]|xvd[a-z]{1,3}")
_PROGRAM = re.compile(r"/[ -~]{1,254}")

Fault = tuple[str, object, str]  # key, value, reason


def _value_faults(domain: Domain) -> Iterator[Fault]:
    if reason := _name_fault(domain.name):
        yield "name", domain.name, reason
    if domain.memory not in MEMORY:
        yield (
            "memory",
            domain.memory,
            Phrase("it takes {first} to {last} MiB", first=MEMORY.start, last=MEMORY.stop - 1),
        )
    if domain.vcpus not in VCPUS:
        yield "vcpus", domain.vcpus, Phrase("a guest has 1 to {last} of them", last=VCPUS.stop - 1)
    if domain.cores_per_socket not in VCPUS:
        reason = Phrase("a socket has 1 to {last} of them", last=VCPUS.stop - 1)
        yield "cores-per-socket", domain.cores_per_socket, reason
    if domain.uuid and not _UUID.fullmatch(domain.uuid):
        yield (
            "uuid",
            domain.uuid,
            Phrase("it is not of the form {form}", form="00000000-0000-0000-0000-000000000000"),
        )
    if not _SMBIOS.fullmatch(domain.smbios_serial):
        yield "smbios.serial", domain.smbios_serial, Phrase("it takes up to 64 ASCII characters")
    if not domain.boot or len(domain.boot) > len(set(domain.boot) & set("cdn")):
        yield (
            "boot",
            domain.boot,
            Phrase("it takes c (disk), d (CD-ROM) and n (network), each once"),
        )


def _name_fault(name: str) -> str:
    if not _NAME.fullmatch(name):
        return Phrase(
            "it takes up to {limit} unaccented letters, digits and _ . : + -, "
            "beginning with a letter, digit or _",
            limit=_NAME_LENGTH,
        )
    if name.isdecimal():
        return Phrase("xl takes a number for a domain ID")
    if name == "Domain-0":
        return Phrase("that is the host itself")
    return ""


def _serial_faults(domain: Domain) -> Iterator[Fault]:
    if domain.serial and not _SERIAL.fullmatch(domain.serial):
        yield (
            "serial",
            domain.serial,
            Phrase("it takes pty, none, a device or a QEMU character device"),
        )


def _override_faults(domain: Domain) -> Iterator[Fault]:
    for key in ("bios_path_override", "device_model_override"):
        path = getattr(domain, key)
        if path and not _PROGRAM.fullmatch(path):
            yield key, path, Phrase("it takes an absolute path of up to 255 ASCII characters")


def _vif_faults(domain: Domain) -> Iterator[Fault]:
    known = facts(domain.target)
    macs = [vif.mac for vif in domain.vifs]
    for index, vif in enumerate(domain.vifs):
        if reason := _mac_fault(vif.mac):
            yield f"nic{index}.mac", vif.mac, reason
        if vif.mac and vif.mac in macs[:index]:
            yield (
                f"nic{index}.mac",
                vif.mac,
                Phrase("two network cards cannot have the same address"),
            )
        if not _BRIDGE.fullmatch(vif.bridge):
            yield f"nic{index}.bridge", vif.bridge, Phrase("it is not the name of a bridge")
        if vif.model not in known.models:
            has = Phrase("{xen} has {models}", xen=known, models=", ".join(known.models))
            yield f"nic{index}.model", vif.model, has


def _mac_fault(mac: str) -> str:
    if not mac:
        return ""
    if not _MAC.fullmatch(mac):
        return Phrase("it is not of the form {form}", form="00:16:3e:00:00:00")
    if int(mac[:2], 16) & 1 or mac == "00:00:00:00:00:00":
        return Phrase("it is not the address of a single card")
    return ""


def _disk_faults(domain: Domain) -> Iterator[Finding]:
    taken = [disk.number for disk in domain.disks]
    for index, disk in enumerate(domain.disks):
        if not _VDEV.fullmatch(disk.vdev) or disk.number in taken[:index]:
            yield finding(
                "E501", key="vdev", value=disk.vdev, reason=Phrase("it is unknown or taken")
            )
        if reason := _path_fault(disk):
            yield finding("E502", path=disk.target or disk.vdev, reason=reason)


def _path_fault(disk: Vbd) -> str:
    path = disk.target
    if not path:
        return "" if disk.cdrom else Phrase("a hard disk needs a file or device")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in path):
        return Phrase("it has control characters or is not valid UTF-8")
    if not path.startswith("/"):
        return Phrase("it is not absolute; Xen would look for it in /dev")
    if "," in path:
        return Phrase("Xen hands it to QEMU in a list, where a comma ends it")
    if len(path.encode()) > PATH_LENGTH:
        return Phrase("it is longer than {limit} bytes", limit=PATH_LENGTH)
    return ""


def _letters(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
