"""NTFS volumes that were changed, seen by readers that share no code with the one that wrote."""

from __future__ import annotations

import io
import random
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fixtures import ntfs as ntfs_fixture
from fixtures import windows2003
from fixtures.ntfs_journal import restart_page
from fixtures.ntfs_proof import File, Proof, digest

from engine.disk.edits import commit
from engine.disk.edits.overlay import Overlay
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.reader import Reader
from engine.findings import Refusal
from engine.guest.helper import libntfs
from engine.guest.helper.helper_process import Native
from engine.guest.hives import registry, values
from engine.guest.volumes import ntfs
from engine.guest.volumes.volume import Part

START = 63 * 512
SYSTEM32 = r"\WINDOWS\system32"
HAL = rf"{SYSTEM32}\hal.dll"
METADATA = 24  # records below are the file system's own


class Memory:
    """A disk in memory."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @property
    def size(self) -> int:
        return len(self.content)

    def pread(self, offset: int, length: int) -> bytes:
        return self.content[offset : offset + length]


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    path = tmp_path_factory.mktemp("ntfs") / "disk.raw"
    windows2003.build(path, size=32 << 20, fragmentation=3)
    return Memory(path.read_bytes())


@pytest.fixture(scope="module")
def before(disk: Memory) -> dict[int, File]:
    return files_of(disk)


def volume_of(disk: Memory | Overlay) -> io.BytesIO:
    return io.BytesIO(disk.pread(START, disk.size - START))


def files_of(disk: Memory | Overlay) -> dict[int, File]:
    return Proof(volume_of(disk)).files


def edit(native: Native, overlay: Overlay, change: Callable[[ntfs.NtfsFiles], object]) -> None:
    with ntfs.edit(native, overlay, START, overlay.size - START) as files:
        change(files)


def proved(overlay: Overlay, before: dict[int, File], tmp_path: Path) -> dict[int, File]:
    """The records that differ, after all the proofs of a sound volume."""
    volume = volume_of(overlay)
    proof = Proof(volume)
    proof.assert_sound()
    path = tmp_path / "volume"
    path.write_bytes(volume.getbuffer())
    probe = shutil.which("ntfs-3g.probe", path="/bin:/usr/bin:/sbin:/usr/sbin")
    if probe:
        subprocess.run([probe, "--readwrite", str(path)], check=True)
    after = proof.files
    assert not before.keys() - after.keys()
    return {
        number: file
        for number, file in after.items()
        if number >= METADATA and file != before.get(number)
    }


def named(files: dict[int, File], name: str, parent: str) -> File:
    """The file by its name and its folder's."""
    (found,) = (
        file
        for file in files.values()
        if any(each == name and files[number].name == parent for number, _, each in file.names)
    )
    return found


# -- reading


def test_reads_what_is_there(native: Native, disk: Memory) -> None:
    overlay = Overlay(disk)
    with ntfs.edit(native, overlay, START, disk.size - START) as files:
        entry = files.find(r"\windows\SYSTEM32\Hal.DLL")
        assert entry is not None
        assert (entry.name, entry.is_folder) == ("hal.dll", False)
        expected = windows2003.program("halmacpi.dll", windows2003.SP2)
        assert files.read(HAL) == expected
        assert entry.size == len(expected)
        assert files.find(r"\nothing\here") is None
        assert files.find(rf"{HAL}\below") is None
        assert [each.name for each in files.list(rf"{SYSTEM32}\config")] == ["SOFTWARE", "SYSTEM"]
        assert files.list(HAL) == ()
        boot = files.find(r"\BOOT.INI")
        assert boot is not None
        assert boot.attributes & 7 == 7
        with pytest.raises(Refusal, match="E617"):
            files.read(r"\none.txt")
        with pytest.raises(Refusal, match="E620"):
            files.read(HAL, limit=1000)
    assert not overlay.edit().pages
    assert files.kind == "ntfs"


def test_no_change_is_no_write(native: Native, disk: Memory) -> None:
    overlay = Overlay(disk)
    edit(native, overlay, lambda files: files.replace(HAL, files.read(HAL)))
    edit(native, overlay, lambda files: files.set_attributes(r"\boot.ini", 0x27))
    assert not overlay.edit().pages


# -- changing


@pytest.mark.parametrize("size", [0, 600, 4096, 114_688, 300_000, 3_000_000])
def test_replaces_in_place(
    native: Native, disk: Memory, before: dict[int, File], tmp_path: Path, size: int
) -> None:
    content = random.Random(size).randbytes(size)
    overlay = Overlay(disk)
    edit(native, overlay, lambda files: files.replace(HAL, content))
    (changed,) = proved(overlay, before, tmp_path).values()
    old = named(before, "hal.dll", "system32")
    assert changed.content == digest(content)
    assert (changed.names, changed.sequence) == (old.names, old.sequence)
    assert (changed.security, changed.created) == (old.security, old.created)
    assert changed.attributes == old.attributes


def test_makes_a_file_like_another(
    native: Native, disk: Memory, before: dict[int, File], tmp_path: Path
) -> None:
    content = random.Random(3).randbytes(90_000)
    overlay = Overlay(disk)
    edit(native, overlay, lambda files: files.create(rf"{SYSTEM32}\halacpi.dll", content, HAL))
    (made,) = proved(overlay, before, tmp_path).values()
    model = named(before, "hal.dll", "system32")
    assert made.names == ((model.names[0][0], 3, "halacpi.dll"),)  # a Win32 and a DOS name
    assert made.content == digest(content)
    assert (made.attributes, made.security) == (model.attributes, model.security)


def test_attributes_are_those_of_the_model(
    native: Native, disk: Memory, before: dict[int, File], tmp_path: Path
) -> None:
    overlay = Overlay(disk)
    edit(native, overlay, lambda files: files.create(r"\BOOTBAK.INI", b"x", r"\boot.ini"))
    (made,) = proved(overlay, before, tmp_path).values()
    assert made.attributes & 0x27 == 0x27


def test_sets_attributes_and_nothing_else(
    native: Native, disk: Memory, before: dict[int, File], tmp_path: Path
) -> None:
    overlay = Overlay(disk)
    edit(native, overlay, lambda files: files.set_attributes(r"\boot.ini", 0x20))
    (changed,) = proved(overlay, before, tmp_path).values()
    old = named(before, "boot.ini", ".")
    assert (changed.attributes, changed.streams) == (0x20, old.streams)


def test_many_files_make_a_folder_grow(
    native: Native, disk: Memory, before: dict[int, File], tmp_path: Path
) -> None:
    names = [f"made{number:04}.sys" for number in range(120)]

    def change(files: ntfs.NtfsFiles) -> None:
        for name in names:
            files.create(rf"{SYSTEM32}\drivers\{name}", name.encode() * 9, HAL)

    overlay = Overlay(disk)
    edit(native, overlay, change)
    changed = proved(overlay, before, tmp_path)
    assert {file.name: file.content for file in changed.values()} == {
        name: digest(name.encode() * 9) for name in names
    }


def test_a_whole_edit_and_the_same_again(
    native: Native, disk: Memory, before: dict[int, File], tmp_path: Path
) -> None:
    drivers = {name: windows2003.program(name, windows2003.SP2) for name in windows2003.IDE_DRIVERS}

    def change(files: ntfs.NtfsFiles) -> None:
        files.replace(HAL, windows2003.program("halacpi.dll", windows2003.SP2))
        for name, content in drivers.items():
            path = rf"{SYSTEM32}\drivers\{name}"
            if files.find(path):
                files.replace(path, content)
            else:
                files.create(path, content, rf"{SYSTEM32}\drivers\disk.sys")
        files.replace(r"\boot.ini", windows2003.BOOT_INI + b"more\r\n")
        system = files.read(rf"{SYSTEM32}\config\SYSTEM")
        files.replace(
            rf"{SYSTEM32}\config\SYSTEM", system.ljust(len(system) + 12288, b"\0")[:-1] + b"1"
        )

    first = Overlay(disk)
    edit(native, first, change)
    changed = proved(first, before, tmp_path)
    assert {file.name for file in changed.values()} == {"hal.dll", "boot.ini", "SYSTEM", *drivers}
    again = Overlay(first)
    edit(
        native, again, lambda files: files.replace(r"\boot.ini", windows2003.BOOT_INI + b"more\r\n")
    )
    assert not again.edit().pages


# -- files of other kinds


@contextmanager
def library(overlay: Overlay) -> Iterator[libntfs.Volume]:
    """The library in this process, to make what a user's volume may hold."""
    volume = libntfs.Volume(Part(overlay, START, overlay.size - START))
    yield volume
    volume.unmount()


def set_flags(volume: libntfs.Volume, path: str, flags: int) -> None:
    link = volume._find(path)
    assert link is not None
    with volume._inode(link.reference) as node:
        node.flags |= flags
        value = struct.pack("<I", node.flags)
        assert not volume._library.ntfs_set_ntfs_attrib(node, value, len(value), 0)


@pytest.mark.parametrize("size", [10, 1_000_000])
def test_replaces_a_compressed_file(
    native: Native, disk: Memory, tmp_path: Path, size: int
) -> None:
    overlay = Overlay(disk)
    path = rf"{SYSTEM32}\drivers\packed.sys"
    text = b"compresses well, " * 20_000
    with library(overlay) as volume:
        link = volume._find(rf"{SYSTEM32}\drivers")
        assert link is not None
        with volume._inode(link.reference) as node:
            value = struct.pack("<I", 0x800)
            assert not volume._library.ntfs_set_ntfs_attrib(node, value, 4, 0)
        volume.create(path, text, HAL)
    before = files_of(overlay)
    packed = named(before, "packed.sys", "drivers")
    assert packed.attributes & 0x800
    assert packed.content == digest(text)
    content = (text[: size // 2] + random.Random(size).randbytes(size // 2))[:size]
    edit(native, overlay, lambda files: files.replace(path, content))
    (changed,) = proved(overlay, before, tmp_path).values()
    assert changed.content == digest(content)
    assert changed.attributes & 0x800
    with ntfs.edit(native, overlay, START, disk.size - START) as files:
        assert files.read(path) == content


@pytest.mark.parametrize(("flag", "code"), [(0x4000, "E616"), (0x400, "E625")])
def test_content_of_another_kind_is_refused(
    native: Native, disk: Memory, flag: int, code: str
) -> None:
    """Encrypted files, and reparse points such as those of CompactOS."""
    overlay = Overlay(disk)
    with library(overlay) as volume:
        set_flags(volume, HAL, flag)
    before = overlay.edit()
    for change in (lambda files: files.read(HAL), lambda files: files.replace(HAL, b"new")):
        with pytest.raises(Refusal, match=code):
            edit(native, overlay, change)
    assert overlay.edit() == before


def test_a_descriptor_of_its_own_is_copied(native: Native, disk: Memory, tmp_path: Path) -> None:
    """Volumes that were FAT or of Windows NT 4 have no descriptors in common."""
    overlay = Overlay(disk)
    model = rf"{SYSTEM32}\own.sys"
    descriptor = (
        bytes.fromhex("0100048014000000240000000000000034000000")
        + bytes(16) * 2
        + bytes.fromhex("0200080000000000")
    )
    with library(overlay) as volume:
        folder = volume._find(SYSTEM32)
        assert folder is not None
        own = libntfs._Name("own.sys", "OWN.SYS", libntfs._REGULAR)
        number = volume._make(folder.reference, own, 0, 0x20, model, 0)
        with volume._inode(number) as node:
            volume._write(node, 0x50, descriptor, model)
    before = files_of(overlay)
    edit(native, overlay, lambda files: files.create(rf"{SYSTEM32}\made.sys", b"x", model))
    changed = proved(overlay, before, tmp_path)
    assert [file.name for file in changed.values()] == ["made.sys"]
    record = Proof(volume_of(overlay)).ntfs.mft.get("WINDOWS/system32/made.sys")
    assert record.attributes[0x50][0].header.data() == descriptor


@pytest.mark.parametrize("size", [5, 3_000_000])
def test_a_file_in_many_pieces(native: Native, disk: Memory, tmp_path: Path, size: int) -> None:
    """Its runs need more than one record; a replacement keeps what it can of them."""
    overlay = Overlay(disk)
    with only_every_second_cluster(overlay), library(overlay) as volume:
        volume.create(r"\pieces.bin", bytes(range(256)) * 8000, HAL)
    before = files_of(overlay)
    record = Proof(volume_of(overlay)).ntfs.mft.get("pieces.bin")
    assert len(record.dataruns()) > 400
    assert 0x20 in record.attributes  # a list of its other records
    content = random.Random(size).randbytes(size)
    edit(native, overlay, lambda files: files.replace(r"\pieces.bin", content))
    (changed,) = proved(overlay, before, tmp_path).values()
    assert (changed.name, changed.content) == ("pieces.bin", digest(content))


@contextmanager
def only_every_second_cluster(overlay: Overlay) -> Iterator[None]:
    """Every second cluster is marked as used meanwhile."""
    bitmap = Proof(volume_of(overlay)).ntfs.mft.get("$Bitmap")
    place = START + bitmap.dataruns()[0][0] * ntfs_fixture.CLUSTER
    before = overlay.pread(place, bitmap.size())
    overlay.pwrite(place, bytes(byte | 0xAA for byte in before))
    yield
    marked = overlay.pread(place, bitmap.size())
    overlay.pwrite(
        place, bytes(now & ~(~old & 0xAA) for now, old in zip(marked, before, strict=True))
    )


# -- all or nothing


def test_a_change_that_is_refused_undoes_all(native: Native, disk: Memory) -> None:
    overlay = Overlay(disk)

    def change(files: ntfs.NtfsFiles) -> None:
        files.replace(HAL, b"new")
        with pytest.raises(Refusal, match="E618"):
            files.create(rf"{SYSTEM32}\cmd.exe", b"", HAL)

    with pytest.raises(Refusal, match="E618"):
        edit(native, overlay, change)
    assert not overlay.edit().pages


def test_an_exception_undoes_all(native: Native, disk: Memory) -> None:
    overlay = Overlay(disk)

    def change(files: ntfs.NtfsFiles) -> None:
        files.replace(HAL, b"new")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        edit(native, overlay, change)
    assert not overlay.edit().pages


class Failing(Memory):
    """A disk that cannot be read from its n-th read on."""

    def __init__(self, content: bytes, reads: int) -> None:
        super().__init__(content)
        self.left = reads

    def pread(self, offset: int, length: int) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise OSError(5, "no more")
        return super().pread(offset, length)


def test_a_disk_that_fails_at_any_read(disk: Memory) -> None:
    """What reading raises comes out as it is, and no change is left."""

    def change(files: ntfs.NtfsFiles) -> None:
        files.replace(HAL, b"new" * 50_000)
        files.create(rf"{SYSTEM32}\halx.dll", b"new", HAL)

    counting = Failing(disk.content, 1 << 30)
    with Native() as process:
        edit(process, Overlay(counting), change)
    total = (1 << 30) - counting.left
    for reads in range(0, total, max(total // 7, 1)):
        overlay = Overlay(Failing(disk.content, reads))
        with Native() as process, pytest.raises(OSError, match="no more"):
            edit(process, overlay, change)
        assert not overlay.edit().pages


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda files: files.replace(r"\none", b""), "E617"),
        (lambda files: files.replace(SYSTEM32, b""), "E617"),
        (lambda files: files.create(r"\none\a.txt", b"", HAL), "E617"),
        (lambda files: files.create(r"\a.txt", b"", r"\none"), "E617"),
        (lambda files: files.create(r"\WINDOWS\SYSTEM32\HAL.DLL", b"", HAL), "E618"),
        (lambda files: files.create(r"\a:file.text", b"", HAL), "E619"),
        (lambda files: files.create(r"\nul.txt", b"", HAL), "E619"),
        (lambda files: files.create("\\..", b"", HAL), "E619"),
        (lambda files: files.set_attributes(r"\none", 1), "E617"),
    ],
)
def test_refuses_what_makes_no_sense(
    native: Native, disk: Memory, change: Callable[[ntfs.NtfsFiles], object], code: str
) -> None:
    overlay = Overlay(disk)
    with pytest.raises(Refusal, match=code):
        edit(native, overlay, change)
    assert not overlay.edit().pages


def test_too_little_room(native: Native, disk: Memory, tmp_path: Path) -> None:
    overlay = Overlay(disk)
    with pytest.raises(Refusal, match=r"E613.* [1-9]\d* are free"):
        edit(native, overlay, lambda files: files.replace(HAL, bytes(30 << 20)))
    assert not overlay.edit().pages


# -- volumes as they were left


def with_file(disk: Memory, native: Native, path: str, content: bytes) -> Overlay:
    overlay = Overlay(disk)
    edit(native, overlay, lambda files: files.create(path, content, r"\ntldr"))
    return overlay


@pytest.mark.parametrize("signature", [b"hibr", b"HIBR"])
def test_a_hibernated_guest_is_refused(native: Native, disk: Memory, signature: bytes) -> None:
    overlay = with_file(disk, native, r"\hiberfil.sys", signature + bytes(5000))
    with pytest.raises(Refusal, match="E612"):
        edit(native, overlay, lambda files: None)


def test_a_guest_that_was_resumed_is_taken(native: Native, disk: Memory) -> None:
    overlay = with_file(disk, native, r"\hiberfil.sys", bytes(5000))
    edit(native, overlay, lambda files: files.replace(HAL, b"new"))


def with_log(disk: Memory, *, clean: bool, version: tuple[int, int] = (1, 1)) -> Overlay:
    """The volume as Windows leaves it when its journal says so."""
    log = Proof(volume_of(disk)).ntfs.mft.get("$LogFile")
    page = restart_page(log.size(), clean=clean, version=version)
    overlay = Overlay(disk)
    first = log.dataruns()[0][0] * ntfs_fixture.CLUSTER
    for at in (first, first + 4096):
        overlay.pwrite(START + at, page)
    return overlay


def test_a_clean_log_is_taken(native: Native, disk: Memory) -> None:
    edit(native, with_log(disk, clean=True), lambda files: files.replace(HAL, b"new"))


def test_an_unclean_log_is_refused_but_may_be_discarded(
    native: Native, disk: Memory, before: dict[int, File], tmp_path: Path
) -> None:
    overlay = with_log(disk, clean=False)
    unclean = overlay.edit()
    with pytest.raises(Refusal, match="E610"):
        edit(native, overlay, lambda files: None)
    assert overlay.edit() == unclean
    with ntfs.edit(native, overlay, START, disk.size - START, recover=True) as files:
        assert [each.code for each in files.findings] == ["W603"]
        files.replace(HAL, b"new")
    proved(overlay, before, tmp_path)
    with ntfs.edit(native, overlay, START, disk.size - START) as files:
        assert [each.code for each in files.findings] == ["W604"]  # chkdsk is to run
    assert Proof(volume_of(overlay)).is_dirty


def test_consent_changes_nothing_for_a_clean_volume(native: Native, disk: Memory) -> None:
    overlay = Overlay(disk)
    with ntfs.edit(native, overlay, START, disk.size - START, recover=True) as files:
        assert files.findings == ()
    assert not overlay.edit().pages


@pytest.mark.parametrize("recover", [False, True])
def test_fast_start_up_is_refused(native: Native, disk: Memory, recover: bool) -> None:
    overlay = with_log(disk, clean=False, version=(2, 0))
    with (
        pytest.raises(Refusal, match="E611"),
        ntfs.edit(native, overlay, START, disk.size - START, recover=recover),
    ):
        pass


def test_other_volumes_are_refused(native: Native, disk: Memory) -> None:
    for magic, reason in ((b"-FVE-FS-", "BitLocker"), (b"MSDOS5.0", "another kind")):
        overlay = Overlay(disk)
        overlay.pwrite(START + 3, magic)
        with pytest.raises(Refusal, match=f"E614.*{reason}"):
            edit(native, overlay, lambda files: None)
    for start in (0, disk.size - 10):
        overlay = Overlay(disk)
        with pytest.raises(Refusal, match="E614"), ntfs.edit(native, overlay, start, 5000):
            pass


def test_damage_is_a_finding(disk: Memory) -> None:
    """Whatever a volume holds, the answer is an edit or a refusal; the helper may die of it."""
    numbers = random.Random(11)
    table = Proof(volume_of(disk)).ntfs.boot_sector.MftStartLcn * ntfs_fixture.CLUSTER
    refused = set()
    for _ in range(12):
        overlay = Overlay(disk)
        for _ in range(12):
            at = START + table + numbers.randrange(64 << 10)
            overlay.pwrite(at, numbers.randbytes(numbers.choice((1, 2, 8))))
        damaged = overlay.edit()
        try:
            with Native() as process:
                edit(process, overlay, lambda files: files.replace(HAL, b"new" * 50_000))
        except Refusal as refusal:
            refused |= {each.code for each in refusal.findings}
            assert overlay.edit() == damaged
    assert refused
    assert refused <= {"E602", "E603", "E610", "E611", "E612", "E613", "E615", "E616", "E617"}


@pytest.mark.parametrize(
    ("path", "kind", "offset"),
    [("$Bitmap", 0x80, 100), ("$MFTMirr", 0x80, 1500), ("$MFT", 0xB0, 7)],
)
def test_the_proof_finds_one_wrong_bit(
    native: Native, disk: Memory, path: str, kind: int, offset: int
) -> None:
    (first, _), *_ = Proof(volume_of(disk)).ntfs.mft.get(path).dataruns("", kind)
    at = START + first * ntfs_fixture.CLUSTER + offset
    overlay = Overlay(disk)
    overlay.pwrite(at, bytes([overlay.pread(at, 1)[0] ^ 8]))
    with pytest.raises(AssertionError):
        Proof(volume_of(overlay)).assert_sound()


def test_an_image_is_changed_and_changed_back(native: Native, tmp_path: Path) -> None:
    """All of it together: files and a hive, into an image, and out again to the last bit."""
    image = tmp_path / "disk.raw"
    windows2003.build(image, size=32 << 20)
    original = digest(image.read_bytes())
    hive_path = rf"{SYSTEM32}\config\SYSTEM"
    with Files() as opened:
        number = opened.add(image)
        base = Reader(Flat(opened, number, opened.size(number)), opened)
        overlay = Overlay(base)
        with ntfs.edit(native, overlay, START, base.size - START) as files:
            files.replace(HAL, windows2003.program("halacpi.dll", windows2003.SP2))
            with registry.edit(native, "SYSTEM", files.read(hive_path)) as hive:
                hive.ensure_key(r"ControlSet001\Services\New")
                hive.set(r"ControlSet001\Services\atapi", "Start", values.dword(0))
                files.replace(hive_path, hive.save())
    assert digest(image.read_bytes()) == original
    commit.commit(image, overlay.edit())
    changed = image.read_bytes()
    assert changed == overlay.pread(0, overlay.size)
    Proof(volume_of(Memory(changed))).assert_sound()
    assert commit.undo(image)
    assert digest(image.read_bytes()) == original
