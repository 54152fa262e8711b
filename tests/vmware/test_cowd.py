"""COWD extents: what a header may say, and where grains may not lie."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from fixtures.vmdk.layer import Layer
from vmware.made_disks import MIB, delta, noise, patch, peek
from vmware.reading import SECTOR, content, open_disk, said, unreadable


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
