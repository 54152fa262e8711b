"""Blocks of the files of XFS: of a made volume, of packed extents, and damage."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from fixtures.raw_disk import Memory
from guest.free_blocks.xfs_volumes import LARGE, changed, content

from engine.disk.disk import Disk
from engine.guest.free_blocks import xfs_free, xfs_inodes, xfs_layout
from engine.guest.free_blocks.free_spans import NotProvenError


def blocks_of(volume: Disk) -> list[int]:
    layout = xfs_layout.read(volume)
    records = xfs_free._inodes(volume, layout)
    return [at for start, length in xfs_inodes.runs(volume, layout, records)
            for low, n in zip(start.tolist(), length.tolist(), strict=True)
            for at in range(low, low + n)]  # fmt: skip


def inode_of(size: int) -> int:
    """Where the inode of a file of ``size`` bytes is."""
    at = content().index(struct.pack(">Q", size))
    while content()[at - 56 : at - 54] != b"IN":
        at = content().index(struct.pack(">Q", size), at + 1)
    return at - 56


def test_every_block_with_content_is_named_once() -> None:
    found = blocks_of(Memory(content()))
    assert len(found) == len(set(found))
    first = content().index(LARGE)
    assert set(range(first // 4096, -(-(first + len(LARGE)) // 4096))) <= set(found)
    assert content().index(b"small content") // 4096 in found
    assert inode_of(len(LARGE)) // 4096 in found


@pytest.mark.parametrize(
    ("at", "data"),
    [
        (0, b"XX"),  # the magic
        (82, b"\xff"),  # attributes behind the end
        (76, struct.pack(">I", 200)),  # more extents than there is room for
    ],
)
def test_a_damaged_inode_proves_nothing(at: int, data: bytes) -> None:
    with pytest.raises(NotProvenError, match="inode is damaged"):
        blocks_of(changed((inode_of(len(LARGE)) + at, data)))


@pytest.mark.parametrize(
    "root", [b"\0\0\0\1", b"\0\x0a\0\1", b"\0\1\xff\xff", b"\0\1\0\1" + b"\xff" * 300]
)
def test_a_damaged_tree_proves_nothing(root: bytes) -> None:
    place = inode_of(len(LARGE))
    with pytest.raises(NotProvenError):
        blocks_of(changed((place + 5, b"\3"), (place + 176, root)))


@pytest.mark.parametrize(
    ("block", "length"), [(1, 1), (12_345, 2_000), (3 << 15 | 7, 1), (5, (1 << 21) - 1)]
)
def test_packed_extents(block: int, length: int) -> None:
    layout = xfs_layout.read(Memory(content()))
    packed = (1 << 127) | 77 << 73 | block << 21 | length  # one that was never written, at 77
    lines = np.frombuffer(packed.to_bytes(16, "big"), np.uint8).reshape(1, 16)
    start, count = xfs_inodes._extents(layout, lines)
    inside = block & (1 << layout.group_bits) - 1
    assert start.tolist() == [(block >> layout.group_bits) * layout.group + inside]
    assert count.tolist() == [length]


def test_an_address_behind_the_last_group_proves_nothing() -> None:
    layout = xfs_layout.read(Memory(content()))
    last = (layout.groups - 1) << layout.group_bits | layout.group - 1
    assert xfs_inodes._blocks(layout, np.array([last])).tolist() == [
        layout.groups * layout.group - 1
    ]
    for address in (layout.groups << layout.group_bits, layout.group, -1):
        if address == layout.group and layout.group == 1 << layout.group_bits:
            continue  # it is the first of the next group
        with pytest.raises(NotProvenError, match="beyond its end"):
            xfs_inodes._blocks(layout, np.array([address]))
