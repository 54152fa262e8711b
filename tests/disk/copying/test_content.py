"""What pieces hold: no byte of it lost, no zeros told, whatever was in the memory before."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from blake3 import blake3
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.disk.copying import content
from engine.disk.copying.content import Content, read
from engine.disk.copying.digest import BLOCK, PAGE, PIECE
from engine.disk.copying.pieces import batches
from engine.disk.copying.verify import Chunks
from engine.disk.files import Files
from engine.disk.flat import Flat

UNIT = 1024
SIZE = PIECE + 5 * BLOCK + 8 * UNIT - 512  # the second piece ends in a block and in a page


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disk in which every fourth KiB holds something, but for a stretch of zeros."""
    path = tmp_path_factory.mktemp("content") / "disk"
    data = bytearray(random.Random(1).randbytes(SIZE))
    for at in range(0, SIZE, 4 * UNIT):
        data[at : at + 3 * UNIT] = bytes(3 * UNIT)
    data[9 * BLOCK : 11 * BLOCK] = bytes(2 * BLOCK)
    path.write_bytes(data)
    return path


def told(disk: Path, chunk: int, numbers: set[int]) -> list[Content]:
    """The content of a disk that holds some chunks of ``disk`` and holes; told piece by piece.

    The memory that is read to is full of something else.
    """
    found = []
    with Files() as files:
        flat = Flat(files, files.add(disk), SIZE)
        for batch in batches(Chunks(flat, chunk, numbers), 0, every=True):
            buffer = np.full(PIECE, 0xEE, np.uint8)
            found += read(batch, buffer, files)
    return found


def expected(disk: Path, chunk: int, numbers: set[int]) -> bytes:
    data, held = disk.read_bytes(), bytearray(SIZE)
    for number in numbers:
        low, high = number * chunk, min((number + 1) * chunk, SIZE)
        held[low:high] = data[low:high]
    return bytes(held)


def digest(piece: bytes) -> bytes:
    """As engine/disk/copying/digest.py says it is made."""
    pages = [piece[at : at + PAGE] for at in range(0, len(piece), PAGE)]
    bits = sum(1 << number for number, page in enumerate(pages) if any(page))
    whole = bits.to_bytes(PIECE // PAGE // 8, "little") + b"".join(
        page for page in pages if any(page)
    )
    return blake3(whole).digest() if bits else b""


def put_together(parts: list[tuple[int, memoryview]], length: int) -> bytes:
    held = bytearray(length)
    for at, data in parts:
        assert not any(held[at : at + len(data)])
        held[at : at + len(data)] = data
    assert len(held) == length
    return bytes(held)


@pytest.mark.parametrize("chunk", [UNIT, PAGE, 3 * PAGE, BLOCK])
@settings(max_examples=5)
@given(seed=st.integers(0, 1000), share=st.sampled_from([0.01, 0.3, 1]))
def test_pieces_hold_what_their_runs_hold(disk: Path, chunk: int, seed: int, share: float) -> None:
    count, draw = -(-SIZE // chunk), random.Random(seed)
    numbers = {number for number in range(count) if draw.random() < share}
    truth = expected(disk, chunk, numbers)
    found = told(disk, chunk, numbers)
    assert [each.piece.number for each in found] == [0, 1]
    for each in found:
        piece = truth[each.piece.start : each.piece.start + each.piece.length]
        assert put_together(each.stretches, len(piece)) == piece
        assert put_together(each.parts(), len(piece)) == piece
        assert each.digest() == digest(piece)
        assert all(at % PAGE == 0 and any(data) for at, data in each.stretches)
        blocks = [any(piece[at : at + BLOCK]) for at in range(0, PIECE, BLOCK)]
        assert each.blocks.tolist() == blocks


def test_a_block_that_the_disk_ends_in_is_filled_up_with_zeros(disk: Path) -> None:
    last = told(disk, PAGE, set(range(SIZE // PAGE + 1)))[1]
    at, data = last.grains[-1]
    assert (at + len(data)) % BLOCK == 0
    assert not any(data[last.piece.length - at :])
    assert sum(len(data) for _, data in last.parts()) == last.piece.length


def test_zeros_that_are_stored_are_no_content(disk: Path) -> None:
    """A stretch ends before them, and one of blocks too."""
    [first, second] = told(disk, BLOCK, {8, 9, 10, 11})
    assert [(at // BLOCK, len(data) // BLOCK) for at, data in first.grains] == [(8, 1), (11, 1)]
    assert second.stretches == second.grains == []
    assert second.digest() == b""


@pytest.mark.parametrize("count", [1, 63, 64, 65])
def test_many_gaps_are_cleared_like_few(count: int) -> None:
    """One by one as far as a limit, and with all of the memory beyond it."""
    buffer = np.full(count * 4 + 2, 0xEE, np.uint8)
    begin = np.arange(count) * 4
    content._clear(buffer, begin, begin + 2)
    is_run = np.arange(len(buffer)) % 4 < 2
    is_run[count * 4 :] = False
    assert not buffer[~is_run].any()
    assert buffer[is_run].all() == (count <= 64)
