"""``--set KEY=VALUE``, key by key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.findings import Finding, Refusal
from engine.xen.domain import Domain, Vbd, Vif
from engine.xen.overrides import KEYS, apply
from engine.xen.xl_config import xl

DOMAIN = Domain(
    "guest",
    512,
    1,
    disks=(Vbd("/srv/a.raw", "hda"),),
    vifs=(
        Vif("00:0c:29:00:00:01", "xenbr0", "rtl8139"),
        Vif("00:0c:29:00:00:02", "xenbr0", "rtl8139"),
    ),
)
ONE_CARD = Domain("guest", 512, 1, vifs=DOMAIN.vifs[:1])


def refused(domain: Domain, settings: dict[str, str]) -> tuple[Finding, ...]:
    with pytest.raises(Refusal) as caught:
        apply(domain, settings)
    return caught.value.findings


def test_nothing_set_changes_nothing() -> None:
    assert apply(DOMAIN, {}) == DOMAIN


@pytest.mark.parametrize(
    ("key", "value", "field", "expected"),
    [
        ("name", "other", "name", "other"),
        ("uuid", "564d4f1e-aaaa-bbbb-cccc-0123456789ab", "uuid", None),
        ("memory", "1024", "memory", 1024),
        ("memory", " 64 ", "memory", 64),
        ("vcpus", "4", "vcpus", 4),
        ("cores-per-socket", "2", "cores_per_socket", 2),
        ("firmware", "uefi", "firmware", "uefi"),
        ("pae", "0", "pae", False),
        ("acpi", "off", "acpi", False),
        ("apic", "no", "apic", False),
        ("nx", "false", "nx", False),
        ("hpet", "0", "hpet", False),
        ("viridian", "1", "viridian", True),
        ("xen_platform_pci", "0", "xen_platform_pci", False),
        ("localtime", "Yes", "localtime", True),
        ("ms_vm_genid", "generate", "ms_vm_genid", True),
        ("boot", "dc", "boot", "dc"),
        ("hdtype", "AHCI", "hdtype", "ahci"),
        ("vga", "stdvga", "vga", "stdvga"),
        ("usbdevice", "none", "usb_tablet", False),
        ("usbdevice", "tablet", "usb_tablet", True),
        ("serial", "pty", "serial", "pty"),
        ("serial", "none", "serial", ""),
        ("smbios.serial", "VMware-56 4d", "smbios_serial", "VMware-56 4d"),
        ("smbios.serial", "none", "smbios_serial", ""),
    ],
)
def test_each_key(key: str, value: str, field: str, expected: object) -> None:
    changed = apply(DOMAIN, {key: value})
    assert getattr(changed, field) == (value if expected is None else expected)
    xl(changed)


def test_all_cards_or_one() -> None:
    general = apply(DOMAIN, {"bridge": "br1", "nic.model": "e1000"})
    assert [(vif.bridge, vif.model) for vif in general.vifs] == [("br1", "e1000")] * 2
    special = apply(DOMAIN, {"nic1.model": "e1000", "nic0.bridge": "br7"})
    assert [(vif.bridge, vif.model) for vif in special.vifs] == [
        ("br7", "rtl8139"),
        ("xenbr0", "e1000"),
    ]


def test_one_card_is_stronger_than_all_in_any_order() -> None:
    for settings in (
        {"nic0.model": "rtl8139", "nic.model": "e1000"},
        {"nic.model": "e1000", "nic0.model": "rtl8139"},
    ):
        assert [vif.model for vif in apply(DOMAIN, settings).vifs] == ["rtl8139", "e1000"]
    both = apply(DOMAIN, {"nic0.bridge": "br0", "bridge": "br1"})
    assert [vif.bridge for vif in both.vifs] == ["br0", "br1"]


def test_bridges_by_network() -> None:
    cards = (
        Vif("", "xenbr0", "e1000", network="VM Network"),
        Vif("", "xenbr0", "e1000", network="nat"),
        Vif("", "xenbr0", "e1000", network="NAT"),
    )
    of = replace(DOMAIN, vifs=cards)
    for settings, bridges in (
        ({"bridge.vm network": "br1"}, ["br1", "xenbr0", "xenbr0"]),
        ({"bridge.NAT": "br1"}, ["xenbr0", "br1", "br1"]),
        ({"nic2.bridge": "br9", "bridge.nat": "br1", "bridge": "br0"}, ["br0", "br1", "br9"]),
        ({"nic.bridge": "br0", "bridge.nat": "br1"}, ["br0", "br1", "br1"]),
    ):
        assert [vif.bridge for vif in apply(of, settings).vifs] == bridges
    [fault] = refused(of, {"bridge.LAN": "br1"})
    assert "VM Network, nat, NAT" in fault.message


def test_a_disc_in_the_drive() -> None:
    of = replace(DOMAIN, disks=(*DOMAIN.disks, Vbd("", "hdc", cdrom=True)))
    disk, drive = apply(of, {"cdrom": "/srv/setup.iso"}).disks
    assert (disk.target, drive.target) == ("/srv/a.raw", "/srv/setup.iso")
    [fault] = refused(DOMAIN, {"cdrom": "/srv/setup.iso"})
    assert "no CD-ROM drive" in fault.message
    assert [each.code for each in refused(of, {"cdrom": "setup.iso"})] == ["E502"]


def test_mac_of_the_only_card_or_of_one() -> None:
    assert apply(ONE_CARD, {"mac": "00-16-3E-00-00-0A"}).vifs[0].mac == "00:16:3e:00:00:0a"
    assert apply(DOMAIN, {"nic1.mac": "00:16:3e:00:00:0a"}).vifs[1].mac == "00:16:3e:00:00:0a"
    [fault] = refused(DOMAIN, {"mac": "00:16:3e:00:00:0a"})
    assert "nic0.mac" in fault.message


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "a b"),
        ("uuid", "1234"),
        ("memory", "512 pages"),
        ("memory", "-1"),
        ("memory", "8"),
        ("memory", "9" * 5000),
        ("memory", "५१२"),
        ("vcpus", "0"),
        ("vcpus", "1.5"),
        ("cores-per-socket", "0"),
        ("firmware", "efi"),
        ("pae", "2"),
        ("acpi", ""),
        ("boot", "a"),
        ("hdtype", "scsi"),
        ("vga", "vmware"),
        ("usbdevice", "mouse"),
        ("serial", "a b"),
        ("smbios.serial", "ü"),
        ("smbios.serial", "x" * 65),
        ("ms_vm_genid", "1"),
        ("nic.model", "vmxnet3"),
        ("nic0.model", ""),
        ("nic2.model", "e1000"),
        ("nic0.mac", "zz:zz:zz:zz:zz:zz"),
        ("nic0.bridge", "a,b"),
    ],
)
def test_a_bad_value_says_the_key_and_why(key: str, value: str) -> None:
    [fault] = refused(DOMAIN, {key: value})
    assert fault.code == "E501"
    assert fault.message.startswith(f"{key} = ")
    assert f"--set {key}=" in fault.remedy


@pytest.mark.parametrize(
    "key", ["", "memroy", "Memory", "nicN.model", "nic01.model", "nic0.ip", "disk"]
)
def test_an_unknown_key_lists_the_known_ones(key: str) -> None:
    [fault] = refused(DOMAIN, {key: "1"})
    assert fault.code == "E501"
    assert all(known in fault.message for known in KEYS)


def test_all_faults_are_told_at_once() -> None:
    faults = refused(DOMAIN, {"memory": "1", "vga": "no", "wrong": "1", "vcpus": "2"})
    assert sorted(each.message.split(" ")[0] for each in faults) == ["memory", "vga", "wrong"]


REAL_KEYS = [key.replace("N", "0") for key in KEYS]
SOME_VALUES = st.sampled_from(["0", "1", "64", "e1000", "br1", "none", "uefi", "dc", "a\nb", "a,b"])


@given(st.dictionaries(st.sampled_from(REAL_KEYS) | st.text(), SOME_VALUES | st.text(), max_size=3))
def test_any_setting_is_taken_or_refused(settings: dict[str, str]) -> None:
    codes = {"E501"}
    try:
        xl(apply(DOMAIN, settings))
    except Refusal as refusal:
        codes = {each.code for each in refusal.findings}
    assert codes == {"E501"}


@pytest.mark.parametrize(("value", "mebibytes"), [("2048", 2048), ("2G", 2048), ("512 MiB", 512)])
def test_memory_may_have_a_unit(value: str, mebibytes: int) -> None:
    assert apply(DOMAIN, {"memory": value}).memory == mebibytes
