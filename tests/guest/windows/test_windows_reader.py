"""A Windows read through a chain of snapshots: its storage, how it was left, damaged hives."""

from __future__ import annotations

import io
from pathlib import Path, PurePosixPath

import pytest
from dissect.ntfs import NTFS
from fixtures import machine, partitioned, windows2003
from fixtures.hals import HALS
from fixtures.ntfs import File
from fixtures.partitioned import Part
from fixtures.raw_disk import Memory, RawDisk
from guest.windows.files_of_2003 import as_files, windows_2003

from engine.disk.reader import Reader
from engine.guest.inspect import Guest, look
from engine.guest.windows.storage import Driver
from engine.guest.windows.windows_system import Windows
from engine.vmware import machine as vmware

MIB = 1 << 20


def codes(guest: Guest) -> list[str]:
    return [each.code for each in guest.findings]


def storage(windows: Windows, bus: str) -> tuple[bool, tuple[str, ...]]:
    (found,) = [each for each in windows.storage if each.bus == bus]
    return found.is_ready, found.missing


@pytest.mark.parametrize(("hal", "bus"), [("halmacpi", "scsi"), ("halacpi", "ide")])
def test_through_a_chain_of_snapshots(tmp_path: Path, hal: str, bus: str) -> None:
    image = tmp_path / "image"
    windows2003.build(image, size=64 * MIB, hal=hal, boot_bus=bus, fragmentation=3)
    made = machine.build(tmp_path / "vm", image=image, snapshots=2, controller=bus)
    chain = vmware.read(made.vmx).disks[0].chain
    assert chain is not None
    with chain.files:
        guest = look(Reader(chain.mapping, chain.files))
    (found,) = guest.windows
    assert (found.root, found.name, found.version) == (
        r"\WINDOWS",
        "Windows Server 2003",
        (5, 2),
    )
    assert (found.build, found.service_pack, found.architecture) == (3790, "Service Pack 2", "x86")
    assert (found.is_server, found.product) == (True, "Microsoft Windows Server 2003")
    assert found.hal is not None
    assert found.hal.hal == hal
    assert found.boot_entry is not None
    assert found.boot_entry.title == "Windows Server 2003 – Büro"
    assert found.boot_entry.is_default
    assert found.boot_entry.wants_pae
    assert [each.multiprocessor for each in found.kernels] == [HALS[hal].multiprocessor] * 2
    assert found.vmware_services == ("vmmouse", "VMTools")
    assert found.has_vmware_tools
    assert not found.is_hibernated
    assert found.dirty_hives == ()
    assert codes(guest) == ["W646", "W647"]


def test_what_it_lacks_to_start_from_ide(tmp_path: Path) -> None:
    for bus in ("scsi", "ide"):
        windows2003.build(tmp_path / bus, size=64 * MIB, boot_bus=bus)
    (scsi,) = look(RawDisk(tmp_path / "scsi")).windows
    assert storage(scsi, "ide") == (
        False,
        (
            "pci#ven_8086&dev_7010 is not in CriticalDeviceDatabase",
            "primary_ide_channel is not in CriticalDeviceDatabase",
            "secondary_ide_channel is not in CriticalDeviceDatabase",
            "atapi.sys is missing",
            "intelide.sys is missing",
        ),
    )
    (ide,) = look(RawDisk(tmp_path / "ide")).windows
    missing = ("pci#ven_8086&dev_7010 is not in CriticalDeviceDatabase",)
    assert storage(ide, "ide") == (False, missing)
    own = next(each for each in ide.storage if each.bus == "ide")
    assert own.devices == {"primary_ide_channel": "atapi", "secondary_ide_channel": "atapi"}
    assert own.drivers == (Driver("atapi", 0, None, True), Driver("intelide", 0, None, True))
    for bus, name in (("ahci", "AHCI"), ("nvme", "NVMe")):
        assert storage(ide, bus) == (False, (f"this Windows has no driver for {name}",))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A disk with a Windows 2003 on NTFS."""
    folder = tmp_path_factory.mktemp("plain")
    files = [*as_files(windows_2003()), File(PurePosixPath("/hiberfil.sys"), b"wake" + bytes(8000))]
    volume = partitioned.ntfs_volume(folder / "volume", files, 40 * MIB)
    partitioned.build(folder / "disk", [Part(40 * MIB, volume=volume, active=True)])
    return (folder / "disk").read_bytes()


def place_of(disk: bytes, path: str) -> int:
    """Where on the disk a file begins."""
    lcn, _ = NTFS(io.BytesIO(disk[MIB:])).mft.get(path).dataruns()[0]
    return int(MIB + lcn * 4096)


def changed(disk: bytes, path: str, at: int, data: bytes) -> Memory:
    content = bytearray(disk)
    start = place_of(disk, path) + at
    content[start : start + len(data)] = data
    return Memory(bytes(content))


def test_sound_volume(plain: bytes) -> None:
    guest = look(Memory(plain))
    assert codes(guest) == ["W646", "W647"]
    assert guest.windows[0].condition.journal == "clean"


@pytest.mark.parametrize("mark", [b"hibr", b"HIBR"])
def test_hibernated(plain: bytes, mark: bytes) -> None:
    guest = look(changed(plain, "hiberfil.sys", 0, mark))
    assert guest.windows[0].is_hibernated
    assert not guest.windows[0].has_fast_startup
    assert "W635" in codes(guest)


@pytest.mark.parametrize("hive", ["SYSTEM", "SOFTWARE"])
def test_dirty_hive(plain: bytes, hive: str) -> None:
    guest = look(changed(plain, f"WINDOWS/system32/config/{hive}", 4, b"\7"))
    assert guest.windows[0].dirty_hives == (hive,)
    assert "W639" in codes(guest)


def test_damaged_hive_hides_nothing_else(plain: bytes) -> None:
    guest = look(changed(plain, "WINDOWS/system32/config/SYSTEM", 0, b"nothing!"))
    assert guest.windows == ()
    assert codes(guest) == ["W822"]  # and not that the folder of the boot menu is not there
    assert guest.table.partitions[0].file_system.kind == "ntfs"
