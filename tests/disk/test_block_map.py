"""Block maps against the plainest model of one: what each byte is, in a list."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.disk.block_map import (
    EMPTY,
    WINDOW_RUNS,
    BlockMap,
    Concatenated,
    First,
    Kind,
    Mapping,
    Nothing,
    Overlaid,
    borders,
    concatenate,
    single,
    windows,
)
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.reader import Reader

#: One byte: its kind, file, offset in the file, and place within a compressed grain.
Byte: TypeAlias = tuple[int, int, int, int]
HOLE: Byte = (Kind.HOLE, -1, 0, 0)

property_test = settings(max_examples=60, deadline=None, derandomize=True)


def model(blocks: BlockMap) -> list[Byte]:
    """Each byte of a map, which must have no gaps, overlaps or empty runs."""
    found: list[Byte] = []
    arrays = (blocks.start, blocks.length, blocks.kind, blocks.file, blocks.offset, blocks.within)
    rows = list(zip(*(each.tolist() for each in arrays), strict=True))
    for here, after in pairwise(rows):
        assert here[0] + here[1] == after[0]
    for _, length, kind, file, offset, within in rows:
        assert length > 0
        for into in range(length):
            further = offset + into if kind == Kind.DATA else offset
            grain = within + into if kind == Kind.DEFLATED else within
            found.append((kind, file, further, grain))
    return found


@st.composite
def block_maps(draw: st.DrawFn, size: int | None = None, start: int = 0) -> BlockMap:
    """A map of ``size`` bytes from ``start`` on; neighbours continue each other now and then."""
    if size is None:
        size = draw(st.integers(1, 60))
    parts: list[BlockMap] = []
    at, offset = start, 0
    while at < start + size:
        stop = min(at + draw(st.integers(1, 20)), start + size)
        kind = draw(st.sampled_from(Kind))
        file = draw(st.integers(0, 1)) if kind >= Kind.DATA else -1
        if kind < Kind.DATA:
            offset = 0
        elif not draw(st.booleans()):  # else it goes on where the last one ended
            offset = draw(st.integers(0, 30))
        part = single(at, stop, kind, file, offset)
        if kind == Kind.DEFLATED:
            part.within[:] = draw(st.integers(0, 5))
        elif kind == Kind.DATA:
            offset += stop - at
        parts.append(part)
        at = stop
    return concatenate(parts)


@dataclass(frozen=True)
class Given:
    """A map as a mapping."""

    map: BlockMap
    size: int
    grain: int = 1

    def blocks(self, start: int, stop: int) -> BlockMap:
        return self.map.clip(start, stop)

    def runs(self, start: int, stop: int) -> int:
        return len(self.map)


@st.composite
def mappings(draw: st.DrawFn) -> Given:
    blocks = draw(block_maps())
    return Given(blocks, int(blocks.stop[-1]))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[BlockMap, BlockMap]:
    """Two maps of the same addresses."""
    size, start = draw(st.integers(1, 60)), draw(st.integers(0, 100))
    return draw(block_maps(size, start)), draw(block_maps(size, start))


PART = st.tuples(st.integers(0, 70), st.integers(0, 70)).map(sorted)


@property_test
@given(block_maps(), PART)
def test_clip(blocks: BlockMap, part: list[int]) -> None:
    clipped = blocks.clip(*part)
    assert model(clipped) == model(blocks)[slice(*part)]
    if len(clipped):
        assert clipped.start[0] == part[0]


@property_test
@given(block_maps(), st.integers(1, 25))
def test_split(blocks: BlockMap, every: int) -> None:
    cut = blocks.split(every)
    assert model(cut) == model(blocks)
    assert (cut.start // every == (cut.stop - 1) // every).all()
    borders = set(blocks.start.tolist()) | set(range(0, len(model(blocks)), every))
    assert set(cut.start.tolist()) == borders


@property_test
@given(block_maps(), st.integers(0, 1 << 50))
def test_shift(blocks: BlockMap, delta: int) -> None:
    moved = blocks.shift(delta)
    assert model(moved) == model(blocks)
    assert moved.start[0] == blocks.start[0] + delta


@property_test
@given(block_maps())
def test_coalesce(blocks: BlockMap) -> None:
    joined = blocks.coalesce()
    bytes_of = model(blocks)
    assert model(joined) == bytes_of
    for edge in joined.start[1:].tolist():
        assert not continues(bytes_of[edge - 1], bytes_of[edge])
    assert len(joined.coalesce()) == len(joined)
    assert model(blocks.split(1).coalesce()) == bytes_of
    assert len(blocks.split(1).coalesce()) == len(joined)


def continues(last: Byte, following: Byte) -> bool:
    kind, file, offset, within = last
    if kind == Kind.DATA:
        offset += 1
    elif kind == Kind.DEFLATED:
        within += 1
    return following == (kind, file, offset, within)


@property_test
@given(pairs())
def test_over(both: tuple[BlockMap, BlockMap]) -> None:
    upper, lower = both
    expected = [
        below if above[0] == Kind.HOLE else above
        for above, below in zip(model(upper), model(lower), strict=True)
    ]
    assert model(upper.over(lower)) == expected
    assert model(upper.over(lower).over(lower)) == expected


@property_test
@given(block_maps())
def test_held(blocks: BlockMap) -> None:
    assert blocks.held == sum(byte[0] >= Kind.DATA for byte in model(blocks))


def test_nothing_is_a_map_too() -> None:
    assert model(EMPTY) == []
    assert model(EMPTY.coalesce()) == model(EMPTY.over(EMPTY)) == model(EMPTY.split(5)) == []
    assert not len(EMPTY.clip(0, 9))
    assert not len(single(5, 5))
    assert not len(concatenate([]))
    assert EMPTY.held == 0


# -- mappings


def whole(mapping: Mapping) -> list[Byte]:
    return model(mapping.blocks(0, mapping.size))


def check_parts(mapping: Mapping, expected: list[Byte], part: list[int]) -> None:
    """The whole map is as expected, and so is any part that is asked for by itself."""
    assert mapping.size == len(expected)
    assert whole(mapping) == expected
    low, high = (min(each, mapping.size) for each in part)
    found = mapping.blocks(low, high)
    assert model(found) == expected[low:high]
    if len(found):
        assert found.start[0] == low


@property_test
@given(st.lists(mappings(), min_size=1, max_size=5), PART)
def test_concatenated(parts: list[Given], part: list[int]) -> None:
    expected = [byte for each in parts for byte in whole(each)]
    check_parts(Concatenated(tuple(parts)), expected, part)


def test_concatenated_with_parts_of_no_size() -> None:
    none, one = Nothing(0), Nothing(4, Kind.ZERO)
    joined = Concatenated((none, one, none, none, one, none))
    assert joined.size == 8
    assert [byte[0] for byte in whole(joined)] == [Kind.ZERO] * 8
    assert not len(joined.blocks(8, 8))
    assert Concatenated(()).size == 0


@property_test
@given(st.lists(mappings(), min_size=1, max_size=5), PART)
def test_overlaid(layers: list[Given], part: list[int]) -> None:
    """As large as the newest; where an older one is too short there is a hole."""
    expected = [HOLE] * layers[0].size
    for layer in reversed(layers):
        above = whole(layer)[: len(expected)]
        expected[: len(above)] = [
            byte if byte[0] != Kind.HOLE else expected[at] for at, byte in enumerate(above)
        ]
    check_parts(Overlaid(tuple(layers)), expected, part)


@property_test
@given(mappings(), PART)
def test_first(mapping: Given, part: list[int]) -> None:
    size = max(mapping.size // 2, 1)
    check_parts(First(mapping, size), whole(mapping)[:size], part)


def test_grain_is_the_smallest() -> None:
    large, small = Nothing(8, grain=4096), Nothing(8, grain=512)
    assert Concatenated((large, small)).grain == 512
    assert Overlaid((large, small, large)).grain == 512
    assert First(small, 4).grain == 512


@pytest.mark.parametrize("align", [1, 1 << 20, 3 << 20])
@pytest.mark.parametrize("grain", [512, 4096, 1 << 16, 1 << 62])
def test_windows(grain: int, align: int) -> None:
    size = (1 << 40) + 512
    start = 7 * align
    found = list(windows(Nothing(size, grain=grain), start, start + (1 << 36), align))
    edges = [int(each.start[0]) for each in found]
    assert edges[0] == start
    assert int(found[-1].stop[-1]) == start + (1 << 36)
    assert all(edge % align == 0 for edge in edges[1:])
    for here, after in pairwise(found):
        assert here.stop[-1] == after.start[0]
    for each in found:
        (length,) = each.length.tolist()
        assert length <= max(1 << 38, align)


@property_test
@given(st.integers(1, 1 << 20), st.integers(1, 8), st.sampled_from([512, 4096, 1 << 16]))
def test_the_more_there_is_the_smaller_a_window(runs: int, count: int, grain: int) -> None:
    size = 1 << 40
    every = size // runs
    mapping = Overlaid((Even(size, every, grain),) * count)
    for low, high in borders(mapping, 0, size):
        smallest = high - low <= WINDOW_RUNS * grain
        assert smallest or mapping.runs(low, high) <= WINDOW_RUNS


@dataclass(frozen=True)
class Even:
    """Runs that are all as long."""

    size: int
    every: int
    grain: int

    def blocks(self, start: int, stop: int) -> BlockMap:
        raise AssertionError("only asked how many there are")

    def runs(self, start: int, stop: int) -> int:
        return -(-(stop - start) // self.every)


# -- flat files


@st.composite
def stretches(draw: st.DrawFn) -> list[tuple[int, int]]:
    """(offset, length) of data in a file, in units that fit no page."""
    return draw(
        st.lists(st.tuples(st.integers(0, 400), st.integers(1, 40)), max_size=6).map(
            lambda found: [(offset * 1000, length * 100) for offset, length in found]
        )
    )


@settings(max_examples=25, deadline=None, derandomize=True)
@given(stretches(), st.integers(0, 50_000), st.integers(1, 400_000))
def test_flat_file(
    tmp_path_factory: pytest.TempPathFactory,
    written: list[tuple[int, int]],
    offset: int,
    size: int,
) -> None:
    path = tmp_path_factory.mktemp("flat") / "flat"
    with path.open("wb") as file:
        file.truncate(offset + size + 5)
        for at, length in written:
            os.pwrite(file.fileno(), b"\x77" * length, at)
    with Files() as files:
        mapping = Flat(files, files.add(path), size, offset)
        assert len(whole(mapping)) == size
        kinds = set(mapping.blocks(0, size).kind.tolist())
        assert kinds <= {Kind.DATA, Kind.ZERO}
        found = Reader(mapping, files).pread(0, size)
    assert found == path.read_bytes()[offset : offset + size]


def test_files_that_nobody_has_any_more_are_closed(tmp_path: Path) -> None:
    (tmp_path / "flat").write_bytes(b"x")

    def open_now() -> int:
        gc.collect()  # those of tests before
        return len(list(Path("/proc/self/fd").iterdir()))

    before = open_now()
    for _ in range(3):
        files = Files()
        files.read(files.add(tmp_path / "flat"), 0, 1)
    assert open_now() == before + 1
    del files
    assert open_now() == before


def test_a_flat_file_in_crumbs(tmp_path: Path) -> None:
    """Very many holes are read rather than looked for one by one."""
    path = tmp_path / "flat"
    page, count = 4096, 20_000
    with path.open("wb") as file:
        file.truncate(2 * page * count)
        for number in range(count):
            os.pwrite(file.fileno(), b"\1", 2 * page * number)
    with Files() as files:
        mapping = Flat(files, files.add(path), 2 * page * count)
        blocks = mapping.blocks(0, mapping.size).coalesce()
        reader = Reader(mapping, files)
        last = reader.pread(2 * page * (count - 1), 2 * page)
    assert len(blocks) < 2 * count
    assert int(blocks.length.sum()) == mapping.size
    assert last == b"\1" + bytes(2 * page - 1)


def test_bytes_of_numpy_maps_are_what_they_seem() -> None:
    """The model itself: one byte of each kind."""
    blocks = concatenate(
        [
            single(0, 1),
            single(1, 2, Kind.ZERO),
            single(2, 4, Kind.DATA, 3, 70),
            single(4, 5, Kind.DEFLATED, 3, 90),
        ]
    )
    assert model(blocks) == [
        HOLE,
        (Kind.ZERO, -1, 0, 0),
        (Kind.DATA, 3, 70, 0),
        (Kind.DATA, 3, 71, 0),
        (Kind.DEFLATED, 3, 90, 0),
    ]
    assert blocks.kind.dtype == np.uint8
