"""An edit as a file: what was saved is loaded, is a layer, and nothing else is believed."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from blake3 import blake3
from disk.edits.changes import CONTENT, SIZE, writes, written
from hypothesis import given, settings
from refusals import refused

from engine.disk.block_map import Kind, Overlaid
from engine.disk.edits.edit import PAGE, PAGES_LIMIT, Edit, Page, layer, load
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.reader import Reader
from engine.findings import Refusal


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


def saved(path: Path, size: int, numbers: list[int], length: int) -> Path:
    """The file of an edit as anybody could write it: its checksum is right."""
    head = b"vmx2xen edit 1\n\0" + struct.pack(f"<QQ{len(numbers)}Q", size, len(numbers), *numbers)
    content = head + bytes(length)
    path.write_bytes(content + blake3(content).digest())
    return path


@pytest.mark.parametrize(
    ("size", "numbers", "length"),
    [
        (SIZE, [2, 1], 4 * PAGE),
        (SIZE, [1, 1], 4 * PAGE),
        (SIZE, [10], 0),  # the disk ends in page 9
        (9 * PAGE, [9], 0),
        (SIZE, [(1 << 64) - 1], 0),
        (SIZE, [1], 2 * PAGE - 1),
        (SIZE, [9], 2 * PAGE),  # a short page takes what it is long
        (1 << 62, [1], 2 * PAGE),
    ],
)
def test_a_table_that_fits_no_disk_is_refused(
    tmp_path: Path, size: int, numbers: list[int], length: int
) -> None:
    assert refused(lambda: load(saved(tmp_path / "edit", size, numbers, length))) == "E608"


def test_the_last_page_is_as_long_as_the_disk(tmp_path: Path) -> None:
    edit = load(saved(tmp_path / "edit", SIZE, [0, 9], 2 * (PAGE + 700)))
    assert edit.after == edit.before == {0: bytes(PAGE), 9: bytes(700)}
    assert load(saved(tmp_path / "edit", (1 << 62) - 1, [1], 2 * PAGE)).size == (1 << 62) - 1


def test_more_pages_than_fit_in_memory_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "edit", 1 << 40, [], 0)
    path.write_bytes(path.read_bytes()[:24] + struct.pack("<Q", PAGES_LIMIT + 1) + bytes(32))
    assert refused(lambda: load(path)) == "E608"
    with path.open("r+b") as file:
        file.truncate(32 + 32 + PAGES_LIMIT * (2 * PAGE + 8) + 1)
    with pytest.raises(Refusal, match="too few or too many"):
        load(path)


def test_a_link_of_a_stranger_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "edit").symlink_to("precious")
    assert refused(lambda: Edit(SIZE, {}).save(tmp_path / "edit")) == "E417"
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert refused(lambda: Edit(SIZE, {}).save(tmp_path / "no folder" / "edit")) == "E403"
