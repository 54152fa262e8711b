"""Copy-on-write pages: what they read like, and as the newest layer of a chain."""

from __future__ import annotations

import pytest
from disk.edits.changes import CONTENT, SIZE, Memory, writes, written
from hypothesis import given
from hypothesis import strategies as st

from engine.disk.edits.edit import PAGE
from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal


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
