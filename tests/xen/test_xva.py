"""ova.xml: what XAPI is told, read by Python's own XML-RPC."""

from __future__ import annotations

import shlex
import xmlrpc.client
from dataclasses import replace
from typing import Any

import pytest
from fixtures import xapi_pool
from hypothesis import given
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.xen import xva
from engine.xen.domain import Domain, Model, Vbd, Vif

DOMAIN = Domain(
    name="w2003",
    memory=512,
    vcpus=2,
    uuid="564d4f1e-aaaa-bbbb-cccc-0123456789ab",
    apic=False,
    vga="stdvga",
    disks=(
        Vbd("/srv/a.raw", "hda"),
        Vbd("/srv/b.raw", "hdb"),
        Vbd("/srv/c.raw", "xvde"),
        Vbd("", "hdc", cdrom=True),
    ),
    vifs=(
        Vif("00:0c:29:01:02:03", "xenbr0", "e1000"),
        Vif("00:0c:29:01:02:04", "xenbr1", "e1000"),
        Vif("", "xenbr0", "e1000"),
    ),
)
SIZES = (5 << 20, (1 << 20) + 1, 1 << 40)


def read(domain: Domain = DOMAIN, sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    inner = xva.ova_xml(domain, sizes).decode().partition("?>")[2]
    reply = f"<methodResponse><params><param>{inner}</param></params></methodResponse>"
    (found,), _ = xmlrpc.client.loads(reply)
    assert isinstance(found, dict)
    return found


def records(found: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {each["id"]: each["snapshot"] for each in found["objects"] if each["class"] == kind}


def test_the_machine() -> None:
    [(_, vm)] = records(read(), "VM").items()
    assert (vm["name_label"], vm["uuid"]) == ("w2003", DOMAIN.uuid)
    assert {vm[f"memory_{key}"] for key in ("static_max", "dynamic_max", "dynamic_min")} == {
        str(512 << 20)
    }
    assert (vm["VCPUs_max"], vm["VCPUs_at_startup"]) == ("2", "2")
    assert vm["HVM_boot_params"] == {"firmware": "bios", "order": "cd"}
    assert vm["domain_type"] == "hvm"
    platform = vm["platform"]
    assert {key: platform[key] for key in ("pae", "acpi", "apic", "viridian", "vga")} == {
        "pae": "true",
        "acpi": "true",
        "apic": "false",
        "viridian": "false",
        "vga": "std",
    }
    assert platform["device-model"] == "qemu-upstream-compat"


def test_uefi() -> None:
    [vm] = records(read(replace(DOMAIN, firmware="uefi")), "VM").values()
    assert vm["HVM_boot_params"]["firmware"] == "uefi"
    assert vm["platform"]["device-model"] == "qemu-upstream-uefi"


def told(**changes: Any) -> dict[str, Any]:
    """The VM of a domain with ``changes``."""
    [vm] = records(read(replace(DOMAIN, **changes)), "VM").values()
    found: dict[str, Any] = vm
    return found


def test_what_the_configuration_keeps_is_kept() -> None:
    """Generation ID, serial number, model of the cards, serial port, tablet, and the disks' bus."""
    plain = told(usb_tablet=False)
    assert (plain["generation_id"], plain["bios_strings"]) == ("", {})
    platform = plain["platform"]
    assert (platform["nic_type"], platform["hvm_serial"]) == ("e1000", "none")
    assert (platform["usb"], platform["usb_tablet"], platform["device_id"]) == (
        "false",
        "false",
        "0001",
    )
    assert not {"disk_type", "viridian_stimer"} & set(platform)
    serial = "VMware-56 4d 4f 1e aa aa bb bb-cc cc 01 23 45 67 89 ab"
    full = told(
        ms_vm_genid=True, smbios_serial=serial, serial="pty", viridian=True, firmware="uefi",
        vifs=(Vif("", "xenbr0", "rtl8139"),),
    )  # fmt: skip
    assert full["generation_id"] == "0:0"
    assert full["bios_strings"]["system-serial-number"] == serial
    assert set(full["bios_strings"]) >= xapi_pool.BIOS_STRINGS
    platform = full["platform"]
    assert (platform["nic_type"], platform["hvm_serial"], platform["usb_tablet"]) == (
        "rtl8139",
        "pty",
        "true",
    )
    assert (platform["disk_type"], platform["device_id"]) == ("ide", "0002")
    assert platform["viridian_stimer"] == platform["viridian_reference_tsc"] == "true"


@pytest.mark.parametrize(
    ("model", "nic_type"), [("pcnet", "rtl8139"), ("e1000e", "e1000"), ("e1000-82545em", "e1000")]
)
def test_other_cards_become_the_nearest(model: Model, nic_type: str) -> None:
    assert told(vifs=(Vif("", "xenbr0", model),))["platform"]["nic_type"] == nic_type


@pytest.mark.parametrize(("vcpus", "cores", "shared"), [(4, 2, "2"), (4, 1, None), (3, 2, None)])
def test_cores_share_sockets(vcpus: int, cores: int, shared: str | None) -> None:
    [vm] = records(read(replace(DOMAIN, vcpus=vcpus, cores_per_socket=cores)), "VM").values()
    assert vm["platform"].get("cores-per-socket") == shared


def test_disks_and_drive() -> None:
    found = read()
    vdis, vbds = records(found, "VDI"), records(found, "VBD")
    assert [int(vdi["virtual_size"]) for vdi in vdis.values()] == [5 << 20, 2 << 20, 1 << 40]
    assert list(vdis) == sorted(vdis) == [xva.disk_ref(index) for index in range(3)]
    shown = [(each["userdevice"], each["type"], each["bootable"]) for each in vbds.values()]
    assert shown == [
        ("0", "Disk", True),
        ("1", "Disk", False),
        ("4", "Disk", False),
        ("2", "CD", False),
    ]
    *disks, drive = vbds.values()
    assert [vdis[vbd["VDI"]]["VBDs"] for vbd in disks] == [[ref] for ref in list(vbds)[:3]]
    assert (drive["VDI"], drive["empty"], drive["mode"]) == ("OpaqueRef:NULL", True, "RO")


def test_every_reference_leads_somewhere() -> None:
    found = read()
    refs = [each["id"] for each in found["objects"]]
    assert len(refs) == len(set(refs))
    named = {value for each in found["objects"] for value in _refs(each["snapshot"])}
    assert named <= set(refs)
    assert set(refs) - named == set()
    uuids = [each["snapshot"]["uuid"] for each in found["objects"]]
    assert len(uuids) == len(set(uuids))


def _refs(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_refs, value.values()))
    if isinstance(value, list):
        return set().union(*map(_refs, value))
    return {value} if isinstance(value, str) and value.startswith("Ref:") else set()


def test_cards_and_networks() -> None:
    found = read()
    networks, vifs = records(found, "network"), records(found, "VIF")
    standard = "Pool-wide network associated with eth"
    names = [each["name_label"] for each in networks.values()]
    assert names == [f"{standard}0", f"{standard}1"]
    assert {each["bridge"] for each in networks.values()} == {""}
    assert [networks[vif["network"]]["name_label"] for vif in vifs.values()] == [
        f"{standard}0",
        f"{standard}1",
        f"{standard}0",
    ]
    assert [(vif["device"], vif["MAC"], vif["MAC_autogenerated"]) for vif in vifs.values()] == [
        ("0", "00:0c:29:01:02:03", False),
        ("1", "00:0c:29:01:02:04", False),
        ("2", "", True),
    ]


def test_the_same_domain_gives_the_same_bytes() -> None:
    assert xva.ova_xml(DOMAIN, SIZES) == xva.ova_xml(DOMAIN, SIZES)
    other = replace(DOMAIN, uuid="564d4f1e-aaaa-bbbb-cccc-0123456789ac")
    seeds = [
        next(iter(records(read(each), "VM").values()))["other_config"]["mac_seed"]
        for each in (DOMAIN, other, replace(DOMAIN, uuid=""))
    ]
    assert len(set(seeds)) == 3


def test_an_impossible_domain_is_refused() -> None:
    with pytest.raises(Refusal):
        xva.ova_xml(replace(DOMAIN, memory=1), SIZES)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_the_command_is_one_for_any_name(name: str) -> None:
    assert shlex.split(xva.command(name)) == [
        "xe",
        "vm-import",
        f"filename={name}",
        "preserve=true",
    ]
