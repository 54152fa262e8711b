"""What a description of an appliance says of the hardware, in the words of its makers."""

from __future__ import annotations

from pathlib import Path

import pytest
from refusals import refused
from vmware.appliances import OVF_2, SCSI, VMW, config, disk_item, envelope, item
from vmware.configurations import Read, codes

from engine.vmware import machine

MIB = 1 << 20


def test_what_vmware_exports(read: Read) -> None:
    found = read(
        envelope(
            item(3, 1, AllocationUnits="hertz * 10^6", VirtualQuantity=4, CoresPerSocket=2),
            item(4, 2, AllocationUnits="byte * 2^20", VirtualQuantity=4096),
            item(6, 3, Address=0, ResourceSubType="VirtualSCSI"),
            item(5, 4, Address=1),
            item(5, 5, Address=0),
            item(20, 6, Address=0, ResourceSubType="vmware.sata.ahci"),
            item(20, 7, Address=0, ResourceSubType="vmware.nvme.controller"),
            item(17, 8, HostResource="ovf:/disk/vmdisk1", Parent=3, AddressOnParent=1),
            item(17, 9, HostResource="ovf:/disk/vmdisk2", Parent=7, AddressOnParent=0),
            item(15, 10, AutomaticAllocation="false", Parent=4, AddressOnParent=0),
            item(10, 11, Connection="VM Network", ResourceSubType="VmxNet3"),
            item(10, 12, Connection="lan", ResourceSubType="E1000", Address="00:50:56:AA:BB:01"),
            item(14, 13),
            item(21, 14),
            item(23, 15, ResourceSubType="vmware.usb.xhci"),
            item(1, 16, ResourceSubType="vmware.soundcard.hdaudio"),
            item(1, 17, ResourceSubType="vmware.vtpm"),
            config("firmware", "efi"),
            config("bootOptions.efiSecureBootEnabled", "true"),
            config("videoRamSizeInKB", "8192"),
            system="<Name>Web &amp; mail</Name>"
            "<AnnotationSection><Info/><Annotation>two\nlines</Annotation></AnnotationSection>"
            f'<OperatingSystemSection ovf:id="1" xmlns:vmw="{VMW}" vmw:osType="debian10_64Guest">'
            "<Description>Debian 10</Description></OperatingSystemSection>",
            version="vmx-13 vmx-14",
        )
    )
    assert (found.name, found.annotation) == ("Web & mail", "two\nlines")
    assert (found.guest_os, found.guest_detail) == ("debian10-64", "Debian 10")
    assert found.hardware_version == 13
    assert (found.memory, found.vcpus, found.cores_per_socket) == (4096 * MIB, 4, 2)
    assert (found.firmware, found.secure_boot, found.tpm) == ("efi", True, True)
    assert [(str(each.slot), each.controller_model) for each in found.disks] == [
        ("scsi0:1", "pvscsi"),
        ("nvme0:0", "nvme"),
    ]
    assert [(str(each.slot), each.connected) for each in found.cdroms] == [("ide1:0", False)]
    assert [(each.model, each.mac, each.mac_kind, each.network) for each in found.nics] == [
        ("vmxnet3", "", "generated", "VM Network"),
        ("e1000", "00:50:56:aa:bb:01", "static", "lan"),
    ]
    assert (found.floppies, found.serial_ports, found.parallel_ports) == (("",), 1, 0)
    assert (found.usb, found.sound, found.video_memory) == (True, "hdaudio", 8 * MIB)
    assert codes(found) == ["W107"]


def test_what_virtualbox_exports(read: Read) -> None:
    found = read(
        envelope(
            item(3, 1, VirtualQuantity=1),
            item(4, 2, AllocationUnits="MegaBytes", VirtualQuantity=512),
            item(5, 3, Address=0, ResourceSubType="PIIX4"),
            item(5, 4, Address=1, ResourceSubType="PIIX4"),
            item(20, 5, Address=0, ResourceSubType="AHCI"),
            item(17, 6, HostResource="/disk/vmdisk1", Parent=5, AddressOnParent=0),
            item(15, 7, AutomaticAllocation="true", Parent=4, AddressOnParent=0),
            item(10, 8, Connection="NAT", ResourceSubType="PCNet32"),
            item(35, 9, ResourceSubType="ensoniq1371"),
            "<Machine><Hardware><Firmware type='EFI64'/></Hardware></Machine>",
            system="",
            version="virtualbox-2.2",
        )
    )
    assert (found.name, found.memory, found.hardware_version) == ("vm", 512 * MIB, 0)
    assert [(str(each.slot), each.written) for each in found.disks] == [("sata0:0", "disk.vmdk")]
    assert [str(each.slot) for each in found.cdroms] == ["ide1:0"]
    assert [each.model for each in found.nics] == ["vlance"]
    assert (found.sound, found.firmware) == ("auto", "efi")


def test_version_2(read: Read) -> None:
    storage = item(17, 100, "StorageItem", HostResource="ovf:/disk/vmdisk1", Parent=3)
    port = item(10, 101, "EthernetPortItem", Connection="lan")
    found = read(envelope(SCSI, storage, port, namespace=OVF_2))
    assert [str(each.slot) for each in found.disks] == ["scsi0:0"]
    assert [each.network for each in found.nics] == ["lan"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("winNetEnterpriseGuest", "winnetenterprise"),
        ("winNetEnterprise64Guest", "winnetenterprise-64"),
        ("windows9Server64Guest", "windows9srv-64"),
        ("windows2019srv_64Guest", "windows2019srv-64"),
        ("winLonghorn64Guest", "longhorn-64"),
        ("rhel6_64Guest", "rhel6-64"),
        ("ubuntuGuest", "ubuntu"),
        ("other26xLinux64Guest", "other26xlinux-64"),
    ],
)
def test_guest_systems(read: Read, written: str, words: str) -> None:
    section = f'<OperatingSystemSection ovf:id="1" vmw:osType="{written}"/>'
    assert read(envelope(system=section)).guest_os == words


@pytest.mark.parametrize(
    ("unit", "quantity", "size"),
    [
        ("byte * 2^20", "256", 256 << 20),
        ("byte*2^30", "2", 2 << 30),
        ("bytes * 10^6", "64", 64_000_000),
        ("MegaBytes", "512", 512 << 20),
        ("GB", "3", 3 << 30),
        ("KiloBytes", "8192", 8 << 20),
        ("byte", "8388608", 8 << 20),
        ("", "128", 128 << 20),
    ],
)
def test_units_of_memory(read: Read, unit: str, quantity: str, size: int) -> None:
    text = envelope(item(4, 2, AllocationUnits=unit, VirtualQuantity=quantity))
    assert read(text).memory == size


@pytest.mark.parametrize(
    ("unit", "quantity"),
    [
        ("MB", "0"),
        ("MB", "1"),
        ("MB", "-5"),
        ("MB", "many"),
        ("byte * 2^99", "1"),
        ("TB", "9" * 18),
    ],
)
def test_impossible_memory(read: Read, unit: str, quantity: str) -> None:
    found = read(
        envelope(SCSI, disk_item(), item(4, 2, AllocationUnits=unit, VirtualQuantity=quantity))
    )
    assert found.memory == 1024 * MIB
    assert codes(found) == ["W108"]


def test_only_the_default_configuration_counts(read: Read) -> None:
    def memory(quantity: int, attributes: str) -> str:
        inner = item(4, 2, VirtualQuantity=quantity)
        return inner.replace("<Item>", f"<Item {attributes}>")

    items = [
        memory(100, 'ovf:bound="min"'),
        memory(200, 'ovf:configuration="small"'),
        memory(300, 'ovf:configuration="medium large"'),
        memory(400, ""),
    ]
    options = '<Configuration ovf:id="small"/><Configuration ovf:id="large"{}/>'
    section = f"<DeploymentOptionSection>{options}</DeploymentOptionSection>"
    chosen = section.format(' ovf:default="true"')
    assert read(envelope(*items, more=chosen)).memory == 300 * MIB
    assert read(envelope(*items, more=section.format(""))).memory == 200 * MIB
    assert read(envelope(*items)).memory == 400 * MIB


def test_too_many_devices(tmp_path: Path) -> None:
    path = tmp_path / "vm.ovf"
    path.write_text(envelope(*(item(10, n) for n in range(1001))))
    assert refused(lambda: machine.read(path)) == "E112"


def test_as_many_devices_as_there_may_be(read: Read) -> None:
    assert len(read(envelope(*(item(10, number) for number in range(1000)))).nics) == 1000


@pytest.mark.parametrize(
    ("kind", "sub_type", "sound"),
    [
        (1, "vmware.soundcard.es1371", "es1371"),
        (1, "vmware.soundcard.sb16", "sb16"),
        (1, "vmware.soundcard.newer", "auto"),
        (35, "hdaudio", "hdaudio"),
        (1, "vmware.vmci", ""),
    ],
)
def test_sound_cards(read: Read, kind: int, sub_type: str, sound: str) -> None:
    assert read(envelope(item(kind, 5, ResourceSubType=sub_type))).sound == sound


@pytest.mark.parametrize(
    ("written", "vcpus"),
    [("4", 4), ("4096", 4096), ("4097", 1), ("0", 1), ("-2", 1), ("many", 1), ("", 1)],
)
def test_numbers_of_processors(read: Read, written: str, vcpus: int) -> None:
    assert read(envelope(item(3, 1, VirtualQuantity=written))).vcpus == vcpus


@pytest.mark.parametrize(
    ("version", "number"), [("vmx-13", 13), ("vmx-7 vmx-13", 7), ("vmx-", 0), ("xen-3", 0)]
)
def test_versions_of_the_hardware(read: Read, version: str, number: int) -> None:
    assert read(envelope(version=version)).hardware_version == number


def test_a_firmware_that_is_named_bios_is_none_of_efi(read: Read) -> None:
    assert read(envelope(config("firmware", "bios"))).firmware == "bios"
    machine = "<Machine><Hardware><Firmware type='BIOS'/></Hardware></Machine>"
    assert read(envelope(machine)).firmware == "bios"
    assert read(envelope(config("firmware", "EFI"))).firmware == "efi"
