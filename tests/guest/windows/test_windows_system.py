"""Windows installations: through a chain of snapshots, on FAT, several on a disk, of every age."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import pytest
from dissect.ntfs import NTFS
from fixtures import machine, partitioned, windows2003, windows_later
from fixtures.hals import HALS
from fixtures.ntfs import File
from fixtures.partitioned import GPT_ID, MBR_ID, Part
from fixtures.raw_disk import Memory, RawDisk

from engine.disk.disk import Disk
from engine.disk.reader import Reader
from engine.guest.inspect import Guest, look
from engine.guest.windows.storage import Driver
from engine.guest.windows.windows_system import Windows
from engine.vmware import machine as vmware

MIB = 1 << 20
SIGNATURE = int(MBR_ID, 16)
WINDOWS_PART = "11111111-2222-4333-8444-555555555555"
EFI = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
BASIC = "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"
RECOVERY = "de94bba4-06d1-4d40-a16a-bfd50179d6ac"


@functools.cache
def windows_2003(hal: str = "hal", bus: str = "ide") -> Mapping[str, bytes]:
    made = windows2003._files(HALS[hal], bus, 0, SIGNATURE)
    return MappingProxyType({str(file.path): file.data for file in made})


def as_files(files: Mapping[str, bytes]) -> list[File]:
    return [File(PurePosixPath(path), data) for path, data in files.items()]


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


def two_windows(tmp_path: Path, ini: bytes) -> Disk:
    first = {**windows_2003(), "/boot.ini": ini}
    second = {
        path.replace("/WINDOWS", "/OTHER", 1): data
        for path, data in windows_2003("halacpi").items()
        if path.startswith("/WINDOWS")
    }
    one = partitioned.ntfs_volume(tmp_path / "1", as_files(first), 40 * MIB)
    two = partitioned.ntfs_volume(tmp_path / "2", as_files(second), 40 * MIB)
    parts = [Part(40 * MIB, volume=one, active=True), Part(40 * MIB, volume=two)]
    partitioned.build(tmp_path / "disk", parts)
    return RawDisk(tmp_path / "disk")


def boot_ini(default: str, *entries: str) -> bytes:
    lines = ["[boot loader]", "timeout=5", f"default={default}", "[operating systems]", *entries]
    return "\r\n".join([*lines, r'C:\CMDCONS\BOOTSECT.DAT="Recovery Console"', ""]).encode()


ARC = r"multi(0)disk(0)rdisk({})partition({})\{}"


def test_several_windows_the_default_first(tmp_path: Path) -> None:
    ini = boot_ini(
        ARC.format(0, 2, "OTHER"),
        ARC.format(0, 1, "WINDOWS") + '="first" /fastdetect',
        ARC.format(0, 2, "OTHER") + '="second" /PAE',
        ARC.format(1, 1, "WINNT") + '="on another disk"',
        ARC.format(0, 2, "NOTHING") + '="gone"',
        r'signature(4f3c2b1a)disk(0)rdisk(0)partition(1)\WINDOWS="by signature"',
        r'signature(00000001)disk(0)rdisk(0)partition(1)\WINDOWS="of another"',
    )
    guest = look(two_windows(tmp_path, ini))
    assert [(each.partition, each.root) for each in guest.windows] == [
        (1, r"\OTHER"),
        (0, r"\WINDOWS"),
    ]
    default = guest.windows[0].boot_entry
    assert default is not None
    assert (default.title, default.wants_pae, default.is_default) == ("second", True, True)
    assert [each.hal.hal for each in guest.windows if each.hal] == ["halacpi", "hal"]
    said = codes(guest)
    assert (said.count("W641"), said.count("W642"), said.count("W640")) == (2, 1, 1)


def test_windows_that_no_menu_names_is_found(tmp_path: Path) -> None:
    guest = look(two_windows(tmp_path, boot_ini(ARC.format(0, 9, "WINDOWS"), "nonsense")))
    assert [(each.root, each.boot_entry) for each in guest.windows] == [
        (r"\WINDOWS", None),
        (r"\OTHER", None),
    ]


def test_windows_2003_on_fat(tmp_path: Path) -> None:
    few = {
        path: data
        for path, data in windows_2003("halaacpi").items()
        if path.startswith(("/WINDOWS/system32", "/boot.ini")) and "dllcache" not in path
    }
    volume = partitioned.fat_volume(tmp_path / "volume", as_files(few))
    partitioned.build(tmp_path / "disk", [Part(40 * MIB, "c", volume, active=True)])
    guest = look(RawDisk(tmp_path / "disk"))
    (found,) = guest.windows
    assert found.hal is not None
    assert (found.hal.hal, found.hal_candidates) == ("halaacpi", ())
    assert guest.table.partitions[0].file_system.kind == "fat32"


def test_windows_7_with_its_boot_partition(tmp_path: Path) -> None:
    offset = 33 * MIB + MIB
    store = windows_later.bcd("/Boot/BCD", windows_later.mbr_device(SIGNATURE, offset), title="7")
    boot = partitioned.ntfs_volume(tmp_path / "1", [store], 32 * MIB)
    system = partitioned.ntfs_volume(tmp_path / "2", windows_later.windows_7(), 16 * MIB)
    parts = [Part(33 * MIB, volume=boot, active=True), Part(16 * MIB, volume=system)]
    assert partitioned.build(tmp_path / "disk", parts)[1] == offset
    guest = look(RawDisk(tmp_path / "disk"))
    (found,) = guest.windows
    assert (found.partition, found.root) == (1, r"\Windows")
    assert (found.name, found.version, found.build) == ("Windows 7", (6, 1), 7601)
    assert (found.service_pack, found.architecture) == ("Service Pack 1", "x86")
    assert found.hal is None
    assert found.boot_entry is not None
    assert (found.boot_entry.store, found.boot_entry.is_default) == ("BCD", True)
    assert found.boot_entry.option("detecthal") == ""
    assert [each.multiprocessor for each in found.kernels] == [None]
    assert storage(found, "ide") == (True, ())
    assert storage(found, "ahci") == (False, ("msahci does not start at boot (Start=3)",))
    assert storage(found, "nvme") == (False, ("this Windows has no driver for NVMe",))


def windows_10_disk(tmp_path: Path, device: bytes, build: int = 19045) -> Disk:
    store = windows_later.bcd("/EFI/Microsoft/Boot/BCD", device)
    esp = partitioned.fat_volume(tmp_path / "1", [store])
    own = [
        *windows_later.windows_10(build=build),
        File(PurePosixPath("/hiberfil.sys"), b"HIBR" + bytes(8000)),
    ]
    system = partitioned.ntfs_volume(tmp_path / "2", own, 16 * MIB)
    parts = [
        Part(40 * MIB, EFI, esp),
        Part(16 * MIB, BASIC, system, uuid=WINDOWS_PART),
    ]
    partitioned.build(tmp_path / "disk", parts, label="gpt")
    return RawDisk(tmp_path / "disk")


def test_windows_10_on_gpt(tmp_path: Path) -> None:
    device = windows_later.gpt_device(GPT_ID, WINDOWS_PART)
    guest = look(windows_10_disk(tmp_path, device))
    (found,) = guest.windows
    assert (found.partition, found.name, found.version) == (1, "Windows 10", (10, 0))
    assert (found.build, found.architecture, found.hal) == (19045, "x64", None)
    assert found.boot_entry is not None
    assert found.boot_entry.place == f"partition {WINDOWS_PART}"
    assert found.has_fast_startup
    assert "W636" in codes(guest)
    demoted = "does not start at boot (StartOverride=3)"
    assert storage(found, "ide") == (False, (f"atapi {demoted}", f"intelide {demoted}"))
    assert storage(found, "ahci") == (False, (f"storahci {demoted}",))
    assert storage(found, "nvme") == (True, ())


def test_windows_11_and_an_entry_of_another_disk(tmp_path: Path) -> None:
    device = windows_later.gpt_device(GPT_ID, "99999999-2222-4333-8444-555555555555")
    guest = look(windows_10_disk(tmp_path, device, build=22631))
    (found,) = guest.windows
    assert (found.name, found.product) == ("Windows 11", "Windows 10 Pro")
    assert found.boot_entry is None
    assert "W641" in codes(guest)


def test_bitlocker_and_recovery_are_named(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.write_bytes((b"\xeb\x58\x90-FVE-FS-").ljust(4 * MIB, b"\1"))
    parts = [Part(4 * MIB, BASIC, locked), Part(4 * MIB, RECOVERY)]
    partitioned.build(tmp_path / "disk", parts, label="gpt")
    guest = look(RawDisk(tmp_path / "disk"))
    assert codes(guest) == ["W634"]
    assert [each.file_system.kind for each in guest.table.partitions] == ["bitlocker", ""]
