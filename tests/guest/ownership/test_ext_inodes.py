"""Files of ext2 to ext4 and their blocks: by pointers, by extents, in the inode, and damaged."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
from fixtures import linux
from fixtures.raw_disk import Memory

from engine.guest.ownership import ext_inodes
from engine.guest.ownership.owned import FREE, METADATA, Owned
from engine.guest.volumes.volume_stream import Stream

LARGE = random.Random(4).randbytes(400 * 1024 + 5)  # more than pointers of an inode name
FILES = {"folder/large": LARGE, "small": b"small content", "empty": b""}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ext") / "tree"
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (root / "link").symlink_to("small")
    (root / "far").symlink_to("x" * 100)
    return root


def read(content: bytes) -> Owned:
    return ext_inodes.read(Stream(Memory(content), 0, len(content)))


def rows(owned: Owned) -> dict[str, int]:
    return {owned.path(row): row for row in range(len(owned.numbers))}


def held(owned: Owned, owner: int, content: bytes) -> bytes:
    """The bytes of an owner, its runs in their order on the volume."""
    runs = zip(owned.owner.tolist(), owned.start.tolist(), owned.stop.tolist(), strict=True)
    return b"".join(content[low:high] for low, high in sorted(
        (low, high) for each, low, high in runs if each == owner))  # fmt: skip


@pytest.mark.parametrize("kind", ["ext2", "ext4"])
def test_each_file_has_its_blocks(kind: str, tree: Path, tmp_path: Path) -> None:
    content = linux.ext4(tmp_path / "image", tree, 4 << 20, kind).read_bytes()
    owned = read(content)
    found = rows(owned)
    assert set(found) == {"/folder/large", "/small", "/empty", "/link", "/far"}
    assert int(owned.sizes[found["/folder/large"]]) == len(LARGE)
    for name, data in FILES.items():
        assert held(owned, found[f"/{name}"], content)[: len(data)] == data
    assert held(owned, found["/far"], content).startswith(b"x" * 100)
    assert b"small\0" not in held(owned, found["/link"], content)
    free = held(owned, FREE, content)
    assert LARGE[:1000] not in free
    assert len(free) > 2 << 20
    assert b"large" in held(owned, METADATA, content)  # a folder


def test_a_short_link_is_marked_by_its_content(tmp_path: Path) -> None:
    marks = []
    for number, target in enumerate(("one", "two", "one")):
        root = tmp_path / f"tree{number}"
        root.mkdir()
        (root / "link").symlink_to(target)
        owned = read(linux.ext4(tmp_path / f"image{number}", root, 1 << 20).read_bytes())
        marks.append(int(owned.marks[rows(owned)["/link"]]))
    assert marks[0] == marks[2] != marks[1]
    assert all(marks)


@pytest.mark.parametrize(
    ("value", "at"), [(b"\0\0", 0), (b"\xff\x7f", 2), (b"\x09\0", 6)]  # magic, count, depth
)  # fmt: skip
def test_a_damaged_tree_of_extents_is_told(
    tree: Path, tmp_path: Path, value: bytes, at: int
) -> None:
    content = bytearray(linux.ext4(tmp_path / "image", tree, 4 << 20).read_bytes())
    place = content.index(struct.pack("<HH", 0xF30A, 1))
    content[place + at : place + at + 2] = value
    with pytest.raises(ValueError, match="tree of extents is damaged"):
        read(bytes(content))


def test_a_tree_that_leads_outside_is_told(tree: Path, tmp_path: Path) -> None:
    content = bytearray(linux.ext4(tmp_path / "image", tree, 4 << 20, "ext2").read_bytes())
    first = content.index(LARGE[:1024]) // 1024
    pointers = content.index(struct.pack("<12I", *range(first, first + 12)))
    struct.pack_into("<I", content, pointers + 48, 0xFFFFFF)
    with pytest.raises(ValueError, match="leads outside"):
        read(bytes(content))


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        (struct.pack("<IHBB", 12, 12, 1, 1) + b"a\0\0\0", ["a"]),
        (struct.pack("<IHBB", 0, 12, 1, 1) + b"a\0\0\0", []),  # deleted
        (struct.pack("<IHBB", 12, 12, 1, 0xDE) + b"a\0\0\0", []),  # a sum
        (struct.pack("<IHBB", 12, 12, 2, 2) + b"..\0\0", []),
        (struct.pack("<IHBB", 12, 4, 1, 1) + b"a\0\0\0", []),
        (struct.pack("<IHBB", 12, 13, 1, 1) + b"a\0\0\0", []),  # beyond the block
        (struct.pack("<IHBB", 12, 12, 1, 1) + b"\xff\0\0\0", ["\N{REPLACEMENT CHARACTER}"]),
    ],
)
def test_names_in_a_folder(entries: bytes, names: list[str]) -> None:
    assert [name for _, name in ext_inodes._names(entries)] == names
