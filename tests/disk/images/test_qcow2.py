"""qcow2 as it is read back: which clusters are there, and whose header is not ours."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from disk.copied import copied, raw_disk
from hypothesis import given
from hypothesis import strategies as st
from refusals import refused

from engine.disk.block_map import Kind, windows
from engine.disk.files import Files
from engine.disk.images import qcow2
from engine.disk.images.qcow2 import CLUSTER, SPAN, Header
from engine.disk.images.qcow2_target import Qcow2Target
from engine.disk.reader import Reader

SIZE = SPAN + 5 * CLUSTER + 512  #: a second table, of which little is used
HELD = {CLUSTER: 100, 3 * CLUSTER - 50: 100, SPAN - 512: 512, SPAN + 5 * CLUSTER: 512}


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return raw_disk(tmp_path_factory.mktemp("disk") / "disk", SIZE, HELD)


@pytest.fixture(scope="module")
def image(disk: Path) -> Path:
    target = Qcow2Target(disk.with_name("image.qcow2"), SIZE)
    return copied(disk, target, disk.with_name("log"))


def held(path: Path, start: int, stop: int) -> set[int]:
    """The clusters of [start, stop) that are data; the map has no gaps."""
    with Files() as files:
        blocks = qcow2.open_image(path, files).blocks(start, stop)
    found, at = set(), start
    for begin, length, kind in zip(blocks.start, blocks.length, blocks.kind, strict=True):
        assert (begin, length > 0) == (at, True)
        at += length
        if kind == Kind.DATA:
            found |= set(range(int(begin) // CLUSTER, -(-int(at) // CLUSTER)))
    assert at == stop
    return found


TRUE = {1, 2, 3, SPAN // CLUSTER - 1, SPAN // CLUSTER + 5}


def test_what_holds_something_is_there_and_nothing_else(disk: Path, image: Path) -> None:
    assert held(image, 0, SIZE) == TRUE
    with Files() as files:
        mapping = qcow2.open_image(image, files)
        reader = Reader(mapping, files)
        assert mapping.size == SIZE
        for at, length in HELD.items():
            with disk.open("rb") as raw:
                raw.seek(at)
                assert reader.pread(at, length) == raw.read(length)
        for window in windows(mapping):
            assert mapping.runs(int(window.start[0]), int(window.stop[-1])) >= len(window)


@given(st.integers(0, SIZE // 512 - 1), st.integers(1, SIZE // 512))
def test_any_window_has_its_clusters(image: Path, first: int, count: int) -> None:
    start, stop = first * 512, min((first + count) * 512, SIZE)
    inside = {each for each in TRUE if each * CLUSTER < stop and (each + 1) * CLUSTER > start}
    assert held(image, start, stop) == inside


def test_the_header_is_ours_to_the_last_byte(image: Path, tmp_path: Path) -> None:
    """Another version, a backing file, encryption, bits that we do not know: none of ours."""
    content, path = image.read_bytes(), tmp_path / "image"
    for at in (*range(24), *range(32, 48), *range(60, 104)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 : CLUSTER * 2])
        assert refused(lambda: held(path, 0, 512)) == "E421", at
    for size, code in ((103, "E202"), (CLUSTER + 8, "E202")):
        path.write_bytes(content[:size])
        assert refused(lambda: held(path, 0, 512)) == code


@pytest.mark.parametrize(("tables", "code"), [(1 << 20, "E202"), ((1 << 20) + 1, "E421")])
def test_no_disk_has_more_tables_than_that(tmp_path: Path, tables: int, code: str) -> None:
    path = tmp_path / "image"
    path.write_bytes(Header(tables * SPAN, 0, 0).pack())
    assert refused(lambda: held(path, 0, 512)) == code


@pytest.mark.parametrize(
    ("size", "tables", "first"),
    [(1, 1, 2), (SPAN, 1, 2), (SPAN + 1, 2, 2), (8192 * SPAN, 8192, 2), (8192 * SPAN + 1, 8193, 3)],
)
def test_the_first_table_is_as_long_as_the_disk_needs(size: int, tables: int, first: int) -> None:
    header = Header(size, 0, 0)
    assert (header.tables, header.first) == (tables, first * CLUSTER)
    assert Header.unpack(Header(size, 3 * CLUSTER, 7).pack()) == Header(size, 3 * CLUSTER, 7)


def test_flags_of_an_entry_are_no_part_of_the_place(image: Path, tmp_path: Path) -> None:
    path, content = tmp_path / "image", bytearray(image.read_bytes())
    (entry,) = struct.unpack_from(">Q", content, CLUSTER)
    assert entry & qcow2.COPIED
    struct.pack_into(">Q", content, CLUSTER, entry & ~qcow2.COPIED)
    path.write_bytes(content)
    assert held(path, 0, SPAN) == {each for each in TRUE if each * CLUSTER < SPAN}
