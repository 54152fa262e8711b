"""Which HAL is installed, by each kind of evidence, and which could be taken instead."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import pytest
from fixtures import cabinet, hive, partitioned, windows2003, windows2003_registry
from fixtures.cabinet import Compression
from fixtures.hals import HALS
from fixtures.ntfs import File
from fixtures.partitioned import Part
from fixtures.raw_disk import RawDisk

from engine.guest.inspect import look
from engine.guest.windows import hal, install_files
from engine.guest.windows.windows_findings import mismatch
from engine.guest.windows.windows_system import Windows

Change = Callable[[dict[str, bytes]], None]

SP2, RTM = windows2003.SP2, windows2003.RTM
SYSTEM32 = "/WINDOWS/system32"
SERVICE_PACK = "/WINDOWS/ServicePackFiles/i386"
CACHE = "/WINDOWS/Driver Cache/i386"
SETUP_LOG = "/WINDOWS/Repair/setup.log"


@functools.cache
def windows_files(installed: str) -> Mapping[str, bytes]:
    """The files of a Windows 2003 by their paths."""
    made = windows2003._files(HALS[installed], "scsi", 0, 0x4F3C2B1A)
    return MappingProxyType({str(file.path): file.data for file in made})


@pytest.fixture
def windows(tmp_path: Path) -> Callable[..., Windows]:
    """Makes a Windows 2003, changed by `change`, and looks into it."""

    def make(change: Change = lambda files: None, installed: str = "halmacpi") -> Windows:
        files = dict(windows_files(installed))
        change(files)
        volume = partitioned.ntfs_volume(
            tmp_path / "volume",
            [File(PurePosixPath(path), data) for path, data in files.items()],
            32 << 20,
        )
        disk = tmp_path / "disk"
        partitioned.build(disk, [Part(32 << 20, volume=volume, active=True)])
        (found,) = look(RawDisk(disk)).windows
        return found

    return make


def said(windows: Windows) -> dict[str, list[str]]:
    """What each source says."""
    assert windows.hal is not None
    found: dict[str, list[str]] = {}
    for each in windows.hal.evidence:
        found.setdefault(each.source, []).append(each.hal)
    return found


def codes(windows: Windows) -> list[str]:
    assert windows.hal is not None
    return [each.code for each in windows.hal.findings()]


def system_hive(name: str) -> bytes:
    """The SYSTEM hive of a machine with that HAL."""
    root = windows2003_registry.system(
        HALS[name], boot_bus="scsi", disk_signature=0x4F3C2B1A, partition_offset=1 << 20
    )
    return hive.build(root, name="SYSTEM")


def test_the_table_agrees_with_what_the_fixtures_know() -> None:
    table = hal.all_hals()
    assert table.keys() - HALS.keys() == {"halsp"}
    for name, expected in HALS.items():
        own = table[name]
        assert (own.file, own.computer) == (expected.file, expected.computer)
        assert own.hardware_ids == (expected.hardware_id,)
        assert (own.acpi, own.multiprocessor) == (expected.acpi, expected.multiprocessor)
        assert set(own.may_become) <= table.keys()
    assert hal.multiprocessor_kernels() == ("ntkrnlmp.exe", "ntkrpamp.exe")


@pytest.mark.parametrize("name", HALS)
def test_all_evidence_speaks_for_the_installed_hal(
    windows: Callable[..., Windows], name: str
) -> None:
    found = windows(installed=name)
    assert found.hal is not None
    assert (found.hal.hal, found.hal.computer) == (name, HALS[name].computer)
    assert said(found) == {
        "version resource": [name, name],
        "setup.log": [name],
        "comparison": [name],
        "registry": [name, name],
    }
    assert codes(found) == []
    assert found.hal.version == "5.2.3790.3959"


def test_contradictions_are_named_and_the_strongest_counts(
    windows: Callable[..., Windows],
) -> None:
    def change(files: dict[str, bytes]) -> None:
        files[f"{SYSTEM32}/config/SYSTEM"] = system_hive("halacpi")
        log = files[SETUP_LOG].replace(b'"halmacpi.dll"', b'"halaacpi.dll"')
        files[SETUP_LOG] = log

    found = windows(change)
    assert found.hal is not None
    assert found.hal.hal == "halmacpi"
    assert said(found) == {
        "version resource": ["halmacpi", "halmacpi"],
        "setup.log": ["halaacpi"],
        "comparison": ["halmacpi"],
        "registry": ["halacpi", "halacpi"],
    }
    assert codes(found) == []  # it is the media's to the byte: the others say what was once


def test_a_file_that_is_no_media_of_the_guest_is_in_doubt(
    windows: Callable[..., Windows],
) -> None:
    def change(files: dict[str, bytes]) -> None:
        files[f"{SYSTEM32}/config/SYSTEM"] = system_hive("halacpi")
        files[SETUP_LOG] = files[SETUP_LOG].replace(b'"halmacpi.dll"', b'"halaacpi.dll"')
        files[f"{SYSTEM32}/hal.dll"] += b"patched"

    found = windows(change)
    assert found.hal is not None
    assert codes(found) == ["W643"]
    (finding,) = found.hal.findings()
    assert "setup.log: hal.dll was copied from halaacpi.dll" in finding.message


def test_without_a_version_resource_the_bytes_tell(windows: Callable[..., Windows]) -> None:
    def change(files: dict[str, bytes]) -> None:
        # Both copies lose the resource in the same way; only their names differ now.
        bare = bytearray(files[f"{SERVICE_PACK}/halapic.dll"])
        bare[0x80 + 24 + 96 + 16 : 0x80 + 24 + 96 + 24] = bytes(8)
        for path in (f"{SYSTEM32}/hal.dll", f"{SERVICE_PACK}/halapic.dll"):
            files[path] = bytes(bare)
        del files[SETUP_LOG]

    found = windows(change, installed="halapic")
    assert said(found) == {"comparison": ["halapic"], "registry": ["halapic", "halapic"]}
    assert codes(found) == []


def test_unknown_hal(windows: Callable[..., Windows]) -> None:
    def change(files: dict[str, bytes]) -> None:
        files[f"{SYSTEM32}/hal.dll"] = b"something else"
        del files[SETUP_LOG]
        del files[f"{SYSTEM32}/config/SYSTEM"]
        files[f"{SYSTEM32}/config/SYSTEM"] = hive.build(hive.Key(), name="SYSTEM")

    found = windows(change)
    assert found.hal is not None
    assert (found.hal.hal, found.hal.evidence, codes(found)) == ("", (), ["W645"])


def test_hal_and_kernel_named_in_boot_ini(windows: Callable[..., Windows]) -> None:
    def change(files: dict[str, bytes]) -> None:
        files["/boot.ini"] = windows2003.BOOT_INI.replace(
            b"/fastdetect", b"/fastdetect /HAL=halone.dll /kernel=krnlone.exe"
        )
        files[f"{SYSTEM32}/halone.dll"] = windows2003.program("halacpi.dll", SP2)
        files[f"{SYSTEM32}/krnlone.exe"] = windows2003.program("ntoskrnl.exe", SP2)

    found = windows(change)
    assert found.hal is not None
    assert (found.hal.hal, found.hal.path) == ("halacpi", r"\WINDOWS\system32\halone.dll")
    assert [(each.file, each.multiprocessor) for each in found.kernels] == [
        ("krnlone.exe", False),
        ("ntoskrnl.exe", True),
        ("ntkrnlpa.exe", True),
    ]


def test_candidates_are_the_service_packs(windows: Callable[..., Windows]) -> None:
    found = windows().hal_candidates
    assert {each.name for each in found} == {f"{name}.dll" for name in HALS}
    for each in found:
        assert each.path == rf"\WINDOWS\ServicePackFiles\i386\{each.name}"
        assert (each.member, each.level, each.version) == (False, "same", SP2.version)
        assert each.digest == install_files.digest(windows2003.program(each.name, SP2))


def without_service_pack_files(files: dict[str, bytes]) -> None:
    for path in [path for path in files if path.startswith(SERVICE_PACK)]:
        del files[path]


def test_candidates_in_the_newest_cabinet(windows: Callable[..., Windows]) -> None:
    found = windows(without_service_pack_files).hal_candidates
    places = {(each.path, each.member, each.level) for each in found}
    assert places == {(r"\WINDOWS\Driver Cache\i386\sp2.cab", True, "same")}
    assert len(found) == len(HALS)


def test_a_downgrade_is_named_and_uninstallers_are_not_used(
    windows: Callable[..., Windows],
) -> None:
    def change(files: dict[str, bytes]) -> None:
        without_service_pack_files(files)
        del files[f"{CACHE}/sp2.cab"]
        old = files[f"{SYSTEM32}/hal.dll"]
        files["/WINDOWS/$NtServicePackUninstall$/halacpi.dll"] = old
        files["/WINDOWS/$hf_mig$/KB1/SP2QFE/halacpi.dll"] = old

    found = windows(change).hal_candidates
    assert {(each.path, each.level) for each in found} == {
        (r"\WINDOWS\Driver Cache\i386\driver.cab", "older")
    }
    assert {each.version for each in found} == {RTM.version}


def test_packed_files_of_the_media(windows: Callable[..., Windows]) -> None:
    """In i386 beside Windows: a cabinet of one file, and a name that hides another HAL."""

    def change(files: dict[str, bytes]) -> None:
        without_service_pack_files(files)
        del files[f"{CACHE}/sp2.cab"], files[f"{CACHE}/driver.cab"]
        alone = {"halacpi.dll": windows2003.program("halacpi.dll", SP2)}
        files["/I386/HALACPI.DL_"] = cabinet.build(alone, Compression.LZX)
        files["/I386/HALAPIC.DLL"] = windows2003.program("halmps.dll", SP2)

    found = windows(change).hal_candidates
    assert [(each.name, each.path, each.level) for each in found] == [
        ("halacpi.dll", r"\i386\HALACPI.DL_", "same")
    ]


def test_candidates_stay_known_beside_a_damaged_cabinet(windows: Callable[..., Windows]) -> None:
    def change(files: dict[str, bytes]) -> None:
        without_service_pack_files(files)
        files[f"{CACHE}/sp2.cab"] = files[f"{CACHE}/sp2.cab"][:5000]

    found = windows(change).hal_candidates
    assert {each.path for each in found} == {r"\WINDOWS\Driver Cache\i386\driver.cab"}


def test_hal_and_kernel_of_different_kinds(windows: Callable[..., Windows]) -> None:
    def change(files: dict[str, bytes]) -> None:
        files[f"{SYSTEM32}/ntoskrnl.exe"] = windows2003.program("ntoskrnl.exe", SP2)

    (finding,) = mismatch(windows(change))
    assert finding.code == "W644"
    assert "halmacpi.dll" in finding.message
    assert "ntoskrnl.exe (ntoskrnl.exe)" in finding.message
    assert not [*mismatch(windows())]


@pytest.mark.parametrize(
    ("version", "level"),
    [
        ((5, 2, 3790, 3959), "same"),
        ((5, 2, 3790, 0), "older"),
        ((5, 2, 3790, 4000), "newer"),
        ((0, 0, 0, 0), "unknown"),
    ],
)
def test_levels(version: tuple[int, int, int, int], level: str) -> None:
    assert install_files.compare(version, SP2.version) == level
    assert install_files.compare(version, None) == "unknown"
