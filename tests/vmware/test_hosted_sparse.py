"""Hosted sparse extents: headers, both directories, compressed grains, damage of each."""

from __future__ import annotations

import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from fixtures.vmdk import hosted_sparse, stream_optimized
from fixtures.vmdk.layer import Layer, Region
from refusals import refused
from vmware.made_disks import GRAIN, KIB, MIB, extent_of, noise, patch, peek, sparse, stream
from vmware.reading import SECTOR, content, open_disk, said, unreadable

from engine.disk.copying.pieces import held
from engine.disk.reader import Reader

HELD = [0, 5 * GRAIN, 40 * MIB, 64 * MIB]
DATA = memoryview(bytearray(64 * MIB + 3 * GRAIN))
for _at in HELD:
    DATA[_at : _at + GRAIN] = noise(GRAIN, _at)


def test_an_entry_of_one_is_no_zero_unless_the_header_says_so(tmp_path: Path) -> None:
    layer = Layer.of_bytes(bytes(MIB), [Region(0, GRAIN, zero=True)])
    path = sparse(tmp_path / "a.vmdk", layer, hosted_sparse.Options(zeroed_grains=True))
    extent = tmp_path / "a-s001.vmdk"
    assert content(open_disk(path)) == bytes(MIB)
    flags = struct.unpack("<I", extent.read_bytes()[8:12])[0]
    patch(extent, 8, struct.pack("<I", flags & ~hosted_sparse.FLAG_ZEROED_GRAIN))
    assert unreadable(path) == "E204"


def directories(extent: Path) -> tuple[int, int]:
    """Byte offsets of the primary and the redundant grain directory."""
    return peek(extent, 56, "<Q") * SECTOR, peek(extent, 48, "<Q") * SECTOR


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A sparse disk of two and a bit grain tables, its directory and tables both twice."""
    return sparse(tmp_path / "a.vmdk", Layer.of_bytes(DATA, [Region(at, GRAIN) for at in HELD]))


def test_damaged_directory(whole: Path) -> None:
    primary, redundant = directories(extent_of(whole))
    patch(extent_of(whole), primary + 4, b"\xf0\xff\xff\xff")
    chain = open_disk(whole)
    assert content(chain) == DATA
    assert said(chain) == ["W202"]
    patch(extent_of(whole), redundant, b"\xf0\xff\xff\xff")
    assert unreadable(whole) == "E204"


def test_directory_beyond_the_file(whole: Path) -> None:
    patch(extent_of(whole), 56, struct.pack("<Q", 1 << 33))
    chain = open_disk(whole)
    assert content(chain) == DATA
    assert said(chain) == ["W202"]


@pytest.mark.parametrize("wild", [0xFFFFFFF0, 1], ids=["beyond", "directory"])
def test_damaged_table(whole: Path, wild: int) -> None:
    """The redundant copy of a table is used, until that is damaged too."""
    extent = extent_of(whole)
    tables = [peek(extent, directory + 4) * SECTOR for directory in directories(extent)]
    patch(extent, tables[0] + 4 * 128, struct.pack("<I", wild))
    chain = open_disk(whole)
    assert content(chain) == DATA
    assert said(chain) == ["W202"]
    patch(extent, tables[1] + 4 * 128, struct.pack("<I", wild))
    assert unreadable(whole) == "E204"


def test_each_copy_of_the_tables_damaged_at_another_place(whole: Path) -> None:
    extent = extent_of(whole)
    for number, directory in enumerate(directories(extent)):
        table = peek(extent, directory + 4 * number) * SECTOR
        patch(extent, table, b"\xf0\xff\xff\xff")
    chain = open_disk(whole)
    reader = Reader(chain.mapping, chain.files)
    assert reader.pread(0, 32 * MIB) == DATA[: 32 * MIB]
    assert reader.pread(32 * MIB, 32 * MIB) == DATA[32 * MIB : 64 * MIB]
    assert said(chain) == ["W202"]


def test_grains_that_share_a_place(whole: Path) -> None:
    """Entries in different tables, looked at in different windows, again and again."""
    extent = extent_of(whole)
    for directory in directories(extent):
        first = peek(extent, directory) * SECTOR
        second = peek(extent, directory + 4) * SECTOR
        patch(extent, second + 4 * 77, struct.pack("<I", peek(extent, first)))
    chain = open_disk(whole)
    reader = Reader(chain.mapping, chain.files)
    for _ in range(2):
        assert reader.pread(0, GRAIN) == DATA[:GRAIN]
    for _ in range(2):
        assert refused(lambda: reader.pread(40 * MIB, GRAIN)) == "E204"
    assert reader.pread(64 * MIB, GRAIN) == DATA[64 * MIB : 64 * MIB + GRAIN]
    assert unreadable(whole) == "E204"


def test_shared_places_in_one_copy_of_the_tables_only(whole: Path) -> None:
    extent = extent_of(whole)
    table = peek(extent, directories(extent)[0]) * SECTOR
    patch(extent, table + 4, struct.pack("<I", peek(extent, table)))
    chain = open_disk(whole)
    assert content(chain) == DATA
    assert said(chain) == ["W202"]


def test_reading_twice_is_no_sharing(whole: Path) -> None:
    chain = open_disk(whole)
    assert held(chain.mapping) == held(chain.mapping) == len(HELD) * GRAIN
    assert content(chain) == content(chain)


def test_not_closed(tmp_path: Path) -> None:
    layer = Layer.of_bytes(noise(GRAIN))
    chain = open_disk(sparse(tmp_path / "a.vmdk", layer, hosted_sparse.Options(unclean=True)))
    assert content(chain) == noise(GRAIN)
    assert said(chain) == ["W201"]


@pytest.mark.parametrize(
    ("offset", "form", "value", "code"),
    [
        (4, "<I", 0, "E206"),
        (4, "<I", 4, "E206"),
        (12, "<Q", 0, "E204"),
        (12, "<Q", 1 << 60, "E204"),
        (20, "<Q", 3, "E204"),
        (44, "<I", 0, "E204"),
        (44, "<I", 5000, "E204"),
        (56, "<Q", 0, "E204"),
        (56, "<Q", (1 << 64) - 1, "E204"),
        (56, "<Q", 1 << 62, "E204"),
        (73, "<I", 0x0A0A200A, "E204"),
    ],
)
def test_impossible_headers(tmp_path: Path, offset: int, form: str, value: int, code: str) -> None:
    options = hosted_sparse.Options(redundant=False)
    path = sparse(tmp_path / "a.vmdk", Layer.of_bytes(noise(GRAIN)), options)
    patch(extent_of(path), offset, struct.pack(form, value))
    assert unreadable(path) == code


def test_header_cut_off(tmp_path: Path) -> None:
    path = sparse(tmp_path / "a.vmdk", Layer.of_bytes(noise(GRAIN)))
    for size, code in ((SECTOR, "E202"), (100, "E202"), (3, "E203"), (0, "E203")):
        with extent_of(path).open("r+b") as file:
            file.truncate(size)
        assert unreadable(path) == code, size


@pytest.mark.parametrize("footer", [True, False])
@pytest.mark.parametrize("version", [1, 3])
@pytest.mark.parametrize("level", [0, 9])
def test_stream_optimized(tmp_path: Path, version: int, footer: bool, level: int) -> None:
    """Level 0 makes compressed grains larger than they are."""
    data = noise(5 * GRAIN) + bytes(GRAIN) + b"text " * 20_000 + noise(SECTOR)
    data += bytes(-len(data) % SECTOR)
    options = stream_optimized.Options(version=version, footer=footer, level=level)
    path = stream(tmp_path / "a.vmdk", data, options)
    chain = open_disk(path)
    assert content(chain) == data
    assert not chain.findings
    if footer:
        raw = tmp_path / "raw"
        subprocess.run(["qemu-img", "convert", "-f", "vmdk", "-O", "raw", path, raw], check=True)
        assert raw.read_bytes() == data


def test_parts_of_compressed_grains(tmp_path: Path) -> None:
    data = noise(4 * GRAIN + 3 * SECTOR)
    chain = open_disk(stream(tmp_path / "a.vmdk", data))
    reader = Reader(chain.mapping, chain.files)
    for start, length in ((1, 1), (GRAIN - 1, 2), (SECTOR, 3 * GRAIN), (4 * GRAIN + 1, GRAIN)):
        assert reader.pread(start, length) == data[start : start + length]


def first_grain(path: Path) -> int:
    return peek(path, 64, "<Q") * SECTOR


@pytest.mark.parametrize(
    ("offset", "change"),
    [
        (0, struct.pack("<Q", 128)),
        (0, struct.pack("<Q", (1 << 64) - 1)),
        (8, struct.pack("<I", 0)),
        (8, struct.pack("<I", 5)),
        (8, struct.pack("<I", 0xFFFFFFFF)),
        (12, bytes(2)),
        (200, b"\xff" * 300),
    ],
    ids=["other place", "no place", "empty", "cut", "huge", "no zlib", "overwritten"],
)
def test_damaged_compressed_grain(tmp_path: Path, offset: int, change: bytes) -> None:
    path = stream(tmp_path / "a.vmdk", b"text and more of it, " * 20_000 + bytes(320))
    patch(path, first_grain(path) + offset, change)
    assert unreadable(path) == "E204"


@pytest.mark.parametrize("length", [GRAIN - 1, 64 * MIB], ids=["short", "bomb"])
def test_compressed_grain_of_another_length(tmp_path: Path, length: int) -> None:
    path = stream(tmp_path / "a.vmdk", noise(4 * GRAIN))
    packed = zlib.compress(bytes(length), 9)
    grain = first_grain(path)
    assert len(packed) < 65 * KIB
    patch(path, grain, stream_optimized.grain_marker(0, packed)[: 65 * KIB])
    assert unreadable(path) == "E204"


def test_footer_missing_or_wrong(tmp_path: Path) -> None:
    path = stream(tmp_path / "a.vmdk", noise(4 * GRAIN))
    sound = path.read_bytes()
    footer = len(sound) - 2 * SECTOR
    wrong = {
        "broken off": sound[:-SECTOR],
        "another kind of marker": sound[: footer - SECTOR + 12]
        + b"\2"
        + sound[footer - SECTOR + 13 :],
        "another capacity": sound[: footer + 12] + b"\1" + sound[footer + 13 :],
        "no directory either": sound[: footer + 56] + b"\xff" * 8 + sound[footer + 64 :],
        "no end": sound[:-SECTOR] + b"\1" + sound[1 - SECTOR :],
    }
    for name, data in wrong.items():
        path.write_bytes(data)
        assert unreadable(path) == "E204", name
    path.write_bytes(sound[: 3 * SECTOR])
    assert unreadable(path) == "E202"


@pytest.mark.parametrize(
    ("offset", "value"), [(8, 1 | 1 << 16), (77, 2)], ids=["without markers", "not deflate"]
)
def test_other_compression(tmp_path: Path, offset: int, value: int) -> None:
    options = stream_optimized.Options(footer=False)
    path = stream(tmp_path / "a.vmdk", noise(GRAIN), options)
    patch(path, offset, struct.pack("<I" if offset == 8 else "<H", value))
    assert unreadable(path) == "E206"
