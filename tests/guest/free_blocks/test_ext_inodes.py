"""Blocks of the files of ext volumes: by pointers and by extents, and damage."""

from __future__ import annotations

import random
import struct

import numpy as np
import pytest
from fixtures import linux
from fixtures.raw_disk import Memory

from engine.guest.free_blocks import ext_inodes, ext_layout
from engine.guest.free_blocks.free_spans import NotProvenError

LARGE = random.Random(6).randbytes(700 * 1024)


@pytest.fixture(scope="module")
def volumes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("ext")
    root = folder / "tree"
    (root / "folder").mkdir(parents=True)
    (root / "folder" / "large").write_bytes(LARGE)
    with (root / "holes").open("wb") as file:  # more extents than an inode has
        for number in range(8):
            file.seek(number * 64 * 1024)
            file.write(bytes([65 + number]) * 1024)
    (root / "short").symlink_to("z" * 50)
    (root / "long").symlink_to("y" * 200)
    return {
        kind: linux.ext4(folder / kind, root, 6 << 20, kind).read_bytes()
        for kind in ("ext2", "ext4")
    }


def blocks_of(content: bytes) -> tuple[set[int], list[int]]:
    """All blocks of files, and those that files have for themselves, each as often as named."""
    disk = Memory(content)
    every: set[int] = set()
    alone: list[int] = []
    for start, length, is_alone in ext_inodes.runs(disk, ext_layout.read(disk)):
        own = [at for low, n in zip(start.tolist(), length.tolist(), strict=True)
               for at in range(low, low + n)]  # fmt: skip
        every |= set(own)
        alone += own if is_alone else []
    return every, alone


@pytest.mark.parametrize("kind", ["ext2", "ext4"])
def test_every_block_that_has_content_is_named_once(volumes: dict[str, bytes], kind: str) -> None:
    content = volumes[kind]
    every, alone = blocks_of(content)
    assert len(alone) == len(set(alone))
    pieces = [LARGE[at : at + 1024] for at in range(0, len(LARGE), 1024)]
    pieces += [bytes([65 + number]) * 1024 for number in range(8)] + [b"y" * 200]
    for piece in pieces:
        assert content.index(piece) // 1024 in every
    layout = ext_layout.read(Memory(content))
    bits = np.frombuffer(content, np.uint8)
    used = set()
    for group in range(layout.groups):
        at = int(layout.bitmap[group]) * 1024
        own = np.unpackbits(bits[at : at + 1024], bitorder="little")
        used |= {1 + n for n in np.flatnonzero(own[: layout.blocks - 1]).tolist()}
    table = range(int(layout.inode_table[0]), int(layout.inode_table[0]) + layout.table_blocks)
    others = {int(layout.bitmap[0]), int(layout.inode_bitmap[0]), *table, 1, 2}
    assert used - every - others <= set(range(1, 3 + layout.own))
    assert every <= used


def changed(content: bytes, at: int, data: bytes) -> bytes:
    return content[:at] + data + content[at + len(data) :]


@pytest.mark.parametrize(
    ("at", "data"),
    [
        (0, b"\0\0"),  # the magic
        (2, b"\xff\0"),  # more lines than there is room for
        (6, b"\x06\0"),  # too deep
    ],
)
def test_a_damaged_root_of_extents_proves_nothing(
    volumes: dict[str, bytes], at: int, data: bytes
) -> None:
    content = volumes["ext4"]
    place = content.index(struct.pack("<HHHH", 0xF30A, 1, 4, 1))  # that of the file with holes
    with pytest.raises(NotProvenError):
        blocks_of(changed(content, place + at, data))


@pytest.mark.parametrize(("at", "data"), [(0, b"\0\0"), (2, b"\xff\xff"), (6, b"\x01\0")])
def test_a_damaged_leaf_proves_nothing(volumes: dict[str, bytes], at: int, data: bytes) -> None:
    content = volumes["ext4"]
    place = content.index(struct.pack("<HHHH", 0xF30A, 1, 4, 1))
    (leaf,) = struct.unpack_from("<I", content, place + 16)
    with pytest.raises(NotProvenError):
        blocks_of(changed(content, leaf * 1024 + at, data))


def test_extents_that_were_never_written_are_used(volumes: dict[str, bytes]) -> None:
    content = volumes["ext4"]
    first = content.index(LARGE[:1024]) // 1024
    place = content.index(struct.pack("<HI", 0, first)) - 2
    (length,) = struct.unpack_from("<H", content, place)
    unwritten = changed(content, place, struct.pack("<H", length + 0x8000))
    assert blocks_of(unwritten) == blocks_of(content)


def test_more_unused_inodes_than_there_are_proves_nothing(volumes: dict[str, bytes]) -> None:
    content = volumes["ext4"]
    with pytest.raises(NotProvenError):
        blocks_of(changed(content, 2048 + 28, b"\xff\xff"))
