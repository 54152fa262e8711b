"""Where groups of ext volumes are, and volumes of which nothing is proven."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures.raw_disk import Memory
from fixtures.tools import run

from engine.guest.free_blocks import ext_layout
from engine.guest.free_blocks.free_spans import NotProvenError

SIZE = 20 << 20


def made(folder: Path, *options: object) -> bytes:
    path = folder / "volume"
    with path.open("wb") as file:
        file.truncate(SIZE)
    run("mke2fs", "-q", "-F", "-b", 1024, *options, path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def ext4(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(tmp_path_factory.mktemp("ext4"), "-t", "ext4")


@pytest.mark.parametrize(
    ("options", "is_checked", "inode"),
    [
        (("-t", "ext4"), True, 256),
        (("-t", "ext4", "-O", "^64bit"), True, 256),
        (("-t", "ext2"), False, 128),
        (("-t", "ext3", "-I", 128, "-O", "^sparse_super,^resize_inode"), False, 128),
    ],
)
def test_bitmaps_say_what_the_layout_counts(
    tmp_path: Path, options: tuple[object, ...], is_checked: bool, inode: int
) -> None:
    content = made(tmp_path, *options, "-I", inode)
    layout = ext_layout.read(Memory(content))
    assert (layout.block, layout.blocks, layout.first) == (1024, SIZE // 1024, 1)
    assert (layout.groups, layout.group, layout.inode_size) == (3, 8192, inode)
    assert layout.free == int(layout.free_of.sum())
    assert layout.table_blocks == layout.inodes * inode // 1024
    assert (layout.unused_inodes.sum() > 0) == is_checked
    for group in range(layout.groups):
        if layout.has_no_bitmap[group]:
            continue
        at = int(layout.bitmap[group]) * 1024
        count = min(8192, layout.blocks - 1 - 8192 * group)
        bits = int.from_bytes(content[at : at + 1024], "little") & (1 << count) - 1
        assert count - bits.bit_count() == int(layout.free_of[group])


@pytest.mark.parametrize(
    ("is_sparse", "groups"),
    [(True, [0, 1, 3, 5, 7, 9, 25, 27, 49]), (False, list(range(50)))],
)
def test_copies_are_in_powers_where_they_are_sparse(
    ext4: bytes, is_sparse: bool, groups: list[int]
) -> None:
    layout = ext_layout.read(Memory(ext4))
    own = replace(layout, is_sparse=is_sparse)
    assert [each for each in range(50) if own.has_copy(each)] == groups


@pytest.mark.parametrize(
    ("at", "form", "value"),
    [
        (0x38, "<H", 0),  # the magic
        (0x3A, "<H", 0),  # not unmounted
        (0x3A, "<H", 3),  # errors were found
        (0x60, "<I", 0x2C2 | 0x4),  # the journal has to be recovered
        (0x60, "<I", 0x2C2 | 0x40000),
        (0x60, "<I", 0x2C2 | 0x10),  # groups of descriptors
        (0x64, "<I", 0x200),  # clusters of blocks
        (0x5C, "<I", 0x200),  # sparse_super2
        (0x20, "<I", 0),
        (0x20, "<I", 8193),
        (0x20, "<I", 8188),  # no whole bytes of bits
        (0x28, "<I", 0),
        (0x28, "<I", 8193),
        (0x58, "<H", 192),
        (0x58, "<H", 2048),
        (0x14, "<I", 2),
        (0x04, "<I", 0),
        (0x04, "<I", SIZE // 1024 + 1),  # beyond the disk
        (0x150, "<I", 1),
    ],
)
def test_of_any_other_volume_nothing_is_proven(ext4: bytes, at: int, form: str, value: int) -> None:
    content = bytearray(ext4)
    struct.pack_into(form, content, 1024 + at, value)
    with pytest.raises(NotProvenError):
        ext_layout.read(Memory(bytes(content)))


def test_what_is_cut_off_is_no_volume(ext4: bytes) -> None:
    assert ext_layout.read(Memory(ext4)).groups == 3
    for size in (0, 1024, 2047, SIZE - 1):
        with pytest.raises(NotProvenError):
            ext_layout.read(Memory(ext4[:size]))
