"""NTFS and FAT volumes read file by file, beside what was put into them; and damaged ones."""

from __future__ import annotations

import contextlib
import io
import random
import struct
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from dissect.ntfs import NTFS
from fixtures import ntfs, partitioned, windows2003
from fixtures.ntfs import Attribute, File
from fixtures.raw_disk import Memory, RawDisk
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.guest.partitions import Partition
from engine.guest.volumes.file_systems import FileSystem
from engine.guest.volumes.guest_files import Condition
from engine.guest.volumes.open_volume import ReadableFiles, open_files

MIB = 1 << 20
ANYTHING = random.Random(5)

FILES = [
    File(PurePosixPath("/boot.ini"), b"[boot loader]\r\n", Attribute.SYSTEM | Attribute.ARCHIVE),
    File(PurePosixPath("/Programme/A name longer than 8.3.text"), b"long name"),
    File(PurePosixPath("/WINDOWS/system32/hal.dll"), ANYTHING.randbytes(70_001)),
    File(PurePosixPath("/WINDOWS/system32/empty.txt"), b""),
]


def opened(content: bytes, kind: str) -> ReadableFiles:
    disk = Memory(content)
    return open_files(disk, Partition(1, 0, disk.size, "07", True, FileSystem(kind)))


def refused(call: Any, *arguments: object) -> str:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.findings[0].code


@pytest.fixture(scope="module")
def volumes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("volumes")
    ntfs.build(folder / "ntfs", FILES, sectors=16384, turns=4)
    for kind, size, cluster in (("fat12", 4, 2048), ("fat16", 16, 2048), ("fat32", 40, 512)):
        bits = int(kind.removeprefix("fat"))
        partitioned.fat_volume(folder / kind, FILES, size * MIB, bits, cluster)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module", params=["ntfs", "fat12", "fat16", "fat32"])
def files(request: pytest.FixtureRequest, volumes: dict[str, bytes]) -> ReadableFiles:
    return opened(volumes[request.param], request.param)


def guest_path(file: File) -> str:
    return str(file.path).replace("/", "\\")


def test_every_file_reads_as_it_was_written(files: ReadableFiles) -> None:
    for file in FILES:
        path = guest_path(file)
        assert files.read(path) == file.data
        entry = files.find(path)
        assert entry is not None
        assert (entry.is_folder, entry.size) == (False, len(file.data))
        assert bool(entry.attributes & 4) == bool(file.attributes & Attribute.SYSTEM)


def test_parts_of_a_file(files: ReadableFiles) -> None:
    path, data = guest_path(FILES[2]), FILES[2].data
    for offset, length in ((0, 4), (511, 2), (4095, 5000), (70_000, 100), (80_000, 5)):
        assert files.part(path, offset, length) == data[offset : offset + length]


def test_folders(files: ReadableFiles) -> None:
    assert {entry.name for entry in files.list(r"\WINDOWS\system32")} == {"hal.dll", "empty.txt"}
    top = {entry.name: entry.is_folder for entry in files.list("\\")}
    assert top.items() >= {"boot.ini": False, "Programme": True, "WINDOWS": True}.items()
    assert files.list(r"\boot.ini") == files.list(r"\nothing") == ()


def test_names_in_any_case_and_short_ones(files: ReadableFiles) -> None:
    for path in (r"\windows\SYSTEM32\HAL.DLL", "/WINDOWS/system32/hal.dll"):
        entry = files.find(path)
        assert entry is not None
        assert entry.name.lower() == "hal.dll"
    assert files.find(r"\PROGRAMME\A NAME LONGER THAN 8.3.TEXT") is not None
    assert files.find(r"\boot.ini\nothing") is None
    root = files.find("\\")
    assert root is not None
    assert root.is_folder


def test_what_cannot_be_read_is_refused(files: ReadableFiles) -> None:
    assert refused(files.read, r"\nothing") == "E617"
    assert refused(files.read, r"\WINDOWS") == "E617"
    assert refused(files.read, guest_path(FILES[2]), 70_000) == "E620"
    assert files.condition() == Condition(dirty=False)


def test_other_file_systems_are_refused() -> None:
    assert refused(opened, bytes(MIB), "refs") == "E632"
    assert refused(opened, bytes(MIB), "ntfs") == "E631"
    assert refused(opened, bytes(MIB), "fat16") == "E631"


def record(content: bytes, path: str | int) -> Any:
    return NTFS(io.BytesIO(content)).mft.get(path)


def place_of(content: bytes, path: str | int) -> int:
    """Where in the volume the content of a file begins that is not in its record."""
    lcn, _ = record(content, path).dataruns()[0]
    return int(lcn * 4096)


def test_dirty_ntfs(volumes: dict[str, bytes]) -> None:
    content = bytearray(volumes["ntfs"])
    volume = record(volumes["ntfs"], 3)
    information = volume.attributes[0x70][0].header
    flags = information.offset + information.header.Form.Resident.ValueOffset + 10
    start = NTFS(io.BytesIO(volumes["ntfs"])).boot_sector.MftStartLcn * 4096 + 3 * 1024 + flags
    assert content[start] == 0
    content[start] = 1
    assert opened(bytes(content), "ntfs").condition() == Condition(dirty=True)


def restart_page(sequence: int, *, version: int = 1, in_use: int = 0xFFFF, flags: int = 0) -> bytes:
    head = struct.pack("<4sHHQIIHhH", b"RSTR", 30, 9, 0, 4096, 4096, 48, 1, version)
    area = struct.pack("<QHHHH", sequence, 1, 0, in_use, flags)
    return (head.ljust(48, b"\0") + area).ljust(4096, b"\0")


@pytest.mark.parametrize(
    ("pages", "journal"),
    [
        ((restart_page(7), restart_page(8)), "clean"),
        ((restart_page(7, in_use=0), restart_page(6)), "unclean"),
        ((restart_page(7, in_use=0), restart_page(8)), "clean"),
        ((restart_page(7, in_use=0, flags=2), restart_page(6)), "clean"),
        ((restart_page(9, version=2), restart_page(8, version=2)), "kept"),
        ((b"\xff" * 4096, b"\xff" * 4096), "clean"),
    ],
)
def test_journal(volumes: dict[str, bytes], pages: tuple[bytes, bytes], journal: str) -> None:
    content = bytearray(volumes["ntfs"])
    start = place_of(volumes["ntfs"], 2)
    content[start : start + 8192] = b"".join(pages)
    assert opened(bytes(content), "ntfs").condition().journal == journal


@pytest.mark.parametrize(("kind", "entry"), [("fat16", 2), ("fat32", 4)])
def test_dirty_fat(volumes: dict[str, bytes], kind: str, entry: int) -> None:
    content = bytearray(volumes[kind])
    table = int.from_bytes(content[14:16], "little") * 512
    content[table + 2 * entry - 1] &= 0x07 if entry == 4 else 0x7F
    assert opened(bytes(content), kind).condition() == Condition(dirty=True)


def test_encrypted_file_is_refused(volumes: dict[str, bytes]) -> None:
    content = bytearray(volumes["ntfs"])
    hal = record(volumes["ntfs"], "WINDOWS/system32/hal.dll")
    information = hal.attributes[0x10][0].header
    value = information.offset + information.header.Form.Resident.ValueOffset
    first = NTFS(io.BytesIO(volumes["ntfs"])).boot_sector.MftStartLcn * 4096
    content[first + hal.segment * 1024 + value + 33] |= 0x40
    files = opened(bytes(content), "ntfs")
    assert refused(files.read, r"\WINDOWS\system32\hal.dll") == "E616"
    entry = files.find(r"\WINDOWS\system32\hal.dll")
    assert entry is not None
    assert entry.attributes & 0x4000


class Fat16:
    """The table of a FAT16 volume, to be tampered with."""

    def __init__(self, content: bytes) -> None:
        self.content = bytearray(content)
        self.cluster = content[13] * 512
        self.table = int.from_bytes(content[14:16], "little") * 512
        root = self.table + content[16] * int.from_bytes(content[22:24], "little") * 512
        self.data = root + int.from_bytes(content[17:19], "little") * 32

    def at(self, cluster: int) -> int:
        return self.data + (cluster - 2) * self.cluster

    def next(self, cluster: int) -> int:
        return int(struct.unpack_from("<H", self.content, self.table + 2 * cluster)[0])

    def set(self, cluster: int, value: int) -> None:
        struct.pack_into("<H", self.content, self.table + 2 * cluster, value)

    def first_of(self, data: bytes) -> int:
        return (self.content.index(data) - self.data) // self.cluster + 2


def test_chain_of_clusters_that_runs_backwards(volumes: dict[str, bytes]) -> None:
    """The second and third cluster change places: 2, 4, 3, 5 …"""
    data = FILES[2].data
    fat = Fat16(volumes["fat16"])
    first = fat.first_of(data[:2048])
    second, third = fat.at(first + 1), fat.at(first + 2)
    size = fat.cluster
    fat.content[second : second + size], fat.content[third : third + size] = (
        fat.content[third : third + size],
        fat.content[second : second + size],
    )
    fat.set(first, first + 2)
    fat.set(first + 2, first + 1)
    fat.set(first + 1, first + 3)
    assert opened(bytes(fat.content), "fat16").read(guest_path(FILES[2])) == data


def test_chain_of_clusters_that_is_a_loop(volumes: dict[str, bytes]) -> None:
    fat = Fat16(volumes["fat16"])
    first = fat.first_of(FILES[2].data[:2048])
    fat.set(first + 3, first)
    looped = opened(bytes(fat.content), "fat16")
    assert looped.part(guest_path(FILES[2]), 0, 4 * 2048) == FILES[2].data[: 4 * 2048]
    assert refused(looped.read, guest_path(FILES[2])) == "E631"
    fat.set(first + 3, 0xFFFF)
    short = opened(bytes(fat.content), "fat16")
    assert refused(short.read, guest_path(FILES[2])) == "E631"


def test_scattered_windows_reads_whole(tmp_path: Path) -> None:
    path = tmp_path / "disk"
    windows2003.build(path, size=48 * MIB, fragmentation=5, hal="halmps")
    disk = RawDisk(path)
    part = Partition(1, 63 * 512, disk.size - 63 * 512, "07", True, FileSystem("ntfs"))
    files = open_files(disk, part)
    expected = windows2003.program("halmps.dll", windows2003.SP2)
    assert files.read(r"\WINDOWS\system32\hal.dll") == expected


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(["ntfs", "fat12", "fat16", "fat32"]),
    changes=st.dictionaries(st.integers(0, 511), st.integers(0, 255), min_size=1, max_size=4),
)
def test_any_boot_sector_gives_files_or_a_refusal(
    volumes: dict[str, bytes], kind: str, changes: dict[int, int]
) -> None:
    content = bytearray(volumes[kind])
    for at, value in changes.items():
        content[at if at < 90 else at % 90] = value
    with contextlib.suppress(Refusal):
        files = opened(bytes(content), kind)
        files.condition()
        for file in FILES[:3]:
            if files.find(guest_path(file)):
                files.read(guest_path(file), MIB)
