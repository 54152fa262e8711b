"""FAT volumes that were changed, checked by fsck.fat and read by mtools."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.volumes import fat

START = 63 * 512
HAL = r"\WINDOWS\system32\hal.dll"
_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])

pytestmark = pytest.mark.skipif(
    not all(shutil.which(name, path=_PATH) for name in ("mkfs.fat", "fsck.fat", "mcopy")),
    reason="needs dosfstools and mtools",
)


class Memory:
    """A disk in memory."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @property
    def size(self) -> int:
        return len(self.content)

    def pread(self, offset: int, length: int) -> bytes:
        return self.content[offset : offset + length]


def run(*command: str | Path, volume: Path) -> str:
    environment = {**os.environ, "PATH": _PATH, "MTOOLS_SKIP_CHECK": "1"}
    done = subprocess.run(
        [*map(str, command)], env=environment, capture_output=True, check=False, cwd=volume.parent
    )
    assert not done.returncode, (command, done.stdout, done.stderr)
    return done.stdout.decode("latin-1")


FILES = {
    "boot.ini": b"[boot loader]\r\n",
    "ntldr": random.Random(1).randbytes(250_000),
    "WINDOWS/system32/hal.dll": random.Random(2).randbytes(77_000),
    "WINDOWS/system32/A long name.txt": b"long",
    "WINDOWS/system32/drivers/disk.sys": random.Random(3).randbytes(30_000),
    "WINDOWS/system32/empty.dat": b"",
}


def build(folder: Path, kind: str) -> Memory:
    """A disk with one volume made by mkfs.fat and filled by mtools."""
    volume = folder / "volume"
    size, options = {
        "fat16": (12 << 20, ("-F", "16", "-s", "4", "-r", "64")),
        "fat32": (40 << 20, ("-F", "32", "-s", "1")),
    }[kind]
    with volume.open("wb") as file:
        file.truncate(size)
    run("mkfs.fat", *options, "-h", "63", volume, volume=volume)
    for name in ("WINDOWS", "WINDOWS/system32", "WINDOWS/system32/drivers"):
        run("mmd", "-i", volume, f"::{name}", volume=volume)
    for name, content in FILES.items():
        source = folder / "source"
        source.write_bytes(content)
        run("mcopy", "-i", volume, source, f"::{name}", volume=volume)
    run("mattrib", "+r", "+s", "+h", "-i", volume, "::boot.ini", volume=volume)
    return Memory(bytes(START) + volume.read_bytes())


@pytest.fixture(scope="module", params=["fat16", "fat32"])
def disk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Memory:
    return build(tmp_path_factory.mktemp("fat"), request.param)


def edit(overlay: Overlay, change: Callable[[fat.FatFiles], object]) -> None:
    with fat.edit(overlay, START, overlay.size - START) as files:
        change(files)


def tree(overlay: Overlay | Memory, folder: Path) -> dict[str, bytes]:
    """All files, read by mtools, from a volume that fsck.fat finds sound."""
    volume = folder / "after"
    volume.write_bytes(overlay.pread(START, overlay.size - START))
    run("fsck.fat", "-n", "-v", volume, volume=volume)
    target = folder / "tree"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    run("mcopy", "-s", "-n", "-i", volume, "::", target, volume=volume)
    return {
        str(path.relative_to(target)).lower(): path.read_bytes()
        for path in target.rglob("*")
        if path.is_file()
    }


def expected(**changes: bytes) -> dict[str, bytes]:
    return {name.lower(): content for name, content in {**FILES, **changes}.items()}


# -- reading


def test_reads_what_is_there(disk: Memory) -> None:
    overlay = Overlay(disk)
    with fat.edit(overlay, START, disk.size - START) as files:
        for name, content in FILES.items():
            assert files.read("\\" + name.replace("/", "\\").upper()) == content
        entry = files.find(r"\BOOT.INI")
        assert entry is not None
        assert (entry.name.lower(), entry.size, entry.attributes & 0x27) == ("boot.ini", 15, 0x27)
        assert {each.name.lower() for each in files.list(r"\windows\SYSTEM32")} == {
            "hal.dll",
            "a long name.txt",
            "drivers",
            "empty.dat",
        }
        assert files.find(r"\WINDOWS\system32\ALONGN~1.TXT") == files.find(
            r"\WINDOWS\system32\a LONG name.txt"
        )
        assert files.find(r"\none\here") is None
        assert files.find(rf"{HAL}\below") is None
        assert files.list(HAL) == ()
        for path in (r"\none", r"\WINDOWS", "\\"):
            with pytest.raises(Refusal, match="E617"):
                files.read(path)
        with pytest.raises(Refusal, match="E620"):
            files.read(HAL, limit=76_999)
    assert not overlay.edit().pages
    assert files.kind in ("fat16", "fat32")


def test_no_change_is_no_write(disk: Memory) -> None:
    overlay = Overlay(disk)
    edit(overlay, lambda files: files.replace(HAL, files.read(HAL)))
    edit(overlay, lambda files: files.set_attributes(r"\boot.ini", 0x27))
    assert not overlay.edit().pages


# -- changing


@pytest.mark.parametrize("size", [0, 1, 511, 512, 4096, 77_000, 76_999, 2_000_000])
def test_replaces_in_place(disk: Memory, tmp_path: Path, size: int) -> None:
    overlay = Overlay(disk)
    content = random.Random(size).randbytes(size)
    edit(overlay, lambda files: files.replace(HAL, content))
    assert tree(overlay, tmp_path) == expected(**{"WINDOWS/system32/hal.dll": content})


def test_an_empty_file_gets_content(disk: Memory, tmp_path: Path) -> None:
    overlay = Overlay(disk)
    path = r"\WINDOWS\system32\empty.dat"
    edit(overlay, lambda files: files.replace(path, b"no more"))
    assert tree(overlay, tmp_path) == expected(**{"WINDOWS/system32/empty.dat": b"no more"})


def test_makes_a_file_like_another(disk: Memory, tmp_path: Path) -> None:
    overlay = Overlay(disk)
    content = random.Random(9).randbytes(84_000)

    def change(files: fat.FatFiles) -> None:
        files.create(r"\WINDOWS\system32\halacpi.dll", content, HAL)
        files.create(r"\BOOTBAK.INI", b"x", r"\boot.ini")
        files.create(r"\Mixed.tXt", b"", HAL)

    edit(overlay, change)
    made = {"WINDOWS/system32/halacpi.dll": content, "bootbak.ini": b"x", "mixed.txt": b""}
    assert tree(overlay, tmp_path) == expected(**made)
    with fat.edit(overlay, START, overlay.size - START) as files:
        found = files.find(r"\bootbak.ini")
        assert found is not None
        assert (found.name, found.attributes) == ("BOOTBAK.INI", 0x27)
        found = files.find(r"\windows\system32\HALACPI.DLL")
        assert found is not None
        assert (found.name, found.attributes) == ("halacpi.dll", 0x20)


def test_sets_attributes_and_nothing_else(disk: Memory, tmp_path: Path) -> None:
    overlay = Overlay(disk)
    edit(overlay, lambda files: files.set_attributes(r"\boot.ini", 0x20))
    assert len(overlay.edit().pages) == 1
    assert tree(overlay, tmp_path) == expected()
    with fat.edit(overlay, START, overlay.size - START) as files:
        found = files.find(r"\boot.ini")
        assert found is not None
        assert found.attributes == 0x20


def test_many_files_make_a_folder_grow(disk: Memory, tmp_path: Path) -> None:
    overlay = Overlay(disk)
    names = [f"MADE{number:04}.SYS" for number in range(120)]

    def change(files: fat.FatFiles) -> None:
        for name in names:
            files.create(rf"\WINDOWS\system32\drivers\{name}", name.encode(), HAL)

    edit(overlay, change)
    made = {f"WINDOWS/system32/drivers/{name}": name.encode() for name in names}
    assert tree(overlay, tmp_path) == expected(**made)


def test_the_slot_of_a_deleted_file_is_used_again(disk: Memory, tmp_path: Path) -> None:
    volume = tmp_path / "volume"
    volume.write_bytes(disk.content[START:])
    run("mdel", "-i", volume, "::WINDOWS/system32/A long name.txt", volume=volume)
    overlay = Overlay(Memory(bytes(START) + volume.read_bytes()))
    edit(overlay, lambda files: files.create(r"\WINDOWS\system32\new.txt", b"new", HAL))
    wanted = expected(**{"WINDOWS/system32/new.txt": b"new"})
    del wanted["windows/system32/a long name.txt"]
    assert tree(overlay, tmp_path) == wanted


def test_the_free_space_that_fat32_remembers_is_right(disk: Memory, tmp_path: Path) -> None:
    """fsck.fat (in `tree`) complains if it is not, so it is enough that it was changed."""
    overlay = Overlay(disk)
    edit(overlay, lambda files: files.replace(HAL, b"short"))
    assert tree(overlay, tmp_path)["windows/system32/hal.dll"] == b"short"
    with fat.edit(overlay, START, overlay.size - START) as files:
        if files.kind == "fat32":
            at = START + 512 + 488
            assert overlay.pread(at, 4) != disk.pread(at, 4)


# -- all or nothing


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda files: files.replace(r"\none", b""), "E617"),
        (lambda files: files.replace(r"\WINDOWS", b""), "E617"),
        (lambda files: files.create(r"\none\a.txt", b"", HAL), "E617"),
        (lambda files: files.create(r"\a.txt", b"", r"\none"), "E617"),
        (lambda files: files.create(r"\WINDOWS\SYSTEM32\HAL.DLL", b"", HAL), "E618"),
        (lambda files: files.create(r"\a file.text", b"", HAL), "E619"),
        (lambda files: files.create(r"\com1", b"", HAL), "E619"),
        (lambda files: files.set_attributes(r"\none", 1), "E617"),
        (lambda files: files.replace(HAL, bytes(45 << 20)), r"E613.* [1-9]\d* are free"),
    ],
)
def test_refuses_what_cannot_be(
    disk: Memory, change: Callable[[fat.FatFiles], object], code: str
) -> None:
    overlay = Overlay(disk)
    with pytest.raises(Refusal, match=code):
        edit(overlay, change)
    assert not overlay.edit().pages


def test_a_change_that_is_refused_undoes_all(disk: Memory) -> None:
    overlay = Overlay(disk)

    def change(files: fat.FatFiles) -> None:
        files.replace(HAL, b"new")
        with pytest.raises(Refusal, match="E613"):
            files.create(r"\large.bin", bytes(45 << 20), HAL)

    with pytest.raises(Refusal, match="E613"):
        edit(overlay, change)
    assert not overlay.edit().pages


def test_the_root_of_fat16_can_be_full(disk: Memory) -> None:
    overlay = Overlay(disk)

    def change(files: fat.FatFiles) -> None:
        for number in range(80):
            files.create(rf"\F{number}", b"", HAL)

    with fat.edit(Overlay(disk), START, disk.size - START) as files:
        kind = files.kind
    if kind == "fat16":
        with pytest.raises(Refusal, match="E613"):
            edit(overlay, change)
        assert not overlay.edit().pages
    else:
        edit(overlay, change)


# -- volumes as they were left


def place_of_state(disk: Memory) -> tuple[int, int]:
    """Where NT marks a volume, and where the table's second entry says so."""
    wide = disk.pread(START + 82, 5) == b"FAT32"
    table = START + 512 * int.from_bytes(disk.pread(START + 14, 2), "little")
    return START + (0x41 if wide else 0x25), table + (7 if wide else 3)


def dirty_ways(disk: Memory) -> Iterator[Overlay]:
    boot, table = place_of_state(disk)
    for at, byte in (
        (boot, 1),
        (table, disk.pread(table, 1)[0] & (0x7F if boot == START + 0x25 else 0xF7)),
    ):
        overlay = Overlay(disk)
        overlay.pwrite(at, bytes([byte]))
        yield overlay


def test_a_dirty_volume_is_refused_but_may_be_taken(disk: Memory) -> None:
    for overlay in dirty_ways(disk):
        before = overlay.edit()
        with pytest.raises(Refusal, match="E624"):
            edit(overlay, lambda files: None)
        assert overlay.edit() == before
        with fat.edit(overlay, START, disk.size - START, recover=True) as files:
            assert [each.code for each in files.findings] == ["W604"]
            files.replace(HAL, b"new")
        with fat.edit(overlay, START, disk.size - START, recover=True) as files:
            assert [each.code for each in files.findings] == ["W604"]
            assert files.read(HAL) == b"new"


@pytest.mark.parametrize(
    ("content", "refused"), [(b"hibr", True), (b"HIBR" * 9, True), (b"wake", False)]
)
def test_a_hibernated_guest_is_refused(disk: Memory, content: bytes, refused: bool) -> None:
    overlay = Overlay(disk)
    edit(overlay, lambda files: files.create(r"\hiberfil.sys", content, r"\ntldr"))
    if refused:
        with pytest.raises(Refusal, match="E612"):
            edit(overlay, lambda files: None)
    else:
        edit(overlay, lambda files: None)


def test_other_volumes_are_refused(disk: Memory) -> None:
    for at, data in (
        (11, b"\0\0"),
        (13, b"\3"),
        (16, b"\0"),
        (510, b"\0\0"),
        (14, b"\0\0"),
        (13, b"\x80"),
    ):
        overlay = Overlay(disk)
        overlay.pwrite(START + at, data)
        with pytest.raises(Refusal, match="E614"):
            edit(overlay, lambda files: None)
    with (
        pytest.raises(Refusal, match="E614"),
        fat.edit(Overlay(disk), START, disk.size // 2),
    ):
        pass


def test_damage_is_a_finding(disk: Memory) -> None:
    """Whatever a volume holds, the answer is an edit or a refusal, and it comes."""
    numbers = random.Random(3)
    refused = set()
    for _ in range(60):
        overlay = Overlay(disk)
        for _ in range(40):
            overlay.pwrite(START + numbers.randrange(400 << 10), numbers.randbytes(2))
        damaged = overlay.edit()
        try:
            edit(overlay, lambda files: files.replace(HAL, b"new" * 50_000))
        except Refusal as refusal:
            refused |= {each.code for each in refusal.findings}
            assert overlay.edit() == damaged
    assert refused
    assert refused <= {"E612", "E613", "E614", "E615", "E617", "E624"}


def test_a_loop_is_a_finding(disk: Memory) -> None:
    with fat.edit(Overlay(disk), START, disk.size - START) as files:
        record = files._file(HAL)
        table = files._table
        second = table.chain(record.cluster)[1]
        table._set(second, record.cluster)
        with pytest.raises(Refusal, match=r"E615.*loop"):
            files.read(HAL)
