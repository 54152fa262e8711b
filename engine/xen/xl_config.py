"""A domain as text: the file for xl of Xen 4 (``xl``) and the one for xm of Xen 3 (``xm``).

Both read strings in double quotes where a backslash quotes the next character: xl by its own
scanner (libxlu_cfg_l.l), xm because its file is a Python program. One way of quoting serves both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.findings import Finding, Refusal, finding
from engine.phrase import Phrase
from engine.xen.domain import Domain, Model, Vbd, Vif, check
from engine.xen.target import facts

Entry = tuple[str, str]  # an element of a list, and a comment on it
Value = str | int | list[Entry]  # an int is also what xl and xm take for a flag


def xl(domain: Domain) -> str:
    """The configuration for ``xl create``, Xen 4.2 to today (xl.cfg(5), xl-disk-configuration(5)).

    Raises Refusal (E501, E502) for what Xen would not take.
    """
    _refuse(check(domain))
    return "\n".join(
        (
            _comment("For xl (Xen 4): xl create FILE", *domain.comments),
            _block("", **_named(domain)),
            _block(
                "The same in the words of Xen since 4.10 and before.", type="hvm", builder="hvm"
            ),
            _block("", memory=domain.memory, vcpus=domain.vcpus),
            _block(
                "Nothing is left to the default: xl has pae, acpi and apic on, Xen 3 had them off.",
                **_flags(domain),
                nx=int(domain.nx and domain.pae),  # there is no NX without PAE
                hpet=int(domain.hpet),
                viridian=int(domain.viridian),
            ),
            *_platform_device(domain),
            _clock(domain),
            *_generation_id(domain),
            *_smbios(domain),
            *_firmware(domain),
            *_device_model(domain),
            _block(
                "target= comes last: whatever follows belongs to the path.",
                boot=domain.boot,
                hdtype=domain.hdtype,
                disk=[(_xl_disk(each), each.note) for each in domain.disks],
            ),
            _block(
                "The same MAC addresses as before.",
                vif=[(_vif(each, each.model), each.note) for each in domain.vifs],
            ),
            _block("", vga=domain.vga, vnc=1, **_ports(domain)),
        )
    )


def xm(domain: Domain) -> str:
    """The configuration for ``xm create`` of Xen 3.0.3 (xmexample.hvm), with no later keys.

    Raises Refusal: E501 and E502 as :func:`xl`, E503 for what that Xen does not have.
    """
    _refuse((*check(domain), *_missing_in_xen_3(domain)))
    return "\n".join(
        (
            "# -*- mode: python; coding: utf-8 -*-",
            _comment("For xm (Xen 3): xm create FILE", *domain.comments),
            _block("", **_named(domain)),
            _DEVICE_MODEL,
            _block("", memory=domain.memory, vcpus=domain.vcpus),
            _block("Left out, these are off.", **_flags(domain)),
            _clock(domain),
            _block(
                "", boot=domain.boot, disk=[(_xm_disk(each), each.note) for each in domain.disks]
            ),
            _block(
                "The same MAC addresses as before; Xen 3.0 has no e1000.",
                vif=[
                    ("type=ioemu, " + _vif(each, _model_of_xen_3(each.model)), each.note)
                    for each in domain.vifs
                ],
            ),
            _block("", stdvga=int(domain.vga == "stdvga"), sdl=0, vnc=1, **_ports(domain)),
        )
    )


_DEVICE_MODEL = """\
# Where the host is a 64-bit one, the device model may be in lib64.
import os.path
kernel = "/usr/lib/xen/boot/hvmloader"
builder = "hvm"
device_model = "/usr/lib/xen/bin/qemu-dm"
if os.path.exists("/usr/lib64/xen/bin/qemu-dm"):
    device_model = "/usr/lib64/xen/bin/qemu-dm"
"""


def missing_in_xen_3(domain: Domain) -> tuple[Finding, ...]:
    """E503 for what Xen 3.0.3 does not have; empty if it has all."""
    return tuple(_missing_in_xen_3(domain))


def _refuse(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise Refusal(findings)


def _missing_in_xen_3(domain: Domain) -> Iterator[Finding]:
    wanted: tuple[tuple[object, str, str], ...] = (
        (domain.firmware == "uefi", "UEFI", Phrase("its firmware is a BIOS")),
        (domain.hdtype == "ahci", "hdtype = ahci", Phrase("its disks are IDE disks")),
        (
            domain.vga not in ("cirrus", "stdvga"),
            f"vga = {domain.vga}",
            Phrase("it has cirrus and stdvga"),
        ),
        ("n" in domain.boot, f"boot = {domain.boot}", Phrase("it cannot boot from the network")),
        (
            domain.device_model_override,
            "device_model_override",
            Phrase("it names its device model in another way"),
        ),
        (
            not domain.xen_platform_pci,
            "xen_platform_pci = 0",
            Phrase("its platform device is always there"),
        ),
        (domain.vcpus > 32, f"{domain.vcpus} vcpus", Phrase("it has 32 at most")),
        *(
            (
                disk.format != "raw",
                f"{disk.target} ({disk.format})",
                Phrase("it reads raw images only"),
            )
            for disk in domain.disks
        ),
        *(
            (disk.number > 15, disk.vdev, Phrase("its names end with xvdp"))
            for disk in domain.disks
        ),
    )
    for missing, what, reason in wanted:
        if missing:
            yield finding("E503", what=what, reason=reason)


def _named(domain: Domain) -> dict[str, Value]:
    uuid: dict[str, Value] = {"uuid": domain.uuid} if domain.uuid else {}
    return {"name": domain.name, **uuid}


def _flags(domain: Domain) -> dict[str, Value]:
    return {"pae": int(domain.pae), "acpi": int(domain.acpi), "apic": int(domain.apic)}


def _clock(domain: Domain) -> str:
    why = "Windows keeps the clock in local time." if domain.localtime else "The clock holds UTC."
    return _block(why, localtime=int(domain.localtime))


def _platform_device(domain: Domain) -> Iterator[str]:
    if not domain.xen_platform_pci:
        why = "Without Xen's platform device PV drivers leave the emulated disks and cards alone."
        yield _block(why, xen_platform_pci=0)


def _generation_id(domain: Domain) -> Iterator[str]:
    if domain.ms_vm_genid:
        why = "A new generation ID at every start; xl cannot be given the one there was."
        yield _block(why, ms_vm_genid="generate")


def _smbios(domain: Domain) -> Iterator[str]:
    if domain.smbios_serial:
        why = "The serial number of VMware's BIOS, for software bound to it (Xen 4.18 and later)."
        yield _block(why, smbios=[(f"system_serial_number={domain.smbios_serial}", "")])


def _firmware(domain: Domain) -> Iterator[str]:
    if domain.firmware == "bios":
        yield _block("", firmware="bios")
    else:
        why = "The same in the words of Xen since 4.10 and before."
        yield _block(why, firmware="uefi", bios="ovmf")
    if domain.bios_path_override:
        yield _block("", bios_path_override=domain.bios_path_override)


def _device_model(domain: Domain) -> Iterator[str]:
    if domain.device_model_override:
        yield _block(
            "What is started in QEMU's place; xl wants to be told that it is QEMU.",
            device_model_version="qemu-xen",
            device_model_override=domain.device_model_override,
        )


def _ports(domain: Domain) -> dict[str, Value]:
    tablet: dict[str, Value] = {"usb": 1, "usbdevice": "tablet"} if domain.usb_tablet else {}
    return tablet | ({"serial": domain.serial} if domain.serial else {})


def _xl_disk(disk: Vbd) -> str:
    kind = "access=ro, devtype=cdrom" if disk.cdrom else "access=rw"
    if not disk.target:
        return f"vdev={disk.vdev}, {kind}"
    # Xen's block script gets such a path with escapes in it and finds no file; QEMU opens it.
    backend = "backendtype=qdisk, " if re.search(r"[^ -~]|\\", disk.target) else ""
    return f"format={disk.format}, vdev={disk.vdev}, {kind}, {backend}target={disk.target}"


def _xm_disk(disk: Vbd) -> str:
    prefix = "phy:" if disk.target.startswith("/dev/") else "file:" if disk.target else ""
    kind = f"{disk.vdev}:cdrom,r" if disk.cdrom else f"{disk.vdev},w"
    return f"{prefix}{disk.target},{kind}"


def _model_of_xen_3(model: Model) -> Model:
    return model if model in facts("xen-3.0.3").models else "rtl8139"


def _vif(vif: Vif, model: str) -> str:
    mac = f"mac={vif.mac}, " if vif.mac else ""
    return f"{mac}bridge={vif.bridge}, model={model}"


def _block(why: str, **settings: Value) -> str:
    """Settings that belong together, below a comment that says why they are there."""
    lines = (f"{key} = {_literal(value)}\n" for key, value in settings.items())
    return (_comment(why) if why else "") + "".join(lines)


def _literal(value: Value) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if not value:
        return "[]"
    return "[\n" + "".join(map(_element, value)) + "]"


def _element(entry: Entry) -> str:
    text, note = entry
    return (f"    {_comment(note)}" if note else "") + f"    {quoted(text)},\n"


def quoted(text: str) -> str:
    """A text in double quotes, as both read it; :func:`check` refuses control characters."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _comment(*lines: str) -> str:
    """A comment of ``lines``, whatever is in them: a name must not end it and become a setting."""
    return "".join(f"# {_one_line(line)}\n" for line in lines)


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
