"""seSparse extents: what a header may say, and entries that name no table or grain."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from fixtures.vmdk.layer import Layer
from vmware.made_disks import MIB, noise, patch, peek, se_delta
from vmware.reading import SECTOR, content, open_disk, said, unreadable


def test_a_sound_one_reads_as_it_was_written(tmp_path: Path) -> None:
    data = noise(MIB) + bytes(3 * MIB) + noise(7 * SECTOR, 2)
    chain = open_disk(se_delta(tmp_path / "a.vmdk", Layer.of_bytes(data)))
    assert (content(chain), said(chain)) == (data, [])


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
