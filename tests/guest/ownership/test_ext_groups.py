"""Groups of ext2, ext3 and ext4, beside what dumpe2fs says of them; and damaged superblocks."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from fixtures.raw_disk import Memory
from fixtures.tools import run

from engine.guest.ownership.ext_groups import Groups
from engine.guest.volumes.volume_stream import Stream

KINDS = {
    "ext2": ("-t", "ext2", "-b", 1024),
    "ext4": ("-t", "ext4", "-b", 1024),
    "narrow": ("-t", "ext4", "-b", 1024, "-O", "^64bit,^flex_bg"),
    "meta": ("-t", "ext4", "-b", 1024, "-O", "meta_bg,^resize_inode"),
    "whole": ("-t", "ext4", "-b", 4096, "-O", "^sparse_super,^resize_inode"),
}


def made(folder: Path, *options: object, size: int = 40 << 20) -> Path:
    path = folder / "volume"
    with path.open("wb") as file:
        file.truncate(size)
    run("mke2fs", "-q", "-F", *options, path)
    return path


def opened(content: bytes) -> Groups:
    disk = Memory(content)
    return Groups.of(Stream(disk, 0, disk.size))


def told(path: Path) -> list[list[int]]:
    """First block of each group, blocks of bitmaps and of the table, by dumpe2fs."""
    found = []
    for part in re.split(r"\nGroup \d+:", run("dumpe2fs", path))[1:]:
        first = re.search(r"Blocks (\d+)-", part)
        places = [re.search(rf"{name} at (\d+)", part)
                  for name in ("Block bitmap", "Inode bitmap", "Inode table")]  # fmt: skip
        assert first is not None
        found.append([int(first[1]), *(int(each[1]) for each in places if each)])
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_groups_are_where_the_tool_says(kind: str, tmp_path: Path) -> None:
    size = (160 if kind == "meta" else 40) << 20  # so that descriptors are in a later group too
    path = made(tmp_path, *KINDS[kind], size=size)
    groups = opened(path.read_bytes())
    found = [
        [groups.first_block + number * groups.blocks_per_group, each.block_bitmap,
         each.inode_bitmap, each.inode_table]
        for number, each in enumerate(groups.groups)
    ]  # fmt: skip
    assert found == told(path)
    assert groups.blocks * groups.block == size
    assert groups.first_inode == 11


@pytest.mark.parametrize("kind", KINDS)
def test_structures_and_free_blocks_do_not_meet(kind: str, tmp_path: Path) -> None:
    path = made(tmp_path, *KINDS[kind])
    data = path.read_bytes()
    groups = opened(data)
    free: set[int] = set()
    for first, count, bitmap in groups.bitmaps():
        bits = data[bitmap * groups.block : (bitmap + 1) * groups.block]
        free |= {first + n for n in range(count) if not bits[n // 8] >> n % 8 & 1}
    own = [each for start, count in groups.structures() for each in range(start, start + count)]
    assert free
    assert not free & set(own)
    if kind != "meta":  # of which descriptors are in groups of their own
        assert len(set(own)) == len(own)


def test_only_inodes_that_were_used_are_read(tmp_path: Path) -> None:
    content = made(tmp_path, *KINDS["ext4"]).read_bytes()
    groups = opened(content)
    tables = dict(groups.tables(Stream(Memory(content), 0, len(content))))
    assert next(iter(tables)) == 1
    assert 11 * groups.inode_size <= len(tables[1]) < groups.inodes_per_group * groups.inode_size
    plain = opened(made(tmp_path, *KINDS["ext2"]).read_bytes())
    assert plain.summed is False


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0x20, 0),  # blocks of a group
        (0x28, 0),  # inodes of a group
        (0x14, 2),  # the first block
        (0x58, 100),  # bytes of an inode
        (0x58, 2048),  # larger than a block
        (0x4, 0),  # blocks of the volume
        (0x150, 0xFFFFFFFF),  # far too many
    ],
)
def test_a_damaged_superblock_is_told(tmp_path: Path, at: int, value: int) -> None:
    content = bytearray(made(tmp_path, *KINDS["ext4"]).read_bytes())
    form = "<H" if at == 0x58 else "<I"
    struct.pack_into(form, content, 1024 + at, value)
    with pytest.raises(ValueError, match="superblock is damaged"):
        opened(bytes(content))
