"""A domain as XML for libvirt's driver for Xen (libxl): ``virsh -c xen:///system define FILE``.

Written is only what that driver hands on to libxl (libvirt's src/libxl/libxl_conf.c); what it has
no words for is said in a comment, or refused where the guest would not start without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Comment, Element, SubElement, indent, tostring

from engine.findings import Finding, Refusal, finding
from engine.phrase import Phrase
from engine.xen import xml_text
from engine.xen.domain import Domain, Vbd, Vif, check

_BOOT = {"c": "hd", "d": "cdrom", "n": "network"}
_VIDEO = {"cirrus": "cirrus", "stdvga": "vga", "qxl": "qxl"}
#: What ``viridian = 1`` is to xl, in libvirt's words; crash_ctl comes with the mode.
_ENLIGHTENMENTS = ("relaxed", "vapic", "vpindex", "frequencies")


def libvirt(domain: Domain) -> str:
    """The domain as libvirt's XML.

    Raises Refusal: E501 and E502 for what Xen would not take, E504 for what libvirt does not have.
    """
    if findings := (*check(domain), *_missing_in_libvirt(domain)):
        raise Refusal(findings)
    root = Element("domain", type="xen")
    for line in _comments(domain):
        root.append(Comment(f" {_plain(line)} "))
    _identity(root, domain)
    _os(root, domain)
    _features(root, domain)
    _clock(root, domain)
    for event, action in (("poweroff", "destroy"), ("reboot", "restart"), ("crash", "restart")):
        SubElement(root, f"on_{event}").text = action
    _devices(SubElement(root, "devices"), domain)
    indent(root)
    return f"{tostring(root, encoding='unicode')}\n"


def _missing_in_libvirt(domain: Domain) -> Iterator[Finding]:
    wanted = (
        (domain.hdtype == "ahci", "hdtype = ahci", Phrase("its disks are IDE disks")),
        (
            not domain.xen_platform_pci,
            "xen_platform_pci = 0",
            Phrase("its platform device is always there"),
        ),
        (
            domain.vga not in _VIDEO,
            f"vga = {domain.vga}",
            Phrase("a guest always has a video card"),
        ),
        (
            domain.serial not in ("", "pty", "none") and not domain.serial.startswith("/"),
            f"serial = {domain.serial}",
            Phrase("only pty and devices are handed on"),
        ),
        *(
            (
                getattr(domain, key),
                key,
                Phrase("it finds QEMU and the firmware itself"),
            )
            for key in ("bios_path_override", "device_model_override")
        ),
        *(
            (
                not xml_text.fits(disk.target),
                disk.target,
                Phrase("XML cannot hold all of its characters"),
            )
            for disk in domain.disks
        ),
    )
    for missing, what, reason in wanted:
        if missing:
            yield finding("E504", what=what, reason=reason)


def _comments(domain: Domain) -> Iterator[str]:
    yield "For libvirt: virsh -c xen:///system define FILE"
    yield from domain.comments
    if not domain.hpet:
        yield "libvirt cannot switch off the HPET; xl can."
    if domain.ms_vm_genid or domain.smbios_serial:
        yield "libvirt gives Xen neither a generation ID nor SMBIOS strings; xl does."


def _identity(root: Element, domain: Domain) -> None:
    SubElement(root, "name").text = domain.name
    if domain.uuid:
        SubElement(root, "uuid").text = domain.uuid
    for amount in ("memory", "currentMemory"):
        SubElement(root, amount, unit="MiB").text = str(domain.memory)
    SubElement(root, "vcpu").text = str(domain.vcpus)


def _os(root: Element, domain: Domain) -> None:
    """Where the firmware lies is for libvirt to know: it differs from host to host."""
    uefi = {"firmware": "efi"} if domain.firmware == "uefi" else {}
    system = SubElement(root, "os", uefi)
    SubElement(system, "type", arch="x86_64", machine="xenfv").text = "hvm"
    for letter in domain.boot:
        SubElement(system, "boot", dev=_BOOT[letter])


def _features(root: Element, domain: Domain) -> None:
    """A feature that is left out is off. Before libvirt 10 Viridian was a feature by that name."""
    features = SubElement(root, "features")
    for name in ("acpi", "apic", "pae", "viridian"):
        if getattr(domain, name):
            SubElement(features, name)
    if domain.viridian:
        hyperv = SubElement(features, "hyperv", mode="custom")
        for name in _ENLIGHTENMENTS:
            SubElement(hyperv, name, state="on")


def _clock(root: Element, domain: Domain) -> None:
    clock = SubElement(root, "clock", offset="localtime" if domain.localtime else "utc")
    SubElement(clock, "timer", name="hpet", present="yes" if domain.hpet else "no")


def _devices(devices: Element, domain: Domain) -> None:
    for disk in domain.disks:
        _disk(devices, disk)
    for vif in domain.vifs:
        _interface(devices, vif)
    if domain.serial not in ("", "none"):
        serial = SubElement(devices, "serial", type="dev" if domain.serial != "pty" else "pty")
        if domain.serial != "pty":
            SubElement(serial, "source", path=domain.serial)
        SubElement(serial, "target", port="0")
    if domain.usb_tablet:
        SubElement(devices, "input", type="tablet", bus="usb")
    SubElement(devices, "graphics", type="vnc", port="-1", autoport="yes")
    video = SubElement(devices, "video")
    SubElement(video, "model", type=_VIDEO[domain.vga])


def _disk(devices: Element, disk: Vbd) -> None:
    """QEMU opens image files, Xen itself block devices; an empty drive has neither."""
    _note(devices, disk.note)
    block = disk.target.startswith("/dev/")
    element = SubElement(
        devices,
        "disk",
        type="block" if block else "file",
        device="cdrom" if disk.cdrom else "disk",
    )
    if disk.target:
        driver = "phy" if block and disk.format == "raw" else "qemu"
        SubElement(element, "driver", name=driver, type=disk.format)
        SubElement(element, "source", {"dev" if block else "file": disk.target})
    SubElement(element, "target", dev=disk.vdev, bus="ide" if disk.vdev[0] == "h" else "xen")
    if disk.cdrom:
        SubElement(element, "readonly")


def _interface(devices: Element, vif: Vif) -> None:
    _note(devices, vif.note)
    element = SubElement(devices, "interface", type="bridge")
    if vif.mac:
        SubElement(element, "mac", address=vif.mac)
    SubElement(element, "source", bridge=vif.bridge)
    SubElement(element, "model", type=vif.model)


def _note(parent: Element, text: str) -> None:
    if text:
        parent.append(Comment(f" {_plain(text)} "))


def _plain(text: str) -> str:
    """``text`` as a comment may hold it: on one line, and with no two hyphens in a row."""
    printable = "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text
    )
    return re.sub("-(?=-)", "- ", xml_text.fitting(printable))
