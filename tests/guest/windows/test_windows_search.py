"""Windows installations found: several on a disk, on FAT, of every age, by menu and by folder."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from fixtures import partitioned, windows_later
from fixtures.ntfs import File
from fixtures.partitioned import GPT_ID, MBR_ID, Part
from fixtures.raw_disk import RawDisk
from guest.windows.files_of_2003 import as_files, windows_2003

from engine.disk.disk import Disk
from engine.guest.inspect import Guest, look
from engine.guest.windows.windows_system import Windows

MIB = 1 << 20
SIGNATURE = int(MBR_ID, 16)
WINDOWS_PART = "11111111-2222-4333-8444-555555555555"
EFI = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
BASIC = "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"
RECOVERY = "de94bba4-06d1-4d40-a16a-bfd50179d6ac"


def codes(guest: Guest) -> list[str]:
    return [each.code for each in guest.findings]


def storage(windows: Windows, bus: str) -> tuple[bool, tuple[str, ...]]:
    (found,) = [each for each in windows.storage if each.bus == bus]
    return found.is_ready, found.missing


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
