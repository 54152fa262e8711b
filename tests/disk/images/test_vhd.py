"""VHD as it is written: checksums and geometry beside those of QEMU's own images."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.disk.block_map import Kind
from engine.disk.files import Files
from engine.disk.images import vhd
from engine.findings import Refusal

MIB = 1 << 20


def made_by_qemu(path: Path, size: int) -> bytes:
    command = ["qemu-img", "create", "-q", "-f", "vpc", path, str(size)]
    subprocess.run([str(each) for each in command], check=True)
    return path.read_bytes()


@pytest.mark.parametrize("size", [MIB, 33 * MIB, 600 * MIB, 5 << 30, 200 << 30])
def test_the_footer_is_qemus(tmp_path: Path, size: int) -> None:
    """Identity and seconds taken from there; sizes, geometry and type are calculated."""
    theirs = made_by_qemu(tmp_path / "qemu.vhd", size)[:512]
    size = int.from_bytes(theirs[48:56], "big")  # of whole cylinders
    seconds = int.from_bytes(theirs[24:28], "big") + vhd._EPOCH
    ours = vhd.footer(size, theirs[68:84], seconds)
    assert ours[40:64] == theirs[40:64]  # both sizes, geometry, type
    (summed,) = struct.unpack(">I", ours[64:68])
    assert summed == ~sum(ours[:64] + ours[68:]) & 0xFFFFFFFF


@given(st.integers(1, vhd.LIMIT // vhd.SECTOR))
def test_geometry_never_holds_more_than_the_disk(sectors: int) -> None:
    cylinders, heads, track = vhd.geometry(sectors)
    assert 0 < heads <= 16
    assert track <= 255
    assert cylinders <= 65535
    assert cylinders * heads * track <= sectors


@given(st.integers(1, vhd.LIMIT))
def test_blocks_begin_on_a_page_behind_the_table(size: int) -> None:
    first = vhd.first_block(size)
    assert first % 4096 == 0
    assert first - 4096 < vhd.TABLE_AT + vhd.entries(size) * 4 <= first


def image(path: Path, size: int, table: list[int]) -> Path:
    """An image without data: metadata and table only."""
    footer = vhd.footer(size, bytes(16), 1_000_000_000)
    entries = np.array(table, ">u4").tobytes()
    path.write_bytes(footer + vhd.header(size) + entries.ljust(4096, b"\0") + footer)
    return path


def test_unused_blocks_are_holes(tmp_path: Path) -> None:
    path = image(tmp_path / "a.vhd", 3 * vhd.BLOCK, [vhd.UNUSED, 80, vhd.UNUSED])
    with Files() as files:
        blocks = vhd.open_image(path, files).blocks(0, 3 * vhd.BLOCK)
    assert blocks.kind.tolist() == [Kind.HOLE, Kind.DATA, Kind.HOLE]
    assert blocks.offset[1] == 81 * vhd.SECTOR


@pytest.mark.parametrize("at", [0, 40, 48, 64, 512, 512 + 36, -1])
def test_other_metadata_are_refused(tmp_path: Path, at: int) -> None:
    path = image(tmp_path / "a.vhd", vhd.BLOCK, [vhd.UNUSED])
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with Files() as files, pytest.raises(Refusal) as caught:
        vhd.open_image(path, files)
    assert caught.value.findings[0].code == "E421"
