"""FAT read: names of both kinds, chains of clusters in any order, loops, and what is free."""

from __future__ import annotations

import pytest
from fixtures.raw_disk import Memory
from guest.volumes.fat_volumes import SECTOR, Volume, line, long_name

from engine.findings import Refusal
from engine.guest.volumes.fat_reader import FatFiles
from engine.guest.volumes.volume_stream import Stream

KINDS = ("fat16", "fat32")


def opened(volume: Volume) -> FatFiles:
    disk = Memory(volume.bytes())
    return FatFiles(Stream(disk, 0, disk.size), volume.kind)


def with_root(kind: str, root: bytes, table: dict[int, int] | None = None) -> Volume:
    volume = Volume(kind, 5000 if kind == "fat16" else 65_600, table or {})
    if kind == "fat16":
        volume.root = root
    else:
        volume.content[2] = root
    return volume


def code(files: FatFiles, path: str) -> str:
    with pytest.raises(Refusal) as caught:
        files.read(path)
    return caught.value.findings[0].code


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (line(b"HAL     DLL"), ["HAL.DLL"]),
        (line(b"HAL     DLL", case=0x08), ["hal.DLL"]),
        (line(b"HAL     DLL", case=0x10), ["HAL.dll"]),
        (line(b"NOSUFFIX   "), ["NOSUFFIX"]),
        (line(b"\x05BC        "), ["\u03c3BC"]),  # 0xE5 would mark it as deleted
        (line(b"\x81        "), ["\xfc"]),
        (long_name("long name.txt") + line(b"LONGNA~1TXT"), ["long name.txt"]),
        (
            long_name("second", 0x42) + long_name("first and the", 1) + line(b"X"),
            ["first and thesecond"],
        ),
        (long_name("of another") + line(b"\xe5ELETED  TXT") + line(b"X"), ["X"]),
        (line(b"LABEL", attributes=0x08) + line(b".", attributes=0x10) + line(b"X"), ["X"]),
        (line(b"X") + bytes(32) + line(b"Y"), ["X"]),
    ],
)
def test_names_in_a_folder(lines: bytes, names: list[str]) -> None:
    assert [each.name for each in opened(with_root("fat16", lines)).list("\\")] == names


@pytest.mark.parametrize("kind", KINDS)
def test_a_chain_in_any_order_is_read(kind: str) -> None:
    volume = with_root(
        kind,
        long_name("A long name") + line(b"ALONGN~1   ", 9, 2 * SECTOR + 7)
        + line(b"FOLDER", 20, attributes=0x10),
        table={9: 5, 5: 7, 7: 0x0FFFFFFF & (0xFFFF if kind == "fat16" else ~0), 20: 0xFFF8},
    )  # fmt: skip
    if kind == "fat32":
        volume.table[20] = 0x0FFFFFF8
    volume.content |= {9: b"1" * SECTOR, 5: b"2" * SECTOR, 7: b"3" * SECTOR, 20: line(b"IN")}
    files = opened(volume)
    content = b"1" * SECTOR + b"2" * SECTOR + b"3" * 7
    assert files.read(r"\a long name") == content
    assert files.read(r"\ALONGN~1") == content
    assert files.part(r"\A long name", SECTOR - 1, SECTOR + 2) == content[511 : 2 * SECTOR + 1]
    assert files.part(r"\A long name", len(content) - 2, 10) == b"33"
    assert files.part(r"\A long name", len(content) + 1, 10) == b""
    found = files.find(r"\folder\in")
    assert found is not None
    assert (found.name, found.size) == ("IN", 0)
    assert files.find(r"\folder\in\x") is None
    assert files.read(r"\folder\in") == b""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("following", [9, 0, 1, 0xFFF0])
def test_a_chain_that_leads_astray_is_refused(kind: str, following: int) -> None:
    root = line(b"X", 9, 3 * SECTOR)
    following = following if kind == "fat16" or following < 10 else 0x0FFFFFF0
    files = opened(with_root(kind, root, table={9: 10, 10: following}))
    assert code(files, r"\X") == "E631"
    assert files.part(r"\X", 0, 2 * SECTOR) == bytes(2 * SECTOR)


def test_what_is_no_file_or_too_large_is_refused() -> None:
    files = opened(with_root("fat16", line(b"F", attributes=0x10) + line(b"X", 3, 100)))
    assert (code(files, r"\none"), code(files, r"\F"), code(files, "\\")) == ("E617",) * 3
    with pytest.raises(Refusal) as caught:
        files.read(r"\X", 99)
    assert caught.value.findings[0].code == "E620"
    assert len(files.read(r"\X", 100)) == 100
    assert files.list(r"\F") == ()  # without even dots: damage, but harmless
    with pytest.raises(Refusal) as caught:
        opened(Volume(boot={13: b"\0"}))  # clusters of no size
    assert caught.value.findings[0].code == "E631"


@pytest.mark.parametrize(
    ("kind", "state", "is_dirty"),
    [("fat16", 0x7FFF, True), ("fat16", 0xBFFF, False), ("fat32", 0x07FFFFFF, True)],
)
def test_a_volume_that_was_not_closed(kind: str, state: int, is_dirty: bool) -> None:
    assert opened(with_root(kind, b"", table={1: state})).condition().dirty == is_dirty


@pytest.mark.parametrize("kind", KINDS)
def test_each_cluster_is_a_file_s_or_free(kind: str) -> None:
    end = 0xFFFF if kind == "fat16" else 0x0FFFFFFF
    root = line(b"D", 3, attributes=0x10) + line(b"X", 5, 600)
    volume = with_root(kind, root, table={3: end, 5: 6, 6: end, 7: 0xF0000000 * (kind != "fat16")})
    volume.content[3] = line(b"D", 3, attributes=0x10) + line(b"Y")  # a folder in itself
    files = opened(volume)
    rows = list(files.walk())
    assert [(number, folder, entry.name) for number, folder, entry, _ in rows] == [
        (1, 0, "D"),
        (2, 0, "X"),
        (3, 1, "D"),
        (4, 1, "Y"),
    ]
    at = volume.data + 3 * SECTOR
    assert rows[1][3] == ((at, 2 * SECTOR),)
    first = 2 if kind == "fat16" else 3
    runs = [run for run in ((first, 3 - first), (4, 1), (7, volume.clusters + 2 - 7)) if run[1]]
    free = [(volume.data + (low - 2) * SECTOR, count * SECTOR) for low, count in runs]
    assert list(files.free()) == free
    assert files.structures()[0] == (0, volume.data)
