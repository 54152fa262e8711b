"""Copy-on-write pages: what they read like, and as the newest layer of a chain."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.disk.block_map import Kind, Overlaid
from engine.disk.edits.edit import PAGE, Edit, Page, layer, load
from engine.disk.edits.overlay import Overlay
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.reader import Reader
from engine.findings import Refusal

SIZE = 9 * PAGE + 700
CONTENT = random.Random(1).randbytes(SIZE)


class Memory:
    """A disk in memory that counts how it is read."""

    def __init__(self, content: bytes) -> None:
        self.content, self.reads = content, 0

    @property
    def size(self) -> int:
        return len(self.content)

    def pread(self, offset: int, length: int) -> bytes:
        self.reads += 1
        return self.content[offset : offset + length]


writes = st.lists(
    st.integers(0, SIZE - 1).flatmap(
        lambda offset: st.tuples(st.just(offset), st.binary(max_size=min(3 * PAGE, SIZE - offset)))
    ),
    max_size=6,
)


def written(changes: list[tuple[int, bytes]]) -> tuple[Overlay, bytes]:
    """An overlay with some writes, and what it must read like."""
    overlay, expected = Overlay(Memory(CONTENT)), bytearray(CONTENT)
    for offset, data in changes:
        overlay.pwrite(offset, data)
        expected[offset : offset + len(data)] = data
    return overlay, bytes(expected)


@given(writes, st.integers(0, SIZE + 10), st.integers(0, SIZE + 10))
def test_reads_like_a_disk_that_was_written(
    changes: list[tuple[int, bytes]], offset: int, length: int
) -> None:
    overlay, expected = written(changes)
    assert overlay.pread(0, SIZE + 1) == expected
    assert overlay.pread(offset, length) == expected[offset : offset + length]


@given(writes)
def test_an_edit_holds_what_has_changed_and_no_more(changes: list[tuple[int, bytes]]) -> None:
    overlay, expected = written(changes)
    edit = overlay.edit()
    differing = [
        number
        for number in range(-(-SIZE // PAGE))
        if CONTENT[number * PAGE :][:PAGE] != expected[number * PAGE :][:PAGE]
    ]
    assert list(edit.pages) == differing
    for number, page in edit.pages.items():
        assert page.before == CONTENT[number * PAGE :][:PAGE]
        assert page.after == expected[number * PAGE :][:PAGE]


def test_writing_the_same_bytes_is_no_change() -> None:
    overlay = Overlay(Memory(CONTENT))
    overlay.pwrite(100, CONTENT[100:9000])
    overlay.pwrite(5 * PAGE, b"x")
    overlay.pwrite(5 * PAGE, CONTENT[5 * PAGE : 5 * PAGE + 1])
    assert not overlay.edit().pages


@given(writes, writes)
def test_an_overlay_adopts_the_edit_of_one_over_it(
    first: list[tuple[int, bytes]], second: list[tuple[int, bytes]]
) -> None:
    below, _ = written(first)
    above = Overlay(below)
    for offset, data in second:
        above.pwrite(offset, data)
    before, after = below.pread(0, SIZE), above.pread(0, SIZE)
    edit = above.edit()
    assert below.pread(0, SIZE) == before
    below.adopt(edit)
    assert below.pread(0, SIZE) == after


@pytest.mark.parametrize("offset", [-1, SIZE - 3])
def test_nothing_is_written_outside_of_the_disk(offset: int) -> None:
    with pytest.raises(ValueError, match="not on a disk"):
        Overlay(Memory(CONTENT)).pwrite(offset, b"1234")


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.disk.edits.overlay.PAGES_LIMIT", 3)
    overlay = Overlay(Memory(CONTENT))
    overlay.pwrite(0, bytes(3 * PAGE))
    with pytest.raises(Refusal, match="E603"):
        overlay.pwrite(3 * PAGE, b"x")


@settings(max_examples=25)
@given(changes=writes)
def test_a_saved_edit_is_the_newest_layer(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("layer")
    (folder / "base").write_bytes(CONTENT)
    overlay, expected = written(changes)
    overlay.edit().save(folder / "edit")
    with Files() as files:
        base = Flat(files, files.add(folder / "base"), SIZE)
        newest = layer(files, files.add(folder / "edit"))
        reader = Reader(Overlaid((newest, base)), files)
        assert reader.pread(0, SIZE) == expected
        held = newest.blocks(0, SIZE)
    assert held.held == sum(len(page.after) for page in overlay.edit().pages.values())
    assert set(held.kind.tolist()) <= {Kind.DATA, Kind.HOLE}
    assert held.start.tolist() == [0, *held.stop[:-1].tolist()]
    assert int(held.stop[-1]) == SIZE


@settings(max_examples=25)
@given(changes=writes)
def test_what_was_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("edit") / "edit"
    edit = written(changes)[0].edit()
    edit.save(path)
    assert load(path) == edit


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "edit"
    Edit(SIZE, {2: Page(bytes(PAGE), b"x" * PAGE)}).save(path)
    content = path.read_bytes()
    for at in [*range(48), 60, 5000, len(content) - 1]:
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(Refusal, match="E608"):
            load(path)
    for size in (0, 16, 40, 71, 72, 5000, len(content) - 1):
        path.write_bytes(content[:size])
        with pytest.raises(Refusal, match="E608"):
            load(path)
    path.write_bytes(content + b"\0")
    with pytest.raises(Refusal, match="E608"):
        load(path)
    path.unlink()
    with pytest.raises(Refusal, match="E410"):
        load(path)
