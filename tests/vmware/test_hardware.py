"""What a .vmx says of the hardware: defaults, what is impossible, and media of nobody."""

from __future__ import annotations

import pytest
from vmware.configurations import Write, codes, disk_lines

from engine.vmware import machine

MIB = 1 << 20


def test_defaults(write: Write) -> None:
    found = machine.read(write())
    assert (found.name, found.memory, found.vcpus) == ("vm", 32 * MIB, 1)
    assert found.firmware == "bios"
    assert codes(found) == ["E106"]


def test_modern_hardware(write: Write) -> None:
    found = machine.read(
        write(
            'firmware = "EFI"',
            'uefi.secureBoot.enabled = "TRUE"',
            'vtpm.present = "TRUE"',
            'vmx.encryptionType = "partial"',
            'encryption.keySafe = "vmware:key/list/()"',
            'encryption.data = "AAAA"',
            'vm.genid = "-8536691797830587195"',
            'vm.genidX = "1"',
            "guestOS.detailed.data = \"architecture='X86' prettyName='Debian GNU/Linux 12' x='y'\"",
            'usb_xhci.present = "TRUE"',
            'sound.present = "TRUE"',
            'sound.virtualDev = "hdaudio"',
            'displayName = "a%2fb|22c 100% %zz"',
            *disk_lines(),
        )
    )
    assert (found.firmware, found.secure_boot, found.tpm) == ("efi", True, True)
    assert found.generation_id == "c52c51090a948789" + "0100000000000000"
    assert found.guest_detail == "Debian GNU/Linux 12"
    assert (found.usb, found.sound) == (True, "hdaudio")
    assert found.name == 'a/b"c 100% %zz'
    assert codes(found) == ["W107"]


@pytest.mark.parametrize("value", ["0", "-4", "lots", "99999999999999"])
def test_impossible_numbers_are_named(write: Write, value: str) -> None:
    found = machine.read(write(f'memsize = "{value}"', 'numvcpus = "2"', *disk_lines()))
    assert (found.memory, found.vcpus) == (32 * MIB, 2)
    assert codes(found) == ["W108"]


@pytest.mark.parametrize("written", ["", "56 4d", "zz" * 16, "564d" * 9])
def test_what_is_no_uuid(write: Write, written: str) -> None:
    assert machine.read(write(f'uuid.bios = "{written}"')).uuid == ""


@pytest.mark.parametrize(
    ("lines", "mac", "kind"),
    [
        (
            ['addressType = "static"', 'address = "00:50:56:0A:0b:0C"'],
            "00:50:56:0a:0b:0c",
            "static",
        ),
        (['addressType = "static"', 'generatedAddress = "00:0c:29:1:2:3"'], "", "static"),
        (['generatedAddress = "00-0c-29-01-02-03"'], "00:0c:29:01:02:03", "generated"),
        (
            ['addressType = "vpx"', 'generatedAddress = "00:50:56:9b:00:01"'],
            "00:50:56:9b:00:01",
            "vpx",
        ),
        (
            ['addressType = "generated"', 'address = "00:50:56:00:00:01"'],
            "00:50:56:00:00:01",
            "generated",
        ),
        ([], "", "generated"),
    ],
)
def test_mac_addresses(write: Write, lines: list[str], mac: str, kind: str) -> None:
    lines = [f"ethernet3.{line}" for line in ['present = "TRUE"', *lines]]
    (nic,) = machine.read(write(*lines, 'ethernet1.address = "00:50:56:00:00:02"')).nics
    assert (nic.index, nic.mac, nic.mac_kind) == (3, mac, kind)


def test_media(write: Write) -> None:
    def floppies(*lines: str) -> tuple[str, ...]:
        return machine.read(write(*lines)).floppies

    assert floppies() == ()
    assert floppies('floppy0.fileName = "a.flp"') == ("a.flp",)
    assert floppies('floppy0.present = "FALSE"', 'floppy0.fileName = "a.flp"') == ()
    assert floppies('floppy1.fileType = "file"', 'floppy1.fileName = "a"') == ("a",)
    assert floppies('floppy0.fileName = "a.flp"', 'floppy0.clientDevice = "TRUE"') == ("",)


@pytest.mark.parametrize(
    ("lines", "image"),
    [
        (['fileName = "a.iso"', 'deviceType = "cdrom-image"'], "a.iso"),
        (['fileName = "a.ISO"'], "a.ISO"),
        (['fileName = "a.iso"', 'deviceType = "cdrom-raw"'], ""),
        (['fileName = "a.bin"', 'deviceType = "cdrom-image"'], "a.bin"),
        (['fileName = "a.iso"', 'clientDevice = "TRUE"'], ""),
        (['fileName = "emptyBackingString"', 'deviceType = "cdrom-image"'], ""),
    ],
)
def test_an_image_in_the_drive(write: Write, lines: list[str], image: str) -> None:
    (drive,) = machine.read(
        write(*(f"ide1:0.{line}" for line in ('present = "TRUE"', *lines)))
    ).cdroms
    assert (drive.image, drive.connected) == (image, True)


@pytest.mark.parametrize(
    ("slot", "number"),
    [("192", 192), ("99999", 99999), ("100000", None), ("-1", None), ("٣", None), ("", None)],
)
def test_the_number_of_a_slot(write: Write, slot: str, number: int | None) -> None:
    lines = ('ethernet0.present = "TRUE"', f'ethernet0.pciSlotNumber = "{slot}"')
    assert machine.read(write(*lines)).nics[0].pci_slot == number


@pytest.mark.parametrize(
    ("lines", "model", "network"),
    [
        (['virtualDev = "VMXNET"', 'features = "15"'], "vmxnet2", ""),
        (['virtualDev = "vmxnet"', 'features = "1"'], "vmxnet", ""),
        (['networkName = "LAN"', 'vnet = "/dev/vmnet1"'], "", "LAN"),
        (['vnet = "/dev/vmnet1"'], "", "/dev/vmnet1"),
        (['dvs.portgroupId = "dvportgroup-7"'], "", "dvportgroup-7"),
    ],
)
def test_a_card_and_its_network(write: Write, lines: list[str], model: str, network: str) -> None:
    (nic,) = machine.read(
        write(*(f"ethernet0.{line}" for line in ('present = "TRUE"', *lines)))
    ).nics
    assert (nic.model, nic.network, nic.connection) == (model, network, "bridged")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("1", "-1", "01" + "00" * 7 + "ff" * 8),
        ("1", "", ""),
        ("1", "x", ""),
        ("1", "9" * 21, ""),
    ],
)
def test_the_generation_is_two_numbers(
    write: Write, first: str, second: str, expected: str
) -> None:
    found = machine.read(write(f'vm.genid = "{first}"', f'vm.genidX = "{second}"'))
    assert found.generation_id == expected


def test_shared_folders_are_those_that_are_there_and_enabled(write: Write) -> None:
    lines = [
        f'sharedFolder{number}.{key} = "{value}"'
        for number, values in enumerate([("TRUE", "TRUE"), ("TRUE", "FALSE"), ("FALSE", "TRUE")])
        for key, value in zip(("present", "enabled"), values, strict=True)
    ]
    assert machine.read(write(*lines)).shared_folders == 1
    assert machine.read(write(*lines, 'isolation.tools.hgfs.disable = "TRUE"')).shared_folders == 0
