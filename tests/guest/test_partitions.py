"""Partition tables as sfdisk writes them, damaged ones, and tables made of chance."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from fixtures import partitioned
from fixtures.partitioned import GPT_ID, MBR_ID, Part
from fixtures.raw_disk import Memory, RawDisk
from fixtures.tools import run
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.guest import partitions
from engine.guest.partitions import PartitionTable

SECTOR = 512
MIB = 1 << 20
EFI = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
BASIC = "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"
LDM_DATA = "af9b60a0-1431-4f62-bc68-3311714a69ad"


def codes(table: PartitionTable) -> list[str]:
    return [each.code for each in table.findings]


def mbr(*entries: tuple[int, int, int, int]) -> bytearray:
    """A sector with entries (status, type, start, length)."""
    sector = bytearray(SECTOR)
    for slot, (status, kind, start, length) in enumerate(entries):
        struct.pack_into("<B3xB3xII", sector, 446 + 16 * slot, status, kind, start, length)
    sector[510:] = b"\x55\xaa"
    return sector


def disk_of(sectors: dict[int, bytes], size: int = 64 * SECTOR) -> Memory:
    content = bytearray(size)
    for number, data in sectors.items():
        content[number * SECTOR : number * SECTOR + len(data)] = data
    return Memory(bytes(content))


@pytest.mark.parametrize("kind", [0x05, 0x0F, 0x85, 0x15, 0x1F, 0x91, 0x9B], ids=hex)
def test_every_kind_of_extended_partition_holds_logical_drives(kind: int) -> None:
    disk = disk_of({0: bytes(mbr((0, kind, 8, 40))), 8: bytes(mbr((0, 7, 2, 10)))})
    (found,) = partitions.read(disk).partitions
    assert (found.number, found.offset, found.size) == (5, 10 * SECTOR, 10 * SECTOR)


def test_primary_partitions_are_counted_before_logical_drives(tmp_path: Path) -> None:
    path = tmp_path / "disk"
    with path.open("wb") as file:
        file.truncate(64 * MIB)
    script = f"""label: dos
label-id: 0x{MBR_ID}
size=4MiB, type=7
size=40MiB, type=5
size=4MiB, type=c, bootable
size=4MiB, type=17
size=4MiB, type=82
size=6MiB, type=7
"""
    run("sfdisk", "-q", "--no-tell-kernel", path, stdin=script)
    table = partitions.read(RawDisk(path))
    dump = [line for line in run("sfdisk", "-d", path).splitlines() if "start=" in line]
    expected = {
        int(line.split()[0].removeprefix(str(path))): (
            int(line.split("start=")[1].split(",")[0]) * SECTOR,
            int(line.split("size=")[1].split(",")[0]) * SECTOR,
            int(line.split("type=")[1].split(",")[0], 16),
        )
        for line in dump
    }
    del expected[2]  # the extended one
    assert (table.scheme, table.id, codes(table)) == ("mbr", MBR_ID, [])
    assert [each.number for each in table.partitions] == sorted(expected)
    assert {1, 3, 5, 6} <= expected.keys()
    for each in table.partitions:
        assert (each.offset, each.size, int(each.type, 16)) == expected[each.number]
        assert each.active == (each.number == 3)
        assert each.uuid == f"{MBR_ID}-{each.number:02x}"


def test_names_in_a_gpt(tmp_path: Path) -> None:
    """They are in UTF-16, and end before the rest of their field."""
    with (tmp_path / "disk").open("wb") as file:
        file.truncate(16 * MIB)
    names = ("EFI system partition", "Büro – größer", "")
    lines = [f'size=2MiB, type={BASIC}, name="{name}"' for name in names]
    script = "\n".join(["label: gpt", *lines, ""])
    run("sfdisk", "-q", "--no-tell-kernel", tmp_path / "disk", stdin=script)
    found = partitions.read(RawDisk(tmp_path / "disk")).partitions
    assert tuple(each.name for each in found) == names


@pytest.fixture(scope="module")
def gpt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    path = tmp_path_factory.mktemp("gpt") / "disk"
    uuid = "11111111-2222-4333-8444-555555555555"
    parts = [Part(4 * MIB, EFI, uuid=uuid), Part(8 * MIB, BASIC)]
    return path, partitioned.build(path, parts, label="gpt")


def test_gpt(gpt: tuple[Path, list[int]]) -> None:
    path, offsets = gpt
    table = partitions.read(RawDisk(path))
    assert (table.scheme, table.id, codes(table)) == ("gpt", GPT_ID, [])
    assert [(each.number, each.offset, each.type) for each in table.partitions] == [
        (1, offsets[0], EFI),
        (2, offsets[1], BASIC),
    ]
    assert table.partitions[0].size == 4 * MIB
    assert table.partitions[0].uuid == "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize("place", [SECTOR + 60, 2 * SECTOR + 40])
def test_backup_of_a_damaged_gpt_is_used(gpt: tuple[Path, list[int]], place: int) -> None:
    content = bytearray(gpt[0].read_bytes())
    sound = partitions.read(Memory(bytes(content)))
    content[place] ^= 1
    table = partitions.read(Memory(bytes(content)))
    assert codes(table) == ["W632"]
    assert table.partitions == sound.partitions
    content[-SECTOR + 60] ^= 1
    both = partitions.read(Memory(bytes(content)))
    assert both.scheme == "mbr"
    assert "W632" in codes(both)


def test_dynamic_disks_are_named(tmp_path: Path) -> None:
    old = partitions.read(disk_of({0: bytes(mbr((0x80, 0x42, 1, 60)))}))
    partitioned.build(tmp_path / "disk", [Part(4 * MIB, LDM_DATA)], label="gpt")
    new = partitions.read(RawDisk(tmp_path / "disk"))
    for table in (old, new):
        assert (table.scheme, codes(table)) == ("dynamic", ["W630"])
        assert len(table.partitions) == 1


def test_disk_without_partitions(tmp_path: Path) -> None:
    fat = partitioned.fat_volume(tmp_path / "fat", [], size=8 * MIB, bits=16, cluster=1024)
    ntfs = partitioned.ntfs_volume(tmp_path / "ntfs", [], size=8 * MIB)
    for path, kind in ((fat, "fat16"), (ntfs, "ntfs")):
        table = partitions.read(RawDisk(path))
        (whole,) = table.partitions
        assert table.scheme == "none"
        assert (whole.number, whole.offset, whole.size) == (0, 0, path.stat().st_size)
        assert whole.file_system.kind == kind
    assert partitions.read(Memory(bytes(4096))) == PartitionTable("none", "", ())
    assert partitions.read(Memory(b"")) == PartitionTable("none", "", ())


def test_partition_beyond_the_end_is_clipped_or_left_out() -> None:
    table = partitions.read(disk_of({0: bytes(mbr((0, 7, 32, 100), (0, 7, 200, 10)))}))
    assert [(each.offset, each.size) for each in table.partitions] == [(32 * SECTOR, 32 * SECTOR)]
    assert codes(table) == ["W633", "W633"]


def test_chain_of_logical_drives_that_is_a_loop() -> None:
    sectors = {
        0: bytes(mbr((0, 5, 8, 56))),
        8: bytes(mbr((0, 7, 1, 2), (0, 5, 8, 8))),
        16: bytes(mbr((0, 7, 1, 2), (0, 5, 0, 8), (0, 5, 8, 8))),
    }
    table = partitions.read(disk_of(sectors))
    assert [each.number for each in table.partitions] == [5, 6]
    assert codes(table) == ["W632"]
    broken = partitions.read(disk_of({0: bytes(mbr((0, 5, 8, 56)))}))
    assert (broken.partitions, codes(broken)) == ((), ["W632"])


entry = st.tuples(
    st.sampled_from([0, 0x80, 0x55]),
    st.sampled_from([0, 5, 7, 0xF, 0x42, 0x83, 0xEE, 0x85]),
    st.integers(0, 70) | st.integers(0, 0xFFFFFFFF),
    st.integers(0, 70) | st.integers(0, 0xFFFFFFFF),
)
table_sector = st.lists(entry, max_size=4).map(lambda entries: bytes(mbr(*entries)))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.integers(0, 63), table_sector | st.binary(max_size=SECTOR), max_size=8))
def test_any_table_gives_partitions_within_the_disk(sectors: dict[int, bytes]) -> None:
    disk = disk_of(sectors)
    table = partitions.read(disk)
    assert len(table.partitions) <= 3 + 4 * 128
    for each in table.partitions:
        assert each.size > 0
        assert 0 <= each.offset <= each.offset + each.size <= disk.size


@settings(max_examples=100, deadline=None)
@given(
    changes=st.dictionaries(
        st.integers(72, 87) | st.integers(SECTOR, SECTOR + 300), st.integers(0, 255), max_size=6
    )
)
def test_any_gpt_gives_partitions_within_the_disk(
    gpt: tuple[Path, list[int]], changes: dict[int, int]
) -> None:
    """Bytes of the header and of the first entries are changed, and the checksums put right."""
    content = bytearray(gpt[0].read_bytes()[: 40 * SECTOR])
    for at, value in changes.items():
        content[SECTOR + at] = value
    start, count, length = struct.unpack_from("<QII", content, SECTOR + 72)
    entries = content[start * SECTOR : start * SECTOR + count * length] if start < 40 else b""
    struct.pack_into("<I", content, SECTOR + 88, zlib.crc32(entries))
    struct.pack_into("<I", content, SECTOR + 16, 0)
    struct.pack_into("<I", content, SECTOR + 16, zlib.crc32(content[SECTOR : SECTOR + 92]))
    disk = Memory(bytes(content))
    table = partitions.read(disk)
    assert len(table.partitions) <= 1024
    for each in table.partitions:
        assert 0 <= each.offset < each.offset + each.size <= disk.size
