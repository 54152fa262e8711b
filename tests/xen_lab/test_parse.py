"""Each configuration that is written is read by xl as it was meant, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from fixtures import machine as fixtures
from fixtures.layouts import LAYOUTS
from fixtures.vmx import CONTROLLERS
from xen import golden

from engine.choices import Choices
from engine.findings import Refusal, blocking
from engine.job.convert import plan
from engine.vmware import machine
from engine.xen.domain import Domain, Firmware, Hdtype, Vbd, Vga, Vif
from engine.xen.xl_config import xl
from xen_lab.lab import Lab
from xen_lab.transcript import Transcript

PLAIN = Domain(
    name="w2003",
    memory=512,
    vcpus=2,
    uuid="564d4f1e-aaaa-bbbb-cccc-0123456789ab",
    serial="pty",
    disks=(
        Vbd("/srv/w2003/disk 1.img", "hda", note="scsi0:0 w2003.vmdk"),
        Vbd("/dev/vg/data", "hdb"),
        Vbd("/srv/w2003/more.qcow2", "xvde", "qcow2"),
        Vbd("/srv/w2003/yet more.vhd", "xvdaa", "vhd"),
        Vbd("", "hdc", cdrom=True, note="ide1:0"),
    ),
    vifs=(
        Vif("00:0c:29:01:02:03", "xenbr0", "e1000", note="ethernet0"),
        Vif("00:50:56:04:05:06", "br-lan.12", "rtl8139"),
    ),
    comments=('Made from the VMware machine "naïve \\ 测试" (memory = 1).',),
)
PATHS = (
    "/srv/with space.img", "/srv/it's.img", '/srv/a "quoted" one.img', "/srv/back\\slash.img",
    "/srv/ü測試🜁.img", "/srv/a:b.img", "/srv/vdev=hdb.img", "/srv/raw:x #1;[2]{3}%24$HOME.img",
    "/srv/ends with space ", "/" + "x" * 255 + "/" + "y" * 255,
)  # fmt: skip
NAMES = ("a", "0x1", "W2K3_R2.ent+sp2:old-1", "n" * 80, "1e5")


def written() -> Iterator[tuple[str, Domain]]:
    """Domains with each flag both ways, each word of each kind, and what is odd in names."""
    flags = ("pae", "acpi", "apic", "nx", "hpet", "viridian", "localtime", "ms_vm_genid")
    for flag, on in product(flags, (True, False)):
        changes: dict[str, Any] = {flag: on}
        yield f"{flag}={on:d}", replace(PLAIN, **changes)
    firmwares: tuple[Firmware, ...] = get_args(Firmware)
    hdtypes: tuple[Hdtype, ...] = get_args(Hdtype)
    for firmware, hdtype in product(firmwares, hdtypes):
        yield f"{firmware}, {hdtype}", replace(PLAIN, firmware=firmware, hdtype=hdtype)
    vgas: tuple[Vga, ...] = get_args(Vga)
    for vga, boot in zip(vgas, ("c", "d", "cdn", "ncd"), strict=True):
        yield f"vga={vga}, boot={boot}", replace(PLAIN, vga=vga, boot=boot)
    yield "bare", Domain("bare", 32, 1, usb_tablet=False)
    yield "large", replace(PLAIN, memory=16 << 20, vcpus=128)
    yield "no MAC, no disks", replace(PLAIN, uuid="", disks=(), vifs=(Vif("", "ovs0", "e1000"),))
    for path in PATHS:
        yield f"path {path[:40]}", replace(PLAIN, disks=(Vbd(path, "hda"),))
    for name in NAMES:
        yield f"name {name[:40]}", replace(PLAIN, name=name)


def meant(domain: Domain) -> dict[str, object]:
    """What xl is to read, under the names of :func:`read`."""
    return {
        "type": "hvm",
        "name": domain.name,
        "memory": domain.memory << 10,
        "vcpus": domain.vcpus,
        "firmware": {"bios": "seabios", "uefi": "ovmf"}[domain.firmware],
        "hdtype": domain.hdtype,
        "flags": (domain.pae, domain.acpi, domain.apic, domain.nx and domain.pae, domain.hpet),
        "viridian": domain.viridian,
        "localtime": domain.localtime,
        "ms_vm_genid": domain.ms_vm_genid,
        "boot": domain.boot,
        "vga": {"stdvga": "std"}.get(domain.vga, domain.vga),
        "vnc": True,
        "usb": (domain.usb_tablet, "tablet" if domain.usb_tablet else ""),
        "serial": domain.serial,
        "disks": [
            (
                disk.vdev, disk.target, disk.format if disk.target else "empty",
                not disk.cdrom, disk.cdrom,
            )
            for disk in domain.disks
        ],
        "vifs": [(vif.mac, vif.bridge, vif.model) for vif in domain.vifs],
        **({"uuid": domain.uuid} if domain.uuid else {}),
    }  # fmt: skip


def read(found: Mapping[str, Any], domain: Domain) -> dict[str, object]:
    """The same of xl's JSON, which leaves out what is at its default."""
    build, hvm = found["b_info"], found["b_info"]["type.hvm"]

    def on(settings: Mapping[str, Any], *keys: str) -> tuple[bool, ...]:
        return tuple({"True": True, "False": False}[settings[key]] for key in keys)

    return {
        "type": found["c_info"]["type"],
        "name": found["c_info"]["name"],
        "memory": build["max_memkb"],
        "vcpus": build["max_vcpus"],
        "firmware": hvm.get("bios", "seabios"),
        "hdtype": hvm.get("hdtype", "ide"),
        "flags": (*on(hvm, "pae"), *on(build, "acpi", "apic"), *on(hvm, "nx", "hpet")),
        "viridian": on(hvm, "viridian")[0],
        "localtime": on(build, "localtime")[0],
        "ms_vm_genid": any(hvm.get("ms_vm_genid", ())),
        "boot": hvm["boot"],
        "vga": hvm["vga"].get("kind", "cirrus"),
        "vnc": on(hvm["vnc"], "enable")[0],
        "usb": (hvm.get("usb") == "True", hvm.get("usbdevice", "")),
        "serial": hvm.get("serial", ""),
        "disks": [
            (
                disk["vdev"], disk.get("pdev_path", ""), disk["format"],
                bool(disk.get("readwrite", 0)), bool(disk.get("is_cdrom", 0)),
            )
            for disk in found.get("disks", ())
        ],
        "vifs": [
            (nic.get("mac", ""), nic["bridge"], nic.get("model")) for nic in found.get("nics", ())
        ],
        **({"uuid": found["c_info"]["uuid"]} if domain.uuid else {}),
    }  # fmt: skip


def compare(lab: Lab, file: Path, domain: Domain, text: str) -> None:
    file.write_text(text)
    assert read(lab.parsed(file), domain) == meant(domain)


WRITTEN = dict(written())


@pytest.mark.parametrize("name", WRITTEN)
def test_written(lab: Lab, place: Path, transcript: Transcript, name: str) -> None:
    compare(lab, place / "written.cfg", WRITTEN[name], xl(WRITTEN[name]))
    transcript.parsed.append(name)


def exported(path: Path, **settings: str) -> tuple[Domain, str]:
    """What ``vmx2xen config`` makes of a machine."""
    settings = {"images": "/srv/xen", **settings}
    choices = Choices(settings=settings, trusted=True)
    domain, findings = plan.domain(machine.read(path, trusted=True), choices)
    if blocking(findings):
        raise Refusal(findings)
    return domain, xl(domain)


@pytest.mark.parametrize("name", golden.MACHINES)
def test_golden_files(lab: Lab, place: Path, transcript: Transcript, name: str) -> None:
    """As they are in the repository."""
    domain, _ = exported(golden.FOLDER / f"{name}.vmx")
    text = (golden.FOLDER / f"{name}.xl.cfg").read_text("utf-8")
    compare(lab, place / "golden.cfg", domain, text)
    transcript.parsed.append(f"golden {name}")


CASES = [
    *(("monolithicSparse", controller) for controller in CONTROLLERS),
    *((layout, "scsi") for layout in LAYOUTS),
]


@pytest.mark.parametrize(("layout", "controller"), CASES)
def test_machines_of_the_fixtures(
    lab: Lab, place: Path, tmp_path: Path, transcript: Transcript, layout: str, controller: str
) -> None:
    built = fixtures.build(tmp_path / "vm", layout=layout, controller=controller, size=4 << 20)
    compare(lab, place / "fixture.cfg", *exported(built.vmx, serial="pty"))
    transcript.parsed.append(f"{layout}, {controller}")


def test_machines_of_others(lab: Lab, place: Path, samples: Path, transcript: Transcript) -> None:
    """Real .vmx files, without their disks; those that are refused are no matter of xl's."""
    taken = 0
    for file in sorted((samples / "vmx").glob("*.vmx")):
        try:
            domain, text = exported(file)
        except Refusal:
            continue
        compare(lab, place / "sample.cfg", domain, text)
        transcript.parsed.append(file.name)
        taken += 1
    assert taken
