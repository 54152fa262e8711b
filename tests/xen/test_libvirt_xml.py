"""What is written for libvirt: checked by libvirt's own schema, and read back by another parser."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.xen.domain import Domain, Vbd, Vif, check
from engine.xen.libvirt_xml import libvirt

SCHEMA = Path("/usr/share/libvirt/schemas/domain.rng")

DOMAIN = Domain(
    name="w2003",
    memory=512,
    vcpus=2,
    uuid="564d4f1e-aaaa-bbbb-cccc-0123456789ab",
    apic=False,
    localtime=True,
    serial="pty",
    disks=(
        Vbd("/srv/w2003/disk 1.raw", "hda", note="scsi0:0 w2003--1.vmdk"),
        Vbd("/dev/vg/data", "hdb"),
        Vbd("/srv/more.qcow2", "hdd", "qcow2"),
        Vbd("/srv/most.vhd", "xvde", "vhd"),
        Vbd("", "hdc", cdrom=True, note="ide1:0"),
    ),
    vifs=(
        Vif("00:0c:29:01:02:03", "xenbr0", "e1000", note="ethernet0"),
        Vif("", "br-lan", "rtl8139"),
    ),
    comments=("Made from w2003.vmx",),
)
UEFI = replace(DOMAIN, firmware="uefi", viridian=True, vga="stdvga", boot="ncd", hpet=False)


def read(domain: Domain) -> Element:
    root: Element = fromstring(libvirt(domain))
    return root


def attributes(root: Element, path: str) -> list[dict[str, str]]:
    return [each.attrib for each in root.findall(path)]


@pytest.mark.parametrize(
    "domain",
    [
        DOMAIN,
        UEFI,
        Domain("bare", 64, 1, usb_tablet=False, pae=False, acpi=False, apic=False),
        replace(DOMAIN, serial="/dev/ttyS0", vga="qxl", uuid=""),
        replace(DOMAIN, disks=(Vbd("/srv/setup.iso", "hdc", cdrom=True),)),
    ],
)
def test_libvirt_s_schema_takes_it(domain: Domain, tmp_path: Path) -> None:
    if not SCHEMA.exists() or not shutil.which("xmllint"):
        pytest.skip("needs libvirt0 and libxml2-utils")
    file = tmp_path / "domain.xml"
    file.write_text(libvirt(domain))
    command = ["xmllint", "--nonet", "--noout", "--relaxng", str(SCHEMA), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_identity_and_size() -> None:
    root = read(DOMAIN)
    assert root.get("type") == "xen"
    assert [root.findtext(key) for key in ("name", "uuid", "memory", "vcpu")] == [
        "w2003",
        "564d4f1e-aaaa-bbbb-cccc-0123456789ab",
        "512",
        "2",
    ]
    assert attributes(root, "memory") == [{"unit": "MiB"}]
    assert root.findtext("os/type") == "hvm"


def test_features_that_are_left_out_are_off() -> None:
    assert [each.tag for each in read(DOMAIN).findall("features/*")] == ["acpi", "pae"]
    root = read(UEFI)
    assert [each.tag for each in root.findall("features/*")] == [
        "acpi",
        "pae",
        "viridian",
        "hyperv",
    ]
    assert [each.tag for each in root.findall("features/hyperv/*[@state='on']")] == [
        "relaxed",
        "vapic",
        "vpindex",
        "frequencies",
    ]


def test_firmware_boot_order_and_clock() -> None:
    bios, uefi = read(DOMAIN), read(UEFI)
    assert (attributes(bios, "os"), attributes(uefi, "os")) == ([{}], [{"firmware": "efi"}])
    assert [each["dev"] for each in attributes(bios, "os/boot")] == ["hd", "cdrom"]
    assert [each["dev"] for each in attributes(uefi, "os/boot")] == ["network", "hd", "cdrom"]
    assert attributes(bios, "clock") == [{"offset": "localtime"}]
    assert attributes(read(Domain("utc", 64, 1)), "clock") == [{"offset": "utc"}]
    assert attributes(uefi, "clock/timer") == [{"name": "hpet", "present": "no"}]
    assert "HPET" in libvirt(UEFI)


def test_disks() -> None:
    root = read(DOMAIN)
    kinds = [(each["type"], each["device"]) for each in attributes(root, "devices/disk")]
    assert kinds == [
        ("file", "disk"),
        ("block", "disk"),
        ("file", "disk"),
        ("file", "disk"),
        ("file", "cdrom"),
    ]
    assert attributes(root, "devices/disk/source") == [
        {"file": "/srv/w2003/disk 1.raw"},
        {"dev": "/dev/vg/data"},
        {"file": "/srv/more.qcow2"},
        {"file": "/srv/most.vhd"},
    ]
    assert [(each["name"], each["type"]) for each in attributes(root, "devices/disk/driver")] == [
        ("qemu", "raw"),
        ("phy", "raw"),
        ("qemu", "qcow2"),
        ("qemu", "vhd"),
    ]
    assert [(each["dev"], each["bus"]) for each in attributes(root, "devices/disk/target")] == [
        ("hda", "ide"),
        ("hdb", "ide"),
        ("hdd", "ide"),
        ("xvde", "xen"),
        ("hdc", "ide"),
    ]


def test_cards_console_and_screen() -> None:
    root = read(DOMAIN)
    assert attributes(root, "devices/interface/mac") == [{"address": "00:0c:29:01:02:03"}]
    assert attributes(root, "devices/interface/source") == [
        {"bridge": "xenbr0"},
        {"bridge": "br-lan"},
    ]
    assert attributes(root, "devices/interface/model") == [{"type": "e1000"}, {"type": "rtl8139"}]
    assert attributes(root, "devices/serial") == [{"type": "pty"}]
    assert attributes(root, "devices/input") == [{"type": "tablet", "bus": "usb"}]
    assert attributes(root, "devices/video/model") == [{"type": "cirrus"}]
    dev = read(replace(DOMAIN, serial="/dev/ttyS0"))
    assert attributes(dev, "devices/serial/source") == [{"path": "/dev/ttyS0"}]
    assert attributes(read(replace(DOMAIN, serial="")), "devices/serial") == []


@pytest.mark.parametrize(
    "domain",
    [
        replace(DOMAIN, hdtype="ahci"),
        replace(DOMAIN, xen_platform_pci=False),
        replace(DOMAIN, vga="none"),
        replace(DOMAIN, serial="tcp:127.0.0.1:4444"),
        replace(DOMAIN, disks=(Vbd("/srv/\uffff.raw", "hda"),)),
    ],
)
def test_what_libvirt_does_not_have_is_refused(domain: Domain) -> None:
    assert check(domain) == ()
    with pytest.raises(Refusal) as caught:
        libvirt(domain)
    assert [each.code for each in caught.value.findings] == ["E504"]


ANY_TEXT = st.text(st.characters() | st.sampled_from("-<>&\"'\n\r\t\0]\uffff"))


@given(ANY_TEXT.map(lambda text: f"/{text}"), ANY_TEXT)
def test_paths_and_comments_are_read_back_or_refused(path: str, note: str) -> None:
    domain = replace(DOMAIN, disks=(Vbd(path, "hda", note=note),), comments=(note,))
    if check(domain) or set(path) & {"\ufffe", "\uffff"}:
        with pytest.raises(Refusal):
            libvirt(domain)
        return
    root = read(domain)
    [source] = attributes(root, "devices/disk/source")
    assert list(source.values()) == [path]
