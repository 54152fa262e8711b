"""Every layout in every state reads as its maker wrote it; real files as their other readers do."""

from __future__ import annotations

import gc
import random
import struct
import subprocess
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from dissect.hypervisor.disk.vmdk import VMDK
from fixtures import machine
from fixtures.layouts import LAYOUTS
from fixtures.vmdk import cowd, flat, hosted_sparse, se_sparse, stream_optimized
from fixtures.vmdk.descriptor import Extent
from fixtures.vmdk.layer import Layer, Region
from vmware.reading import (
    SECTOR,
    codes,
    content,
    describe,
    open_disk,
    refused,
    said,
    unreadable,
)

from engine.disk.block_map import Kind, windows
from engine.disk.copying.pieces import held
from engine.disk.reader import Reader
from engine.vmware.machine import read, state

KIB, MIB, TIB = 1 << 10, 1 << 20, 1 << 40
GRAIN = 128 * SECTOR
ODD = 2 * MIB + 37 * SECTOR  # no multiple of a grain or of a page
LAYERED = sorted(name for name, layout in LAYOUTS.items() if not layout.redo)


# -- whole machines


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
@pytest.mark.parametrize("snapshots", [0, 1, 2, 5])
@pytest.mark.parametrize("layout", LAYERED)
def test_every_state(tmp_path: Path, layout: str, snapshots: int, shuffled: bool) -> None:
    built = machine.build(
        tmp_path / "vm",
        layout=layout,
        snapshots=snapshots,
        size=ODD,
        fragmentation=shuffled,
        split=MIB // 2 + 5 * SECTOR,  # parts end inside a grain
        seed=snapshots,
    )
    found = read(built.vmx)
    assert not found.all_findings
    assert len(built.truths) == snapshots + 1
    for name, truth in built.truths.items():
        (disk,) = state(found, "" if name == "current" else name).disks
        assert disk.chain is not None
        assert content(disk.chain) == truth.read_bytes(), name
        assert not disk.chain.findings
    (disk,) = found.disks
    assert disk.chain is not None
    assert len(disk.chain.layers) == snapshots + 1
    assert built.allocated is not None
    # Data is read at least where there is any, and never twice.
    assert np.count_nonzero(pages(built.truths["current"])) * 4 * KIB <= held(disk.chain.mapping)
    assert held(disk.chain.mapping) <= disk.chain.size


def pages(truth: Path) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which whole pages of a raw file are not all zeros."""
    data = np.fromfile(truth, np.uint8)
    whole = data[: len(data) // (4 * KIB) * 4 * KIB].reshape(-1, 4 * KIB)
    return np.asarray(whole.any(axis=1))


def test_branches(tmp_path: Path) -> None:
    built = machine.build(tmp_path / "vm", snapshots=3, branches=True, size=ODD)
    found = read(built.vmx)
    assert len(built.truths) == 5
    for name, truth in built.truths.items():
        (disk,) = state(found, "" if name == "current" else name).disks
        assert disk.chain is not None
        assert content(disk.chain) == truth.read_bytes(), name


@pytest.mark.parametrize("layout", ["redo", "legacySplit"])
@pytest.mark.parametrize(("answer", "truth"), [("commit", "current"), ("discard", "discarded")])
def test_redo_log(tmp_path: Path, layout: str, answer: str, truth: str) -> None:
    built = machine.build(tmp_path / "vm", layout=layout, size=6 * MIB)
    (disk,) = read(built.vmx, redo=answer).disks
    assert disk.chain is not None
    assert content(disk.chain) == built.truths[truth].read_bytes()
    (unanswered,) = read(built.vmx).disks
    assert codes(unanswered.findings) == ["E305"]


# -- sizes, layers, grains


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def sparse(
    path: Path,
    layer: Layer,
    options: hosted_sparse.Options | None = None,
    parent: str = "",
    sectors: int | None = None,
) -> Path:
    """A KDMV file and the descriptor of its own that names it."""
    extent = path.with_name(f"{path.stem}-s001.vmdk")
    hosted_sparse.write(extent, layer, None, options)
    line = Extent(sectors or layer.size // SECTOR, "SPARSE", extent.name)
    return describe(path, line, create_type="twoGbMaxExtentSparse", parent=parent)


def delta(path: Path, layer: Layer, parent: str = "") -> Path:
    extent = path.with_name(f"{path.stem}-delta.vmdk")
    cowd.write(extent, layer)
    line = Extent(layer.size // SECTOR, "VMFSSPARSE", extent.name)
    return describe(path, line, create_type="vmfsSparse", parent=parent)


def se_delta(
    path: Path, layer: Layer, parent: str = "", options: se_sparse.Options | None = None
) -> Path:
    extent = path.with_name(f"{path.stem}-sesparse.vmdk")
    se_sparse.write(extent, layer, options)
    line = Extent(layer.size // SECTOR, "SESPARSE", extent.name)
    return describe(path, line, create_type="seSparse", parent=parent)


@pytest.mark.parametrize("sectors", [1, 7, 8, 127, 128, 129, 65_535, 65_537])
def test_capacities(tmp_path: Path, sectors: int) -> None:
    data = noise(sectors * SECTOR)[-MIB:].rjust(sectors * SECTOR, b"\0")
    layer = Layer.of_bytes(data, [Region(max(len(data) - MIB, 0), min(len(data), MIB))])
    assert content(open_disk(sparse(tmp_path / "a.vmdk", layer))) == data
    assert content(open_disk(delta(tmp_path / "b.vmdk", layer))) == data
    assert content(open_disk(se_delta(tmp_path / "c.vmdk", layer))) == data
    short = hosted_sparse.Options(short_tail=True)
    chain = open_disk(sparse(tmp_path / "d.vmdk", layer, short))
    assert content(chain) == data
    assert not chain.findings


def child_of(kind: str, path: Path, layer: Layer, parent: str) -> Path:
    if kind == "sparse":
        return sparse(path, layer, parent=parent)
    return (delta if kind == "delta" else se_delta)(path, layer, parent)


@pytest.mark.parametrize("grown", [SECTOR, GRAIN + SECTOR])
@pytest.mark.parametrize("kind", ["sparse", "delta", "sesparse"])
def test_child_larger_than_its_parent(tmp_path: Path, kind: str, grown: int) -> None:
    below = noise(MIB + SECTOR)
    sparse(tmp_path / "base.vmdk", Layer.of_bytes(below))
    above = bytearray(below + bytes(grown))
    above[-SECTOR:] = noise(SECTOR, 2)
    layer = Layer.of_bytes(above, [Region(len(above) - SECTOR, SECTOR)])
    chain = open_disk(child_of(kind, tmp_path / "child.vmdk", layer, "base.vmdk"))
    assert chain.size == len(above)
    assert content(chain) == above


def test_grains_of_every_size_in_one_chain(tmp_path: Path) -> None:
    size = 3 * MIB + 11 * SECTOR
    truth = bytearray(noise(size, 0))
    flat.write(tmp_path / "0-flat.vmdk", Layer.of_bytes(bytes(truth)))
    line = Extent(size // SECTOR, "FLAT", "0-flat.vmdk", 0)
    describe(tmp_path / "0.vmdk", line, create_type="monolithicFlat")
    draw = random.Random(9)
    sizes: list[int | None] = [2048, 8, None, 1, 128, 512]  # None: COWD, grains of one sector
    for number, grain in enumerate(sizes, 1):
        regions = []
        for _ in range(20):
            length = draw.randrange(1, 200) * SECTOR
            start = draw.randrange((size - length) // SECTOR + 1) * SECTOR
            truth[start : start + length] = draw.randbytes(length)
            regions.append(Region(start, length))
        layer = Layer.of_bytes(bytes(truth), sorted(regions))
        path, parent = tmp_path / f"{number}.vmdk", f"{number - 1}.vmdk"
        if grain is None:
            delta(path, layer, parent)
        else:
            sparse(path, layer, hosted_sparse.Options(grain_sectors=grain), parent)
        assert content(open_disk(path)) == truth


@pytest.mark.parametrize("kind", ["hosted", "unmapped", "zeroed"])
def test_zeros_hide_the_parent(tmp_path: Path, kind: str) -> None:
    below = noise(MIB + SECTOR)
    sparse(tmp_path / "base.vmdk", Layer.of_bytes(below))
    truth = bytearray(below)
    truth[2 * GRAIN : 5 * GRAIN] = bytes(3 * GRAIN)
    truth[16 * GRAIN :] = bytes(SECTOR)  # the short grain at the end
    regions = [Region(2 * GRAIN, 3 * GRAIN, zero=True), Region(16 * GRAIN, SECTOR, zero=True)]
    layer, path = Layer.of_bytes(bytes(truth), regions), tmp_path / "child.vmdk"
    if kind == "hosted":
        sparse(path, layer, hosted_sparse.Options(version=2, zeroed_grains=True), "base.vmdk")
    else:
        se_delta(path, layer, "base.vmdk", se_sparse.Options(unmapped=kind == "unmapped"))
    chain = open_disk(path)
    assert content(chain) == truth
    assert not held(chain.layer_mappings[0])
    (window,) = windows(chain.layer_mappings[0])
    assert set(window.kind.tolist()) == {Kind.HOLE, Kind.ZERO}


def test_an_entry_of_one_is_no_zero_unless_the_header_says_so(tmp_path: Path) -> None:
    layer = Layer.of_bytes(bytes(MIB), [Region(0, GRAIN, zero=True)])
    path = sparse(tmp_path / "a.vmdk", layer, hosted_sparse.Options(zeroed_grains=True))
    extent = tmp_path / "a-s001.vmdk"
    assert content(open_disk(path)) == bytes(MIB)
    flags = struct.unpack("<I", extent.read_bytes()[8:12])[0]
    patch(extent, 8, struct.pack("<I", flags & ~hosted_sparse.FLAG_ZEROED_GRAIN))
    assert unreadable(path) == "E204"


# -- flat and other extents


def test_extents_of_every_access(tmp_path: Path) -> None:
    data = noise(12 * SECTOR)
    (tmp_path / "parts.bin").write_bytes(data)
    path = describe(
        tmp_path / "a.vmdk",
        Extent(2, "FLAT", "parts.bin", 3),
        Extent(5, "ZERO"),
        Extent(3, "FLAT", "parts.bin", 9, access="RDONLY"),
        Extent(4, "FLAT", "parts.bin", 0, access="NOACCESS"),
        Extent(1, "VMFS", "parts.bin"),
    )
    chain = open_disk(path)
    zeros, one = bytes(SECTOR), SECTOR
    assert content(chain) == (
        data[3 * one : 5 * one] + zeros * 5 + data[9 * one :] + zeros * 4 + data[:one]
    )
    assert said(chain) == ["W203"]


def test_what_may_not_be_accessed_need_not_exist(tmp_path: Path) -> None:
    """Partitions of a physical disk that were left out."""
    (tmp_path / "a-pt.vmdk").write_bytes(noise(63 * SECTOR))
    path = describe(
        tmp_path / "a.vmdk",
        Extent(63, "FLAT", "a-pt.vmdk", 0),
        Extent(100, "FLAT", r"\\.\PhysicalDrive0", 63, access="NOACCESS"),
        create_type="partitionedDevice",
    )
    assert content(open_disk(path)) == noise(63 * SECTOR) + bytes(100 * SECTOR)


def test_offsets_beyond_32_bits(tmp_path: Path) -> None:
    sector = (5 * TIB) // SECTOR + 3
    assert sector > 1 << 32
    data = noise(GRAIN)
    with (tmp_path / "far.bin").open("wb") as file:
        file.truncate((sector + 256) * SECTOR)
        file.seek(sector * SECTOR)
        file.write(data)
    path = describe(tmp_path / "a.vmdk", Extent(200, "FLAT", "far.bin", sector - 1))
    assert content(open_disk(path)) == bytes(SECTOR) + data + bytes(71 * SECTOR)


def test_entries_behind_the_end_of_a_disk(tmp_path: Path) -> None:
    """A table always has 512 of them; whatever is in those that no grain has, it is nothing."""
    data = noise(8 * 65536)
    path = sparse(tmp_path / "a.vmdk", Layer.of_bytes(data))
    extent = path.with_name("a-s001.vmdk")
    (directory,) = struct.unpack_from("<Q", extent.read_bytes(), 56)
    with extent.open("r+b") as file:
        file.seek(directory * SECTOR)
        (table,) = struct.unpack("<I", file.read(4))
        file.seek(table * SECTOR + 4 * 8)
        file.write(struct.pack("<504I", *[128] * 504))
    chain = open_disk(path)
    assert (content(chain), chain.size) == (data, len(data))
    blocks = chain.mapping.blocks(2 * 65536, 5 * 65536)
    assert (blocks.start[0], blocks.length.sum()) == (2 * 65536, 3 * 65536)


def test_monolithic_flat_at_an_offset(tmp_path: Path) -> None:
    data = noise(64 * SECTOR)
    flat.write(tmp_path / "a-flat.vmdk", Layer.of_bytes(data), offset=128 * SECTOR)
    line = Extent(64, "FLAT", "a-flat.vmdk", 128)
    assert content(open_disk(describe(tmp_path / "a.vmdk", line))) == data
    too_far = Extent(64, "FLAT", "a-flat.vmdk", 129)
    assert unreadable(describe(tmp_path / "b.vmdk", too_far)) == "E202"


def test_embedded_descriptor_with_an_old_name(tmp_path: Path) -> None:
    built = machine.build(tmp_path / "vm", snapshots=0, size=MIB)
    renamed = tmp_path / "renamed.vmdk"
    built.disk.rename(renamed)
    assert content(open_disk(renamed)) == built.truths["current"].read_bytes()


@pytest.mark.parametrize(
    ("described", "code"), [(-1, ["W204"]), (-127, ["W204"]), (-128, "E211"), (1, "E211")]
)
def test_descriptor_and_header_disagree(
    tmp_path: Path, described: int, code: str | list[str]
) -> None:
    """Some writers round the header's capacity up to a grain; anything else is another disk's."""
    data = noise(MIB)
    path = sparse(tmp_path / "a.vmdk", Layer.of_bytes(data), sectors=MIB // SECTOR + described)
    if isinstance(code, str):
        assert unreadable(path) == code
        return
    chain = open_disk(path)
    assert content(chain) == data[: described * SECTOR]
    assert said(chain) == code


# -- damaged hosted sparse extents


def patch(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def peek(path: Path, offset: int, form: str = "<I") -> int:
    with path.open("rb") as file:
        file.seek(offset)
        return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])


def directories(extent: Path) -> tuple[int, int]:
    """Byte offsets of the primary and the redundant grain directory."""
    return peek(extent, 56, "<Q") * SECTOR, peek(extent, 48, "<Q") * SECTOR


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A sparse disk of two and a bit grain tables, its directory and tables both twice."""
    return sparse(tmp_path / "a.vmdk", Layer.of_bytes(DATA, [Region(at, GRAIN) for at in HELD]))


HELD = [0, 5 * GRAIN, 40 * MIB, 64 * MIB]
DATA = memoryview(bytearray(64 * MIB + 3 * GRAIN))
for _at in HELD:
    DATA[_at : _at + GRAIN] = noise(GRAIN, _at)


def extent_of(disk: Path) -> Path:
    return disk.with_name(f"{disk.stem}-s001.vmdk")


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


@pytest.mark.parametrize("lost", [1, SECTOR, GRAIN - 1])
def test_short_last_grain(tmp_path: Path, lost: int) -> None:
    data = noise(16 * GRAIN)
    path = sparse(tmp_path / "a.vmdk", Layer.of_bytes(data))
    with extent_of(path).open("r+b") as file:
        file.truncate(file.seek(0, 2) - lost)
    chain = open_disk(path)
    assert content(chain) == data[:-lost] + bytes(lost)
    assert said(chain) == ["W205"]


def test_a_whole_grain_is_lost(tmp_path: Path) -> None:
    path = sparse(tmp_path / "a.vmdk", Layer.of_bytes(noise(16 * GRAIN)))
    with extent_of(path).open("r+b") as file:
        file.truncate(file.seek(0, 2) - GRAIN)
    assert unreadable(path) == "E204"


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


# -- streamOptimized


def stream(path: Path, data: bytes, options: stream_optimized.Options | None = None) -> Path:
    text = describe(
        path, Extent(len(data) // SECTOR, "SPARSE", path.name), create_type="streamOptimized"
    ).read_bytes()
    layer = Layer.of_bytes(data, [Region(0, len(data))])
    stream_optimized.write(path, layer, text, options)
    return path


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


def test_compressed_child_of_a_chain(tmp_path: Path) -> None:
    below = noise(4 * GRAIN)
    stream(tmp_path / "base.vmdk", below)
    above = below[:GRAIN] + noise(GRAIN, 2) + below[2 * GRAIN :]
    layer = Layer.of_bytes(above, [Region(GRAIN, GRAIN)])
    assert content(open_disk(delta(tmp_path / "c.vmdk", layer, "base.vmdk"))) == above


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


def test_compressed_grains_that_share_a_place(tmp_path: Path) -> None:
    path = stream(tmp_path / "a.vmdk", noise(4 * GRAIN), stream_optimized.Options(footer=False))
    table = peek(path, peek(path, 56, "<Q") * SECTOR) * SECTOR
    patch(path, table + 4, struct.pack("<I", peek(path, table)))
    assert refused(lambda: held(open_disk(path).mapping)) == "E204"


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


# -- COWD and seSparse


@pytest.mark.parametrize(
    ("offset", "value", "code"),
    [
        (4, 2, "E206"),
        (12, 0, "E204"),
        (16, 0, "E204"),
        (16, 3, "E204"),
        (20, 1 << 31, "E202"),
        (24, 0, "E204"),
        (2048, 0xFFFFFF00, "E204"),
    ],
)
def test_damaged_cowd(tmp_path: Path, offset: int, value: int, code: str) -> None:
    path = delta(tmp_path / "a.vmdk", Layer.of_bytes(noise(MIB)))
    patch(tmp_path / "a-delta.vmdk", offset, struct.pack("<I", value))
    assert unreadable(path) == code


@pytest.mark.parametrize("sector", [1, 4, 0xFFFFFFF0], ids=["header", "directory", "beyond"])
def test_wild_cowd_grain(tmp_path: Path, sector: int) -> None:
    path = delta(tmp_path / "a.vmdk", Layer.of_bytes(noise(MIB)))
    table = peek(tmp_path / "a-delta.vmdk", 2048) * SECTOR
    patch(tmp_path / "a-delta.vmdk", table, struct.pack("<I", sector))
    assert unreadable(path) == "E204"


def test_cowd_not_closed(tmp_path: Path) -> None:
    path = delta(tmp_path / "a.vmdk", Layer.of_bytes(noise(MIB)))
    patch(tmp_path / "a-delta.vmdk", 1648, b"\1")
    chain = open_disk(path)
    assert content(chain) == noise(MIB)
    assert said(chain) == ["W201"]


@pytest.mark.parametrize(
    ("offset", "value", "code"),
    [
        (8, 1, "E206"),
        (16, 0, "E204"),
        (24, 16, "E206"),
        (40, 1, "E206"),
        (80, 100, "E204"),
        (80, 1 << 50, "E204"),
        (128, 1 << 30, "E202"),
        (136, 0, "E204"),
        (512, 0xCAFEBABE, "E204"),
        (536, 1, "E208"),
    ],
)
def test_damaged_se_sparse(tmp_path: Path, offset: int, value: int, code: str) -> None:
    path = se_delta(tmp_path / "a.vmdk", Layer.of_bytes(noise(MIB)))
    patch(tmp_path / "a-sesparse.vmdk", offset, struct.pack("<Q", value))
    assert unreadable(path) == code


@pytest.mark.parametrize(
    "entry",
    [4 << 60, 1, 3 << 60 | 0xFFFF_FFFF_FFFF, 3 << 60 | 0xFFF << 48 | 1 << 20, 3 << 60 | 1 << 48],
    ids=["no kind", "place without kind", "no disk is so large", "beyond the file", "shared"],
)
def test_wild_se_sparse_grain(tmp_path: Path, entry: int) -> None:
    path = se_delta(tmp_path / "a.vmdk", Layer.of_bytes(noise(MIB)))
    extent = tmp_path / "a-sesparse.vmdk"
    patch(extent, peek(extent, 144, "<Q") * SECTOR, struct.pack("<Q", entry))
    assert unreadable(path) == "E204"


@pytest.mark.parametrize("entry", [1 << 61, 1 << 60 | 1, 1 << 60 | 0xFFFFFFFF, 5])
def test_wild_se_sparse_table(tmp_path: Path, entry: int) -> None:
    path = se_delta(tmp_path / "a.vmdk", Layer.of_bytes(noise(MIB)))
    extent = tmp_path / "a-sesparse.vmdk"
    patch(extent, peek(extent, 128, "<Q") * SECTOR, struct.pack("<Q", entry))
    assert unreadable(path) == "E204"


# -- real files

# What becomes of each sample: who else reads it as we do, or the finding it must give.
SAMPLES = {
    "compressed_stream_opt.vmdk": "",
    "dfvfs-ext2.vmdk": "",
    "flat-f001.vmdk": "E203",  # files of a disk, not the disk: reading one alone could be half
    "flat.vmdk": "",
    "minimal.vmdk": "",
    "monolithicFlat.vmdk": "E201",
    "monolithicSparse.vmdk": "",
    "streamOptimized.vmdk": "",  # version 3, complete without a footer: its tables come first
    "tw_sparse-s001.vmdk": "E203",
    "tw_sparse.vmdk": "",
    "twoGbMaxExtentFlat.vmdk": "E201",
    "twoGbMaxExtentSparse-s001.vmdk": "E203",
    "twoGbMaxExtentSparse.vmdk": "",
    "vmfs_thick-000001.vmdk": "E201",
    "vmfs_thick-flat.vmdk": "E203",
    "vmfs_thick.vmdk": "",
}


def test_no_sample_is_forgotten(samples: Path) -> None:
    assert {each.name for each in (samples / "vmdk").glob("*.vmdk")} == set(SAMPLES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_samples(samples: Path, tmp_path: Path, name: str) -> None:
    path = samples / "vmdk" / name
    if SAMPLES[name]:
        assert unreadable(path) == SAMPLES[name]
        return
    chain = open_disk(path)
    found = content(chain)
    assert not chain.findings
    raw = tmp_path / "raw"
    subprocess.run(["qemu-img", "convert", "-f", "vmdk", "-O", "raw", path, raw], check=True)
    assert found == raw.read_bytes()
    assert found == dissected(path)


def dissected(path: Path) -> bytes:
    """What dissect reads; it leaves closing its files to the collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        disk = VMDK(path)
        data = bytes(disk.read(disk.size))
        del disk
        gc.collect()
    return data
