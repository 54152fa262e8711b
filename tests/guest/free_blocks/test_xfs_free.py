"""Free blocks of XFS where both trees agree, and disagreement that proves nothing."""

from __future__ import annotations

import struct

import pytest
from fixtures.raw_disk import Memory
from guest.free_blocks.xfs_volumes import LARGE, changed, content

from engine.guest.free_blocks import xfs_free, xfs_layout
from engine.guest.free_blocks.free_spans import NotProvenError


def test_what_is_free_is_of_no_file() -> None:
    layout = xfs_layout.read(Memory(content()))
    found = xfs_free.find(Memory(content()))
    runs = list(zip(found.start.tolist(), found.stop.tolist(), strict=True))
    assert 0 < found.total <= layout.free * layout.block
    assert found.total > len(content()) // 2
    for piece in (LARGE[:4096], LARGE[-4096:], b"small content"):
        at = content().index(piece)
        assert not any(low <= at < high for low, high in runs)
    assert all(low % layout.block == 0 == high % layout.block for low, high in runs)
    log = layout.log * layout.block
    assert not any(low <= log < high for low, high in runs)


def header(group: int) -> int:
    """Where the header of the free space of a group is."""
    layout = xfs_layout.read(Memory(content()))
    return group * layout.group * layout.block + layout.sector


def number(at: int) -> int:
    return int(struct.unpack_from(">I", content(), at)[0])


def root(group: int, word: int) -> int:
    """Where the root of a tree of a group is; ``word`` is its place in the header."""
    layout = xfs_layout.read(Memory(content()))
    return (group * layout.group + number(header(group) + 4 * word)) * layout.block


@pytest.mark.parametrize(
    ("at", "change", "reason"),
    [
        (header(1), b"XAGX", "header of a group"),
        (header(2) + 8, struct.pack(">I", 1), "header of a group"),
        (header(1) + 12, struct.pack(">I", 9), "contradicts"),
        (header(3) + 52, struct.pack(">I", 9), "counts"),
        (header(1) + 16, struct.pack(">I", 1 << 24), "tree of a group"),
        (root(0, 4), b"ABTB", "tree of a group"),  # of another version
        (root(0, 5), b"AB3B", "tree of a group"),  # of another tree
        (root(1, 4) + 4, struct.pack(">H", 12), "tree of a group"),
        (root(1, 4) + 6, struct.pack(">H", 5000), "tree of a group"),
        (root(1, 4) + 56, struct.pack(">I", 77), "trees of free space differ"),
        (144, struct.pack(">Q", 1), "counts"),
    ],
)
def test_what_disagrees_proves_nothing(at: int, change: bytes, reason: str) -> None:
    with pytest.raises(NotProvenError, match=reason):
        xfs_free.find(changed((at, change)))


def test_a_file_in_free_space_proves_nothing() -> None:
    """Both trees of a group agree, in one block more than is free."""
    large = content().index(LARGE[:4096]) // 4096
    layout = xfs_layout.read(Memory(content()))
    group, inside = divmod(large, layout.group)
    lines = [root(group, word) + 56 for word in (4, 5)]
    count = struct.unpack_from(">H", content(), root(group, 4) + 6)[0]
    assert count >= 1
    for line in lines:
        assert number(line + 4) > 0
    moved = [(line, struct.pack(">I", inside)) for line in lines]
    if number(lines[0]) != number(lines[1]):
        pytest.fail("the first of both trees is not the same run")
    with pytest.raises(NotProvenError, match=r"marked as free|beyond its end|overlap"):
        xfs_free.find(changed(*moved))


def test_runs_beyond_a_group_prove_nothing() -> None:
    layout = xfs_layout.read(Memory(content()))
    size = number(root(1, 4) + 60)
    far = struct.pack(">I", layout.group - size + 1)
    with pytest.raises(NotProvenError, match="beyond its end"):
        xfs_free.find(changed((root(1, 4) + 56, far), (root(1, 5) + 56, far)))
