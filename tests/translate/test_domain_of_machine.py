"""What becomes of each piece of a virtual machine's hardware."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.findings import Finding, blocking
from engine.translate.domain_of_machine import Image, domain_of, with_bridges
from engine.vmware.model import Bus, Cdrom, Disk, Nic, Slot, VirtualMachine
from engine.xen.domain import Domain, Vbd
from engine.xen.target import Target
from engine.xen.xl_config import xl, xm

UUID = "564d4f1e-aaaa-bbbb-cccc-0123456789ab"
CDROM = Cdrom(Slot("ide", 1, 0), "", connected=False)


def disk(bus: Bus, controller: int, unit: int) -> Disk:
    name = f"{bus}{controller}-{unit}.vmdk"
    return Disk(Slot(bus, controller, unit), name, Path(name), "persistent", "", None, ())


def nic(index: int = 0, model: str = "e1000", mac: str = "", network: str = "") -> Nic:
    mac = mac or f"00:0c:29:00:00:0{index}"
    return Nic(index, model, mac, "generated", "bridged", network)


def machine(guest_os: str = "winnetenterprise", **changes: Any) -> VirtualMachine:
    plain = VirtualMachine(
        Path("w2003.vmx"), "w2003", guest_os=guest_os, memory=512 << 20, uuid=UUID
    )
    return replace(plain, **changes)


def targets(*disks: Disk) -> Sequence[Image]:
    return [(each, f"/srv/{each.written.removesuffix('.vmdk')}.raw", "raw") for each in disks]


def domain(of: VirtualMachine, disks: Sequence[Disk] = (), **settings: str) -> Domain:
    found, findings = domain_of(of, targets(*disks), settings)
    assert blocking(findings) == ()
    return found


def findings(
    of: VirtualMachine, disks: Sequence[Disk] = (), settings: Mapping[str, str] | None = None
) -> list[Finding]:
    """Without what every Windows is told: tests/translate/test_windows_findings.py has that."""
    found = domain_of(of, targets(*disks), settings or {})[1]
    return [each for each in found if each.code not in ("W540", "W542")]


def codes(of: VirtualMachine, disks: Sequence[Disk] = ()) -> list[str]:
    return [each.code for each in findings(of, disks)]


def test_a_plain_machine_has_nothing_to_tell() -> None:
    plain = machine(nics=(nic(),), cdroms=(CDROM,))
    assert codes(plain, [disk("scsi", 0, 0)]) == []


def test_what_is_kept() -> None:
    kept = domain(machine(vcpus=2, hpet=True, memory=(512 << 20) + 1))
    assert (kept.name, kept.uuid, kept.vcpus, kept.memory) == ("w2003", UUID, 2, 513)
    assert kept.hpet
    assert not domain(machine(hpet=False)).hpet
    assert domain(machine(memory=4 << 20)).memory == 32


@pytest.mark.parametrize(
    ("guest_os", "localtime", "viridian", "model", "vga"),
    [
        ("winnetenterprise", True, False, "rtl8139", "cirrus"),
        ("winXPPro", True, False, "rtl8139", "cirrus"),
        ("winxppro-64", True, False, "e1000", "stdvga"),
        ("winNetStandard64Guest", True, False, "e1000", "stdvga"),
        ("win2000serv", True, False, "rtl8139", "cirrus"),
        ("winvista", True, True, "e1000", "stdvga"),
        ("longhorn-64", True, True, "e1000", "stdvga"),
        ("winLonghornGuest", True, True, "e1000", "stdvga"),
        ("windows7", True, True, "e1000", "stdvga"),
        ("windows2019srv-64", True, True, "e1000", "stdvga"),
        ("windows9_64Guest", True, True, "e1000", "stdvga"),
        ("debian6", False, False, "rtl8139", "cirrus"),
        ("rhel7-64", False, False, "e1000", "stdvga"),
        ("other26xlinux", False, False, "rtl8139", "cirrus"),
        ("", False, False, "rtl8139", "cirrus"),
    ],
)
def test_what_suits_the_guest(
    guest_os: str, localtime: bool, viridian: bool, model: str, vga: str
) -> None:
    fitted = domain(machine(guest_os, nics=(nic(model="vmxnet3"),)))
    assert (fitted.localtime, fitted.viridian) == (localtime, viridian)
    assert (fitted.vifs[0].model, fitted.vga) == (model, vga)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("e1000", "e1000-82545em", False),
        ("vlance", "pcnet", False),
        ("vmxnet3", "rtl8139", True),
        ("e1000e", "e1000e", False),
        ("", "rtl8139", True),
    ],
)
def test_network_card_models(before: str, after: str, told: bool) -> None:
    of = machine(nics=(nic(model=before),))
    assert domain(of).vifs[0].model == after
    assert codes(of) == (["W502"] if told else [])


@pytest.mark.parametrize(
    ("guest_os", "target", "before", "after"),
    [
        ("winnetenterprise", "xcp-ng-8.3", "e1000", "e1000"),
        ("windows7", "xcp-ng-8.2", "e1000e", "e1000"),
        ("winxppro", "xcp-ng-8.2", "e1000", "rtl8139"),  # which has no driver for QEMU's
        ("winxppro", "xen-3.0.3", "vlance", "pcnet"),
        ("winnetenterprise", "xen-3.0.3", "e1000", "rtl8139"),
        ("windows7", "xen-3.0.3", "e1000", "rtl8139"),
    ],
)
def test_network_cards_are_those_that_the_target_has(
    guest_os: str, target: Target, before: str, after: str
) -> None:
    of = machine(guest_os, nics=(nic(model=before),))
    found, told = domain_of(of, (), {}, target=target)
    assert found.vifs[0].model == after
    assert ("W502" in [each.code for each in told]) == (after != "pcnet")


def test_a_card_that_the_target_has_not_is_refused() -> None:
    of = machine(nics=(nic(),))
    _, told = domain_of(of, (), {"nic.model": "e1000e"}, target="xcp-ng-8.3")
    [error] = blocking(told)
    assert (error.code, "XCP-ng 8.3 has rtl8139, e1000" in error.message) == ("E501", True)


def test_mac_addresses_are_kept() -> None:
    macs = ("00:0c:29:01:02:03", "00:50:56:01:02:03", "00:50:56:bf:02:03", "52:54:00:01:02:03")
    of = machine(nics=tuple(nic(index, mac=mac) for index, mac in enumerate(macs)))
    assert tuple(vif.mac for vif in domain(of).vifs) == macs


def test_what_was_never_set_is_made_up_for_good() -> None:
    fresh = machine(uuid="", nics=(replace(nic(0), mac=""), replace(nic(1), mac="")))
    first, again = domain(fresh), domain(fresh)
    assert first == again
    assert len(first.uuid) == 36
    macs = {vif.mac for vif in first.vifs}
    assert len(macs) == 2
    assert all(mac.startswith("00:16:3e:") for mac in macs)
    assert domain(replace(fresh, name="other")).uuid != first.uuid


def test_networks_are_told_once_unless_a_bridge_was_chosen() -> None:
    of = machine(nics=(nic(0, network="LAN"), nic(1, network="LAN"), nic(2, network="DMZ"), nic(3)))
    assert {vif.bridge for vif in domain(of).vifs} == {"xenbr0"}
    assert [each.message for each in findings(of)] == [
        "The network LAN is connected to the bridge xenbr0.",
        "The network DMZ is connected to the bridge xenbr0.",
    ]
    assert findings(of, settings={"bridge": "br0"}) == []
    assert findings(of, settings={"nic.bridge": "br0"}) == []
    [left] = findings(of, settings={"nic2.bridge": "br0"})
    assert "LAN" in left.message


def test_a_network_is_told_until_its_bridge_is_chosen() -> None:
    nat = replace(nic(1), connection="nat")
    of = machine(nics=(nic(0, network="VM Network"), nat, nic(2)))
    assert [vif.network for vif in domain(of).vifs] == ["VM Network", "nat", ""]
    told = findings(of)
    assert ["VM Network" in told[0].message, "network nat" in told[1].message] == [True, True]
    assert "--set 'bridge.nat=…'" in told[1].remedy
    assert findings(of, settings={"bridge.vm network": "br1", "bridge.NAT": "br2"}) == []


def test_a_table_of_networks_gives_way_to_settings() -> None:
    of = machine(nics=(nic(0, network="LAN"), nic(1, network="DMZ")))
    table = {"LAN": "br1", "dmz": "br2", "elsewhere": "br3"}
    assert with_bridges({}, table, of) == {"bridge.LAN": "br1", "bridge.dmz": "br2"}
    chosen = with_bridges({"bridge.lan": "br9"}, table, of)
    assert [vif.bridge for vif in domain(of, (), **chosen).vifs] == ["br9", "br2"]


def test_disks_keep_their_order_so_that_the_boot_disk_is_hda() -> None:
    mixed = (disk("scsi", 0, 2), disk("ide", 0, 1), disk("scsi", 0, 10), disk("nvme", 0, 0))
    found = domain(machine(disks=mixed), (*mixed, disk("sata", 0, 1)))
    assert [(each.vdev, each.target, each.note) for each in found.disks] == [
        ("hda", "/srv/scsi0-2.raw", "scsi0:2 scsi0-2.vmdk"),
        ("hdb", "/srv/ide0-1.raw", "ide0:1 ide0-1.vmdk"),
        ("hdc", "/srv/scsi0-10.raw", "scsi0:10 scsi0-10.vmdk"),
        ("hdd", "/srv/nvme0-0.raw", "nvme0:0 nvme0-0.vmdk"),
        ("xvde", "/srv/sata0-1.raw", "sata0:1 sata0-1.vmdk"),
    ]
    assert any("order" in line for line in found.comments)


def test_the_drive_takes_a_place_and_the_rest_is_named() -> None:
    disks = [disk("scsi", 0, unit) for unit in range(5)]
    of = machine(cdroms=(CDROM,), disks=tuple(disks))
    found = domain(of, disks)
    assert [each.vdev for each in found.disks] == ["hda", "hdb", "hdd", "xvde", "xvdf", "hdc"]
    assert found.disks[-1] == Vbd("", "hdc", cdrom=True, note="ide1:0")
    [told] = findings(of, disks)
    assert told.code == "W501"
    assert "xvde (scsi0:3 scsi0-3.vmdk), xvdf (scsi0:4 scsi0-4.vmdk)" in told.message
    assert codes(of, disks[:3]) == []


def test_without_the_platform_device_they_are_never_seen() -> None:
    disks = [disk("sata", 0, unit) for unit in range(5)]
    found = findings(machine("windows7"), disks, {"xen_platform_pci": "0"})
    never = next(each for each in found if each.code == "W976")
    assert "xvde" in never.message


def test_ahci_shows_two_more() -> None:
    disks = [disk("sata", 0, unit) for unit in range(6)]
    of = machine("windows7", cdroms=(CDROM,))
    [told] = findings(of, disks, {"hdtype": "ahci"})
    assert "xvdg" in told.message
    assert "xvdf" not in told.message


def test_image_formats_are_passed_on() -> None:
    found, _ = domain_of(machine(), [(disk("ide", 0, 0), "/srv/a.vhd", "vhd")], {})
    assert found.disks[0].format == "vhd"


def test_drives_and_discs() -> None:
    loaded = Cdrom(Slot("ide", 1, 0), "setup.iso", connected=True)
    assert codes(machine(cdroms=(loaded,))) == ["W505"]
    assert codes(machine(cdroms=(replace(loaded, connected=False),))) == []
    assert findings(machine(cdroms=(loaded,)), settings={"cdrom": "/srv/setup.iso"}) == []
    assert codes(machine(cdroms=(CDROM, Cdrom(Slot("sata", 0, 1), "", connected=True)))) == ["W505"]


def test_uefi() -> None:
    of = machine("windows2019srv-64", firmware="efi", secure_boot=True, nvram="w.nvram")
    assert domain(of).firmware == "uefi"
    assert codes(of) == ["W535", "W504", "W534"]
    assert "w.nvram" in findings(of)[0].message
    [told] = findings(of, settings={"firmware": "bios"})
    assert (told.code, "--set firmware=uefi" in told.remedy) == ("W520", True)
    assert codes(replace(of, secure_boot=False)) == ["W535", "W534"]
    _, told_of_xcp = domain_of(of, (), {}, target="xcp-ng-8.3")
    assert [each.code for each in told_of_xcp] == ["W503", "W504", "W542"]
    assert domain(machine("debian6", firmware="efi")).vga == "stdvga"


def test_the_serial_number_of_the_bios_is_kept_unless_it_was_the_host_s() -> None:
    kept = "VMware-56 4d 4f 1e aa aa bb bb-cc cc 01 23 45 67 89 ab"
    assert domain(machine()).smbios_serial == kept
    assert domain(machine(uuid="")).smbios_serial == ""
    assert domain(machine(), (), **{"smbios.serial": "none"}).smbios_serial == ""
    reflecting = machine(reflects_host=True)
    assert domain(reflecting).smbios_serial == ""
    assert codes(reflecting) == ["W508"]


def test_generation_id() -> None:
    assert domain(machine(generation_id="0" * 32)).ms_vm_genid
    assert not domain(machine()).ms_vm_genid


@pytest.mark.parametrize(
    ("changes", "device"),
    [
        ({"sound": "es1371"}, "sound card (es1371)"),
        ({"floppies": ("boot.flp",)}, "floppy"),
        ({"serial_ports": 2}, "serial port"),
        ({"parallel_ports": 1}, "parallel port"),
        ({"shared_folders": 3}, "Folder sharing"),
    ],
)
def test_what_has_no_counterpart(changes: dict[str, Any], device: str) -> None:
    [told] = findings(machine(**changes))
    assert told.code == "W505"
    assert device in told.message


def test_the_first_serial_port_is_a_console() -> None:
    assert domain(machine(serial_ports=1)).serial == "pty"
    assert codes(machine(serial_ports=1)) == []
    assert domain(machine()).serial == ""


def test_settings_come_last() -> None:
    changed = domain(machine(), memory="1024", localtime="0", name="other")
    assert (changed.memory, changed.localtime, changed.name) == (1024, False, "other")


def test_a_bad_setting_blocks_and_leaves_the_rest_to_be_seen() -> None:
    found, told = domain_of(machine(sound="sb16"), (), {"memory": "much", "name": "other"})
    assert [each.code for each in told] == ["E501", "W505", "W542"]
    assert found.name == "w2003"


def test_a_machine_that_xen_cannot_hold_is_told_and_can_be_mended() -> None:
    of = machine(vcpus=200, nics=(nic(mac="03:00:00:00:00:01"),))
    assert codes(of) == ["E501", "E501"]
    assert findings(of, settings={"vcpus": "8", "mac": "00:16:3e:00:00:01"}) == []


@pytest.mark.parametrize(("vcpus", "cores", "kept"), [(8, 4, 4), (6, 4, 1), (2, 4096, 1)])
def test_cores_are_kept_where_they_fill_sockets(vcpus: int, cores: int, kept: int) -> None:
    of = machine(vcpus=vcpus, cores_per_socket=cores)
    assert domain(of).cores_per_socket == kept


def test_a_path_that_xen_cannot_open_blocks() -> None:
    _, told = domain_of(machine(), [(disk("ide", 0, 0), "/srv/a,b.raw", "raw")], {})
    assert [each.code for each in told] == ["E502", "W542"]


TEXT = st.text(st.characters() | st.sampled_from("\n\r\0\udc80\"'\\#,"))


@given(
    name=TEXT,
    guest_os=TEXT,
    uuid=st.just(UUID) | TEXT,
    written=TEXT,
    mac=st.just("00:0c:29:00:00:01") | TEXT,
    network=TEXT,
    memory=st.integers(0, 2**34) | st.integers(-(2**70), 2**70),
    vcpus=st.integers(1, 8) | st.integers(-(2**70), 2**70),
)
def test_a_stranger_s_machine_gives_a_good_file_or_a_reason(
    name: str,
    guest_os: str,
    uuid: str,
    written: str,
    mac: str,
    network: str,
    memory: int,
    vcpus: int,
) -> None:
    of = machine(
        guest_os,
        name=name,
        uuid=uuid,
        memory=memory,
        vcpus=vcpus,
        nics=(replace(nic(network=network, model=guest_os), mac=mac),),
    )
    strange = replace(disk("scsi", 0, 0), written=written)
    found, told = domain_of(of, [(strange, "/srv/a.raw", "raw")], {})
    if not blocking(told):
        xl(found).encode()
        xm(replace(found, vcpus=1)).encode()
