"""Where groups of XFS are, and volumes of which nothing is proven: features and logs."""

from __future__ import annotations

import struct

import pytest
from fixtures.raw_disk import Memory
from guest.free_blocks.xfs_volumes import changed, content

from engine.guest.free_blocks import xfs_layout
from engine.guest.free_blocks.free_spans import NotProvenError


def test_a_clean_volume() -> None:
    layout = xfs_layout.read(Memory(content()))
    assert layout.block * layout.blocks == len(content())
    assert layout.groups == 4
    assert sum(map(layout.size_of, range(layout.groups))) == layout.blocks
    assert (layout.is_5, layout.counts_trees) == (True, True)
    assert 0 < layout.free < layout.blocks
    assert content()[layout.group * layout.block :].startswith(b"XFSB")
    assert layout.log + layout.log_blocks <= layout.blocks


@pytest.mark.parametrize(
    ("at", "data", "reason"),
    [
        (0, b"XFSC", "another kind"),
        (126, b"\1", "repaired"),  # mkfs or growfs was at work
        (216, struct.pack(">I", 0x1F), "repaired"),
        (216, struct.pack(">I", 1 << 20), "not known"),
        (212, struct.pack(">I", 1 << 20), "not known"),
        (16, struct.pack(">Q", 5), "not known"),  # files on another device
        (100, struct.pack(">H", 0xB4A6), "contradicts"),
        (4, struct.pack(">I", 4097), "contradicts"),
        (102, struct.pack(">H", 256), "contradicts"),
        (104, struct.pack(">H", 300), "contradicts"),
        (84, struct.pack(">I", 0), "contradicts"),
        (88, struct.pack(">I", 5), "contradicts"),
        (124, b"\x20", "contradicts"),
        (124, b"\1", "contradicts"),
        (8, struct.pack(">Q", 1 << 30), "contradicts"),
        (48, bytes(8), "log is elsewhere"),
        (48, struct.pack(">Q", 1 << 40), "log is elsewhere"),
        (96, bytes(4), "log is elsewhere"),
    ],
)
def test_of_any_other_nothing_is_proven(at: int, data: bytes, reason: str) -> None:
    with pytest.raises(NotProvenError, match=reason):
        xfs_layout.read(changed((at, data)))


def record_at(number: int) -> int:
    """Where the last record of the log begins, counted by its cycle from the beginning of it."""
    layout = xfs_layout.read(Memory(content()))
    start = layout.log * layout.block
    places = [at for at in range(start, start + layout.log_blocks * layout.block, 512)
              if content()[at : at + 4] == struct.pack(">I", 0xFEEDBABE)]  # fmt: skip
    return places[number]


@pytest.mark.parametrize(
    ("at", "data"),
    [
        (40, struct.pack(">I", 2)),  # more than one operation
        (512 + 9, b"\0"),  # no unmount
        (12, struct.pack(">I", 4096)),  # it does not end where the log does
    ],
)
def test_a_log_that_does_not_end_with_an_unmount(at: int, data: bytes) -> None:
    with pytest.raises(NotProvenError, match="shut down"):
        xfs_layout.read(changed((record_at(-1) + at, data)))


@pytest.mark.parametrize("size", [0, 511, 1 << 20])
def test_what_is_cut_off(size: int) -> None:
    with pytest.raises(NotProvenError):
        xfs_layout.read(Memory(content()[:size]))


@pytest.mark.parametrize("written", [1, 2, 7, 15, 16])
def test_the_head_of_the_log_is_where_the_older_round_begins(written: int) -> None:
    newer = [struct.pack(">II", 2, 0) if number else struct.pack(">II", 0xFEEDBABE, 2)
             for number in range(written)]  # fmt: skip
    older = [struct.pack(">II", 1, 0)] * (16 - written)
    log = b"".join(each.ljust(512, b"\0") for each in [*newer, *older])
    assert xfs_layout._head(Memory(log), 0, 16) == written
