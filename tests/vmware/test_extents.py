"""Extents of every kind and access, one after another, and what a descriptor may not name."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.vmdk import flat
from fixtures.vmdk.descriptor import Extent
from fixtures.vmdk.layer import Layer
from vmware.made_disks import GRAIN, MIB, TIB, noise, sparse, stream
from vmware.reading import SECTOR, content, describe, open_disk, said, unreadable


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


def test_monolithic_flat_at_an_offset(tmp_path: Path) -> None:
    data = noise(64 * SECTOR)
    flat.write(tmp_path / "a-flat.vmdk", Layer.of_bytes(data), offset=128 * SECTOR)
    line = Extent(64, "FLAT", "a-flat.vmdk", 128)
    assert content(open_disk(describe(tmp_path / "a.vmdk", line))) == data
    too_far = Extent(64, "FLAT", "a-flat.vmdk", 129)
    assert unreadable(describe(tmp_path / "b.vmdk", too_far)) == "E202"


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


@pytest.mark.parametrize(("part", "code"), [("whole", "E206"), ("first", "E206"), ("alone", "")])
def test_compressed_extents_are_alone(tmp_path: Path, part: str, code: str) -> None:
    """Grains of a stream are found by its markers: parts would have several streams."""
    stream(tmp_path / "s.vmdk", noise(4 * GRAIN))
    packed, other = Extent(4 * GRAIN // SECTOR, "SPARSE", "s.vmdk"), Extent(8, "ZERO")
    parts = {"whole": [packed, packed], "first": [other, packed], "alone": [packed]}[part]
    path = describe(tmp_path / "a.vmdk", *parts)
    if code:
        assert unreadable(path) == code
    else:
        assert content(open_disk(path)) == noise(4 * GRAIN)


@pytest.mark.parametrize("kind", ["SWAP", "VMFSX"])
def test_other_kinds_of_extents_are_named(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a-flat.vmdk").write_bytes(noise(8 * SECTOR))
    assert unreadable(describe(tmp_path / "a.vmdk", Extent(8, kind, "a-flat.vmdk"))) == "E206"


@pytest.mark.parametrize(("size", "code"), [(8, ""), (9, ""), (7, "E202")])
def test_a_flat_extent_may_be_longer_but_not_shorter(tmp_path: Path, size: int, code: str) -> None:
    (tmp_path / "a-flat.vmdk").write_bytes(noise(size * SECTOR))
    path = describe(tmp_path / "a.vmdk", Extent(8, "FLAT", "a-flat.vmdk", 0))
    if code:
        assert unreadable(path) == code
    else:
        assert content(open_disk(path)) == noise(size * SECTOR)[: 8 * SECTOR]


@pytest.mark.parametrize("sectors", [0, 1])
def test_what_is_no_sparse_extent(tmp_path: Path, sectors: int) -> None:
    (tmp_path / "a-s001.vmdk").write_bytes(noise(sectors * SECTOR))
    assert unreadable(describe(tmp_path / "a.vmdk", Extent(8, "SPARSE", "a-s001.vmdk"))) == "E203"
