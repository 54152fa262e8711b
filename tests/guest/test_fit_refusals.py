"""Guests that are not to be changed, or not like this: each refusal, on images made for it."""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from fixtures import guests, hive, mbr, ntfs, pe, windows2003, windows2003_registry
from fixtures.guest_proof import Guest as Proof
from fixtures.hals import HALS, Hal
from fixtures.ntfs import CLUSTER, File
from fixtures.ntfs_journal import restart_page
from fixtures.ntfs_proof import File as NtfsFile
from fixtures.ntfs_proof import Proof as NtfsProof
from fixtures.windows2003 import KERNELS, RELEASE_2003, RTM, SP2, Release

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.fit import Fitting, prepare
from engine.guest.helper import libntfs
from engine.guest.helper.helper_process import Native
from engine.guest.inspect import look
from engine.guest.volumes import fat
from engine.guest.volumes.volume import Part
from engine.guest.windows.changes import FileChange
from engine.guest.windows.windows_system import Windows
from engine.guest.wishes import Wishes

START = 63 * 512
SIZE = 48 << 20
SIGNATURE = 0x4F3C2B1A
SYSTEM32 = r"\WINDOWS\system32"
HAL = rf"{SYSTEM32}\hal.dll"
ACPI = Wishes(hal="halacpi")
TRIAL = Wishes(trials=("halacpi",))
IDE = Wishes(bus="ide")
WAIT = Wishes(timeout=5)

Change = Callable[[dict[str, File]], object]


@dataclass
class Watched:
    """A disk in memory that takes writes, and remembers that there were any."""

    content: bytes
    written: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.content)

    def pread(self, offset: int, length: int) -> bytes:
        return self.content[offset : offset + length]

    def pwrite(self, offset: int, data: bytes) -> None:
        self.written.append(offset)


def fitted(
    content: bytes, wishes: Wishes, of: Callable[[Windows], Windows] = lambda windows: windows
) -> Fitting:
    """What is prepared for the guest on a disk, of which nothing is written."""
    disk = Watched(content)
    guest = look(disk)
    known = replace(guest, windows=tuple(map(of, guest.windows)))
    try:
        return prepare(disk, known, wishes)
    finally:
        assert disk.written == []


def refused(code: str, content: bytes, wishes: Wishes, **how: Any) -> str:
    """The message of the one finding that the wishes are refused with."""
    with pytest.raises(Refusal) as caught:
        fitted(content, wishes, **how)
    (found,) = caught.value.findings
    assert found.code == code
    return found.message


def codes(fitting: Fitting) -> list[str]:
    return [each.code for each in fitting.findings]


def after(content: bytes, fitting: Fitting) -> Proof:
    overlay = Overlay(Watched(content))
    overlay.adopt(fitting.edit)
    return Proof(overlay.pread(0, overlay.size), START, "ntfs")


# -- disks


def disk_of(folder: Path, files: list[File]) -> bytes:
    """A disk with these files on one NTFS volume."""
    place = windows2003.partition(SIZE)
    volume = folder / "volume"
    ntfs.build(volume, files, sectors=place.length, first_sector=place.start)
    record = mbr.build([place], signature=SIGNATURE, message="refusals")
    content = record.ljust(START, b"\0") + volume.read_bytes()
    volume.unlink()
    return content.ljust(SIZE, b"\0")


@dataclass(frozen=True)
class Builder:
    """Makes disks of a Windows 2003 in a way of its own."""

    folder: Path

    def __call__(
        self, change: Change = lambda files: None, release: Release = RELEASE_2003
    ) -> bytes:
        made = windows2003._files(HALS["halmacpi"], "scsi", 0, SIGNATURE, release)
        files = {str(file.path): file for file in made}
        change(files)
        return disk_of(self.folder, list(files.values()))


def put(files: dict[str, File], path: str, content: bytes) -> None:
    files[path] = File(PurePosixPath(path), content)


def with_menu(
    *, options: str = "", place: str = "rdisk(0)partition(1)", wait: str = "30"
) -> Change:
    path = rf"multi(0)disk(0){place}\WINDOWS"
    lines = [
        f"[boot loader]\r\ntimeout={wait}\r\ndefault={path}\r\n[operating systems]",
        f'{path}="2003" /fastdetect{options}',
    ]
    return lambda files: put(files, "/boot.ini", "\r\n".join(lines).encode("ascii"))


def without_media(files: dict[str, File]) -> None:
    for path in list(files):
        if "Driver Cache" in path or "ServicePackFiles" in path:
            del files[path]


def of_the_beginning_only(files: dict[str, File]) -> None:
    """What the service pack brought is gone; driver.cab of the first media is left."""
    for path in list(files):
        if "ServicePackFiles" in path or path.endswith("sp2.cab"):
            del files[path]


def without_a_known_hal(files: dict[str, File]) -> None:
    """A HAL of a vendor's own, of which Setup has left no word."""
    own = Hal("halxyz", "Vendor's PC", "xyz_mp", acpi=True, multiprocessor=True)
    for folder in ("system32", "system32/dllcache"):
        put(files, f"/WINDOWS/{folder}/hal.dll", pe.build(own.file, SP2.version, "", size=90_000))
    system = windows2003_registry.system(
        own, boot_bus="scsi", disk_signature=SIGNATURE, partition_offset=START
    )
    put(files, "/WINDOWS/system32/config/SYSTEM", hive.build(system, name="SYSTEM"))
    del files["/WINDOWS/Repair/setup.log"]


def for_x64(files: dict[str, File]) -> None:
    for path in ("/WINDOWS/system32/ntoskrnl.exe", "/WINDOWS/system32/ntkrnlpa.exe"):
        kernel = bytearray(files[path].data)
        struct.pack_into("<H", kernel, 0x84, 0x8664)
        put(files, path, bytes(kernel))


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    return Builder(tmp_path_factory.mktemp("builder"))


@pytest.fixture(scope="module")
def plain(build: Builder) -> bytes:
    return build()


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Guests as they are, by kind and file system."""
    folder = tmp_path_factory.mktemp("kinds")
    made = {}
    for kind, file_system in (
        ("windowsxp", "ntfs"),
        ("windowsxp", "fat32"),
        ("windows7", "ntfs"),
        ("windows10", "ntfs"),
    ):
        guests.build(folder / "disk", kind, file_system=file_system)
        made[f"{kind} {file_system}"] = (folder / "disk").read_bytes()
    return made


def changed(content: bytes, at: int, data: bytes) -> bytes:
    return content[:at] + data + content[at + len(data) :]


def ntfs_of(content: bytes) -> Any:
    return NtfsProof(io.BytesIO(content[START:])).ntfs


def place_of(content: bytes, path: str) -> int:
    """Where on the disk a file begins."""
    return int(START + ntfs_of(content).mft.get(path).dataruns()[0][0] * CLUSTER)


@contextmanager
def by_library(content: bytes) -> Iterator[tuple[libntfs.Volume, Overlay]]:
    """The library in this process, to make what a user's volume may hold."""
    overlay = Overlay(Watched(content))
    (length,) = struct.unpack_from("<I", content, 446 + 12)
    volume = libntfs.Volume(Part(overlay, START, length * 512))
    yield volume, overlay
    volume.unmount()


def set_flags(volume: libntfs.Volume, path: str, flags: int) -> None:
    link = volume._find(path)
    assert link is not None
    with volume._inode(link.reference) as node:
        node.flags |= flags
        value = struct.pack("<I", node.flags)
        assert not volume._library.ntfs_set_ntfs_attrib(node, value, len(value), 0)


def whole(overlay: Overlay) -> bytes:
    return overlay.pread(0, overlay.size)


# -- what is changed where nothing is in the way: the refusals below are not of the disks' making


@pytest.mark.parametrize("wishes", [ACPI, TRIAL, IDE, WAIT], ids=["hal", "trial", "ide", "wait"])
def test_nothing_is_in_the_way(plain: bytes, kinds: dict[str, bytes], wishes: Wishes) -> None:
    for content in (plain, kinds["windowsxp ntfs"], kinds["windowsxp fat32"]):
        fitting = fitted(content, wishes)
        assert fitting.edit.pages
        assert fitting.changes
        assert fitting.findings == ()


# -- how the volume was left


def with_log(content: bytes, *, clean: bool = False, version: tuple[int, int] = (1, 1)) -> bytes:
    """The volume as Windows leaves it when its journal says so."""
    size = ntfs_of(content).mft.get("$LogFile").size()
    page = restart_page(size, clean=clean, version=version)
    return changed(content, place_of(content, "$LogFile"), page * 2)


@pytest.mark.parametrize("wishes", [ACPI, TRIAL, IDE, WAIT], ids=["hal", "trial", "ide", "wait"])
def test_an_unclean_journal(plain: bytes, wishes: Wishes) -> None:
    unclean = with_log(plain)
    assert "journal of its NTFS volume" in refused("E610", unclean, wishes)
    fitting = fitted(unclean, replace(wishes, recover=True))
    assert codes(fitting) == ["W603"]
    found = after(unclean, fitting)
    assert NtfsProof(found.volume).is_dirty
    assert look(Watched(found.disk)).windows[0].condition.journal == "clean"
    if wishes.hal == "halacpi":
        assert found.original_name("/WINDOWS/system32/hal.dll") == "halacpi.dll"


def test_consent_is_not_needed_for_a_clean_journal(plain: bytes) -> None:
    clean = with_log(plain, clean=True)
    fitting = fitted(clean, replace(ACPI, recover=True))
    assert fitting.findings == ()
    assert not NtfsProof(after(clean, fitting).volume).is_dirty


@pytest.mark.parametrize("recover", [False, True])
def test_fast_start_up(kinds: dict[str, bytes], recover: bool) -> None:
    kept = with_log(kinds["windows10 ntfs"], version=(2, 0))
    assert "fast start-up" in refused("E611", kept, replace(IDE, recover=recover))


@pytest.mark.parametrize("recover", [False, True])
@pytest.mark.parametrize("mark", [b"hibr", b"HIBR"])
def test_hibernated(build: Builder, mark: bytes, recover: bool) -> None:
    disk = build(lambda files: put(files, "/hiberfil.sys", mark + bytes(5000)))
    assert "is hibernated" in refused("E612", disk, replace(ACPI, recover=recover))


def test_resumed(build: Builder) -> None:
    disk = build(lambda files: put(files, "/hiberfil.sys", b"wake" + bytes(5000)))
    assert fitted(disk, ACPI).findings == ()


def test_hibernated_on_fat(kinds: dict[str, bytes]) -> None:
    overlay = Overlay(Watched(kinds["windowsxp fat32"]))
    with fat.edit(overlay, START, overlay.size - START) as files:
        files.create(r"\hiberfil.sys", b"hibr" + bytes(5000), r"\boot.ini")
    refused("E612", whole(overlay), ACPI)


@pytest.mark.parametrize("at", ["boot sector", "table"])
def test_a_dirty_fat_volume(kinds: dict[str, bytes], at: str) -> None:
    content = kinds["windowsxp fat32"]
    reserved = int.from_bytes(content[START + 14 : START + 16], "little")
    in_table = START + 512 * reserved + 7
    dirty = (
        changed(content, START + 0x41, b"\1")
        if at == "boot sector"
        else changed(content, in_table, bytes([content[in_table] & 0xF7]))
    )
    for wishes in (ACPI, IDE, WAIT):
        assert "FAT32 volume is marked" in refused("E624", dirty, wishes)
        fitting = fitted(dirty, replace(wishes, recover=True))
        assert codes(fitting) == ["W604"]
        assert fitting.changes


@pytest.mark.parametrize("wishes", [TRIAL, ACPI, IDE], ids=["trial", "hal", "ide"])
def test_too_little_room(build: Builder, wishes: Wishes) -> None:
    """For what is new, and for what was smaller."""
    small = build(lambda files: put(files, "/WINDOWS/system32/dllcache/hal.dll", b""))
    with by_library(small) as (volume, overlay):
        volume.create(r"\filler.bin", bytes(volume._free() - 40960), HAL)
    path = {TRIAL: "halacpi.dll", ACPI: r"dllcache\hal.dll", IDE: r"drivers\atapi.sys"}[wishes]
    message = refused("E613", whole(overlay), wishes)
    assert f"{SYSTEM32}\\{path}: " in message
    needed, free = (int(word) for word in message.split() if word.isdigit())
    assert 0 < free < needed


def test_too_little_room_on_fat(kinds: dict[str, bytes]) -> None:
    content = kinds["windowsxp fat32"]
    (clusters,) = struct.unpack_from("<I", content, START + 512 + 488)
    overlay = Overlay(Watched(content))
    with fat.edit(overlay, START, overlay.size - START) as files:
        files.create(r"\FILLER.BIN", bytes((clusters - 20) * 512), HAL)
    message = refused("E613", whole(overlay), TRIAL)
    assert rf"{SYSTEM32}\halacpi.dll: " in message
    assert "10240 are free" in message


# -- files and hives in a state of their own


@pytest.mark.parametrize("name", ["hal.dll", "dllcache/hal.dll", "drivers/atapi.sys"])
def test_an_encrypted_file(build: Builder, name: str) -> None:
    """The HAL is refused wherever it is; a driver that is there already is left alone."""
    disk = build(lambda files: put(files, "/WINDOWS/system32/drivers/atapi.sys", b"mine"))
    path = SYSTEM32 + "\\" + name.replace("/", "\\")
    with by_library(disk) as (volume, overlay):
        set_flags(volume, path, 0x4000)
    encrypted = whole(overlay)
    if name.startswith("drivers"):
        assert fitted(encrypted, replace(ACPI, bus="ide")).findings == ()
    else:
        assert refused("E616", encrypted, ACPI) == f"{path} is encrypted in the guest (EFS)."


def test_compressed_files_are_replaced(build: Builder) -> None:
    """System32 is compressed as a whole, and so is what is made there.

    The files are of sizes that are no whole clusters, for which dissect.ntfs reads wrongly.
    """
    kept: dict[str, bytes] = {}

    def take(files: dict[str, File]) -> None:
        for name in ("hal.dll", "ntoskrnl.exe"):
            kept[name] = files.pop(f"/WINDOWS/system32/{name}").data + bytes(300_000)

    with by_library(build(take)) as (volume, overlay):
        for folder in (SYSTEM32, rf"{SYSTEM32}\drivers"):
            set_flags(volume, folder, 0x800)
        for name, content in kept.items():
            volume.create(rf"{SYSTEM32}\{name}", content, r"\ntldr")
    packed = whole(overlay)
    fitting = fitted(packed, Wishes(hal="hal", bus="ide"))
    assert [each.code for each in fitting.findings] == ["W543"]  # it leaves ACPI
    found = after(packed, fitting)
    found.assert_sound()
    for name, media in (
        ("hal.dll", "hal.dll"),
        ("ntoskrnl.exe", "ntoskrnl.exe"),
        ("drivers/atapi.sys", "atapi.sys"),
    ):
        path = f"/WINDOWS/system32/{name}"
        assert found.read(path) == windows2003.program(media, SP2)
        file = found.files[path]
        assert isinstance(file, NtfsFile)
        assert file.attributes & 0x800


def in_system(content: bytes, at: int, data: bytes) -> bytes:
    """The SYSTEM hive with some bytes of it changed."""
    return changed(content, place_of(content, "WINDOWS/system32/config/SYSTEM") + at, data)


def test_a_dirty_hive(plain: bytes) -> None:
    dirty = in_system(plain, 4, b"\7")
    assert refused("E621", dirty, replace(ACPI, bus="ide")) == (
        "The registry hive SYSTEM was not closed cleanly, and its log cannot be played back: "
        "it has no log."
    )
    assert fitted(dirty, ACPI).changes  # which is not in it


def test_a_damaged_hive(plain: bytes) -> None:
    """Its last bin is nothing; what tells of the guest lies before."""
    start = place_of(plain, "WINDOWS/system32/config/SYSTEM")
    size = ntfs_of(plain).mft.get("WINDOWS/system32/config/SYSTEM").size()
    last = plain[start : start + size].rindex(b"hbin")
    assert last > 4096
    damaged = in_system(plain, last, b"nibh")
    assert "hive SYSTEM is damaged" in refused("E622", damaged, replace(ACPI, bus="ide"))


def test_a_hive_that_is_none(plain: bytes) -> None:
    """Then there is no Windows that could be changed."""
    nothing = in_system(plain, 0, b"nothing!")
    assert refused("E645", nothing, ACPI).endswith("installations of Windows: none.")
    assert fitted(nothing, IDE).edit.pages == {}


def test_a_registry_without_control_sets(build: Builder) -> None:
    """Windows could not start from it, whatever else is changed."""

    def change(files: dict[str, File]) -> None:
        put(files, "/WINDOWS/system32/config/SYSTEM", hive.build(hive.Key(), name="SYSTEM"))

    assert "no key ControlSet001" in refused("E623", build(change), IDE)


# -- the boot menu


def test_a_menu_by_the_controller_is_changed_to_the_bios(build: Builder) -> None:
    """Also where the drivers are there already, and only then it is mended."""

    def change(files: dict[str, File]) -> None:
        with_menu()(files)
        content = files["/boot.ini"].data.replace(b"multi(0)", b"scsi(0)")
        put(files, "/boot.ini", content)

    disk = build(change)
    fitting = fitted(disk, IDE)
    assert {each.code for each in fitting.mended} == {"W821", "W647"}
    found = after(disk, fitting).read("/boot.ini")
    with_menu()(expected := dict[str, File]())
    assert found == expected["/boot.ini"].data
    again = bytearray(disk)
    for number, page in fitting.edit.pages.items():
        again[number * 4096 : number * 4096 + len(page.after)] = page.after
    assert look(Watched(bytes(again))).findings == ()
    assert fitted(bytes(again), IDE).changes == ()


# -- HALs


def test_windows_10_has_one_hal(kinds: dict[str, bytes]) -> None:
    for wishes in (ACPI, TRIAL):
        message = refused("E640", kinds["windows10 ntfs"], wishes)
        assert message.startswith("The HAL of Windows 10 cannot be replaced: for x64 there is one")


def test_windows_10_for_x86_has_one_hal(kinds: dict[str, bytes]) -> None:
    for_x86 = partial(replace, architecture="x86")
    message = refused("E640", kinds["windows10 ntfs"], ACPI, of=for_x86)
    assert "it has one HAL for all machines" in message


def test_windows_2003_for_x64_has_one_hal(build: Builder) -> None:
    message = refused("E640", build(for_x64), ACPI)
    assert message.startswith("The HAL of Windows Server 2003 cannot be replaced: for x64")


def test_windows_7_chooses_its_hal_itself(kinds: dict[str, bytes]) -> None:
    for wishes in (ACPI, TRIAL):
        assert refused("E641", kinds["windows7 ntfs"], wishes).startswith("Windows 7 chooses")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("hal", "halacpi", "was installed without ACPI"),
        ("halacpi", "halapic", "was installed with ACPI"),
        ("halmacpi", "halaacpi", "does not offer"),
    ],
)
def test_an_unusual_change_needs_agreement(tmp_path: Path, old: str, new: str, reason: str) -> None:
    guests.build(tmp_path / "disk", "windows2000", hal=old)
    content = (tmp_path / "disk").read_bytes()
    message = refused("E642", content, Wishes(hal=new))
    assert message.startswith(f"Changing {old}.dll to {new}.dll is not a usual thing: ")
    assert reason in message
    fitting = fitted(content, Wishes(hal=new, agreed=True))
    leaves_acpi = ["W543"] if (old, new) == ("halacpi", "halapic") else []
    assert codes(fitting) == ["W650", *leaves_acpi]
    assert reason in fitting.findings[0].message
    assert after(content, fitting).original_name("/WINNT/system32/hal.dll") == f"{new}.dll"
    trial = codes(fitted(content, Wishes(trials=(new,))))
    assert trial == ["W650", *leaves_acpi]  # it does no harm


@pytest.mark.parametrize("wishes", [ACPI, TRIAL], ids=["hal", "trial"])
def test_a_hal_that_the_guest_does_not_hold(build: Builder, wishes: Wishes) -> None:
    message = refused("E643", build(without_media), wishes)
    assert message == "The guest holds no halacpi.dll of the version installed."


def test_a_kernel_that_the_guest_does_not_hold(build: Builder) -> None:
    def hals_only(files: dict[str, File]) -> None:
        without_media(files)
        put(files, "/i386/halacpi.dll", windows2003.program("halacpi.dll", SP2))

    message = refused("E643", build(hals_only), ACPI)
    assert message == "The guest holds no ntoskrnl.exe of the version installed."


def test_media_of_another_windows_do_not_count(build: Builder) -> None:
    def of_xp(files: dict[str, File]) -> None:
        without_media(files)
        for name in ("halacpi.dll", *KERNELS):
            content = pe.build(name, (5, 1, 2600, 5512), "", size=90_000)
            put(files, f"/i386/{name}", content)

    assert "no halacpi.dll" in refused("E643", build(of_xp), ACPI)


@pytest.mark.parametrize("wishes", [ACPI, TRIAL], ids=["hal", "trial"])
def test_a_hal_that_is_not_known(build: Builder, wishes: Wishes) -> None:
    message = refused("E644", build(without_a_known_hal), wishes)
    assert message.startswith("It is not known which HAL Windows Server 2003 has")


def test_what_is_older_than_installed_is_named(build: Builder) -> None:
    disk = build(of_the_beginning_only)
    fitting = fitted(disk, ACPI)
    assert codes(fitting) == ["W651"] * 3
    for name, each in zip(
        ("halacpi.dll", "ntoskrnl.exe", "ntkrnlpa.exe"), fitting.findings, strict=True
    ):
        assert each.message == (
            rf"{name} in \WINDOWS\Driver Cache\i386\driver.cab is of version 5.2.3790.0, "
            "older than the 5.2.3790.3959 installed."
        )
    found = after(disk, fitting)
    assert found.read("/WINDOWS/system32/hal.dll") == windows2003.program("halacpi.dll", RTM)


# -- which Windows, and its menu


@pytest.mark.parametrize("wishes", [ACPI, TRIAL, WAIT], ids=["hal", "trial", "wait"])
def test_a_windows_that_is_not_there(plain: bytes, wishes: Wishes) -> None:
    message = refused("E645", plain, replace(wishes, root=r"\WINNT"))
    assert message == (r"There is no \WINNT on the disk; installations of Windows: \WINDOWS.")
    assert fitted(plain, replace(wishes, root="\\windows\\")).changes


def test_no_windows(tmp_path: Path) -> None:
    disk = disk_of(tmp_path, [File(PurePosixPath("/data.txt"), b"data")])
    assert refused("E645", disk, ACPI).startswith("There is no Windows on the disk;")


@pytest.mark.parametrize(
    ("options", "option"),
    [
        (" /HAL=halacpi.dll", "/HAL="),
        (" /kernel=ntkrnlup.exe", "/KERNEL="),
    ],
)
def test_a_menu_that_loads_another_file(build: Builder, options: str, option: str) -> None:
    def with_files(files: dict[str, File]) -> None:
        with_menu(options=options)(files)
        for name, media in (("halacpi.dll", "halacpi.dll"), ("ntkrnlup.exe", "ntoskrnl.exe")):
            put(files, f"/WINDOWS/system32/{name}", windows2003.program(media, SP2))

    disk = build(with_files)
    message = refused("E646", disk, Wishes(hal="hal"))
    assert message.startswith(rf"The boot menu starts \WINDOWS with {option},")
    assert fitted(disk, WAIT).changes


def full_menu(files: dict[str, File]) -> None:
    with_menu()(files)
    text = files["/boot.ini"].data + b"\r\n" + rb'C:\BOOTSECT.DOS="DOS"'
    put(files, "/boot.ini", text + b"".join(b'\r\nC:\\%d="%d"' % (n, n) for n in range(8)))


def utf_16(files: dict[str, File]) -> None:
    put(files, "/boot.ini", files["/boot.ini"].data.decode("cp1252").encode("utf-16"))


def no_menu(files: dict[str, File]) -> None:
    del files["/boot.ini"]


OTHER_DISK = with_menu(place="rdisk(1)partition(1)")


@pytest.mark.parametrize(
    ("change", "reason", "wishes"),
    [
        (OTHER_DISK, r"no entry of it starts \WINDOWS", TRIAL),
        (OTHER_DISK, r"no entry of it starts \WINDOWS", WAIT),
        (no_menu, r"no entry of it starts \WINDOWS", TRIAL),
        (no_menu, r"no entry of it starts \WINDOWS", WAIT),
        (utf_16, r"no entry of it starts \WINDOWS", TRIAL),
        (full_menu, "it has 10 entries", TRIAL),
    ],
)
def test_a_menu_that_cannot_be_changed(
    build: Builder, change: Change, reason: str, wishes: Wishes
) -> None:
    """All of it is refused then, also what would be possible."""
    disk = build(change)
    message = refused("E647", disk, replace(wishes, hal="hal"))
    assert message.startswith(f"boot.ini cannot be changed: {reason}")
    assert fitted(disk, Wishes(hal="hal")).changes


def test_later_windows_have_no_boot_ini(kinds: dict[str, bytes]) -> None:
    assert r"starts \Windows" in refused("E647", kinds["windows7 ntfs"], WAIT)


def test_a_trial_that_cannot_be_chosen_is_warned_of(build: Builder) -> None:
    disk = build(with_menu(wait="0"))
    assert codes(fitted(disk, TRIAL)) == ["W652"]
    assert codes(fitted(disk, replace(TRIAL, timeout=0))) == ["W652"]
    for wishes in (replace(TRIAL, timeout=9), replace(TRIAL, trial_first=True), ACPI, WAIT):
        assert codes(fitted(disk, wishes)) == []
    assert codes(fitted(build(with_menu()), replace(TRIAL, timeout=0))) == ["W652"]
    assert codes(fitted(build(with_menu(wait="-1")), TRIAL)) == []


def test_a_trial_beside_what_does_not_start_by_default(build: Builder) -> None:
    """To come first is of no use where the menu starts something else at once."""

    def another(files: dict[str, File]) -> None:
        with_menu(wait="0")(files)
        text = files["/boot.ini"].data
        default = text.replace(rb"partition(1)\WINDOWS", b"partition(2)\\OTHER", 1)
        put(files, "/boot.ini", default)

    disk = build(another)
    assert codes(fitted(disk, replace(TRIAL, trial_first=True))) == ["W652"]


# -- drivers


def test_drivers_that_the_guest_does_not_hold(build: Builder) -> None:
    disk = build(without_media)
    assert refused("E648", disk, IDE) == (
        "The guest holds no atapi.sys, intelide.sys, pciide.sys, pciidex.sys: "
        "without them Windows cannot start from an IDE disk."
    )


def test_one_driver_that_the_guest_does_not_hold(build: Builder) -> None:
    def most(files: dict[str, File]) -> None:
        without_media(files)
        for name in ("atapi.sys", "pciide.sys", "pciidex.sys"):
            put(files, f"/WINDOWS/system32/drivers/{name}", b"of the guest")

    assert "holds no intelide.sys:" in refused("E648", build(most), IDE)


@pytest.mark.parametrize(
    ("kind", "name", "bus"),
    [
        ("windowsxp ntfs", "Windows XP", "ahci"),
        ("windowsxp fat32", "Windows XP", "nvme"),
        ("windows7 ntfs", "Windows 7", "nvme"),
    ],
)
def test_a_bus_without_a_driver(kinds: dict[str, bytes], kind: str, name: str, bus: Any) -> None:
    message = refused("E649", kinds[kind], Wishes(bus=bus))
    assert message == f"{name} has no driver for {bus.upper()} disks."


@pytest.mark.parametrize(
    ("kind", "bus"),
    [("windows7 ntfs", "ahci"), ("windows10 ntfs", "ahci"), ("windows10 ntfs", "nvme")],
)
def test_a_bus_with_a_driver(kinds: dict[str, bytes], kind: str, bus: Any) -> None:
    fitting = fitted(kinds[kind], Wishes(bus=bus))
    assert fitting.changes
    assert fitting.findings == ()


@pytest.mark.parametrize("wishes", [ACPI, IDE, WAIT], ids=["hal", "ide", "wait"])
def test_a_dynamic_disk(plain: bytes, wishes: Wishes) -> None:
    dynamic = changed(plain, 446 + 4, b"\x42")
    assert refused("E651", dynamic, wishes) == (
        "Windows Server 2003 cannot be changed: its disk is dynamic (LDM)."
    )


# -- libraries that this computer has not


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has the helper process look for one of its libraries in vain."""

    def missing(module: str) -> None:
        (tmp_path / "bare_worker.py").write_text(
            f"from engine.guest.helper import helper_main as worker, {module}\n"
            f"{module}._LIBRARY = 'libmissing.so.0'\n"
            "worker.run(lambda wire: worker.Worker(wire).handle)\n"
        )
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setattr("engine.guest.fit.Native", partial(Native, worker="bare_worker"))

    return missing


@pytest.mark.parametrize(
    ("module", "kind"),
    [
        ("libntfs_api", "windowsxp ntfs"),
        ("libhivex", "windowsxp ntfs"),
        ("libhivex", "windowsxp fat32"),
        ("libhivex", "windows7 ntfs"),
    ],
)
def test_a_library_that_is_missing(
    kinds: dict[str, bytes], bare: Callable[[str], None], module: str, kind: str
) -> None:
    bare(module)
    wishes = Wishes(bus="ahci" if kind.startswith("windows7") else "ide", heads=False)
    message = refused("E601", kinds[kind], wishes)
    assert message.startswith("libmissing.so.0 cannot be used: ")
    fitting = fitted(kinds[kind], replace(wishes, only_if_needed=True))
    assert codes(fitting) == ["W654"]
    assert fitting.findings[0].message.endswith(message)
    assert (fitting.changes, fitting.edit.pages) == ((), {})


@pytest.mark.parametrize("by_name", [ACPI, TRIAL, WAIT], ids=["hal", "trial", "wait"])
def test_what_is_asked_for_by_name_is_not_left_out(
    plain: bytes, bare: Callable[[str], None], by_name: Wishes
) -> None:
    bare("libntfs_api")
    refused("E601", plain, by_name)
    refused("E601", plain, replace(by_name, bus="ide", only_if_needed=True))


def test_only_a_missing_library_is_left_out(plain: bytes) -> None:
    """A guest that is not to be changed now is refused also where it may not need to be."""
    refused("E610", with_log(plain), replace(IDE, only_if_needed=True))


def test_fat_needs_no_library_for_a_hal(
    kinds: dict[str, bytes], bare: Callable[[str], None]
) -> None:
    bare("libntfs_api")
    changes = fitted(kinds["windowsxp fat32"], ACPI).changes
    paths = [each.path for each in changes if isinstance(each, FileChange)]
    assert HAL in paths


def test_an_unclean_journal_stays_if_there_is_nothing_to_change(plain: bytes) -> None:
    """What is installed already is no reason to discard it."""
    fitting = fitted(with_log(plain), replace(Wishes(hal="halmacpi"), recover=True))
    assert (fitting.edit.pages, fitting.changes, fitting.findings) == ({}, (), ())


def test_what_unpacks_cabinets_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drivers of Windows 2000 are in a cabinet only; it is not said that there are none."""
    guests.build(tmp_path / "disk", "windows2000")
    content = (tmp_path / "disk").read_bytes()
    monkeypatch.setitem(sys.modules, "libarchive", None)
    assert "libarchive" in refused("E601", content, IDE)
    assert codes(fitted(content, replace(IDE, only_if_needed=True))) == ["W654"]
