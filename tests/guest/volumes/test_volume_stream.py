"""A part of a disk as a stream: what it gives at its ends, what it holds, and how much it reads."""

from __future__ import annotations

import io
import random

import pytest
from fixtures.raw_disk import Memory
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.findings import Refusal, refuse
from engine.guest.helper.bounds import LimitError
from engine.guest.volumes import volume_stream
from engine.guest.volumes.volume_stream import BLOCK, Stream, refusing

CONTENT = random.Random(3).randbytes(5 * BLOCK + 77)


class Counted(Memory):
    """A disk that counts its reads."""

    count = 0

    def pread(self, offset: int, length: int) -> bytes:
        self.count += 1
        return super().pread(offset, length)


@settings(max_examples=60)
@given(st.integers(0, 6 * BLOCK), st.integers(0, 3 * BLOCK))
def test_any_stretch_is_that_of_the_disk(offset: int, length: int) -> None:
    stream = Stream(Memory(CONTENT), 100, 5 * BLOCK)
    own = CONTENT[100 : 100 + 5 * BLOCK]
    assert stream.pread(offset, length) == own[offset : offset + length]


def test_it_ends_with_the_disk_and_is_read_like_a_file() -> None:
    stream = Stream(Memory(CONTENT), 10, 1 << 40)
    assert stream.size == len(CONTENT) - 10
    assert Stream(Memory(CONTENT), len(CONTENT) + 1, 5).size == 0
    assert stream.seek(-5, io.SEEK_END) == stream.size - 5
    assert stream.read() == CONTENT[-5:]
    assert stream.read(1) == b""
    assert stream.seek(3) == 3
    assert (stream.read(4), stream.tell()) == (CONTENT[13:17], 7)
    assert stream.seek(-7, io.SEEK_CUR) == 0
    buffer = bytearray(6)
    assert stream.readinto(buffer) == 6
    assert buffer == CONTENT[10:16]
    with pytest.raises(ValueError, match="beginning"):
        stream.seek(-7, io.SEEK_CUR)


def test_blocks_read_last_are_held() -> None:
    disk = Counted(bytes(volume_stream._BLOCKS_HELD * BLOCK + 2 * BLOCK))
    stream = Stream(disk, 0, disk.size)
    for _ in range(3):
        stream.pread(0, 100)
    assert disk.count == 1
    stream.pread(BLOCK - 1, 2)
    assert disk.count == 2  # the first is there
    for number in range(2, volume_stream._BLOCKS_HELD):
        stream.pread(number * BLOCK, 1)
    stream.pread(0, 1)
    before = disk.count
    stream.pread(disk.size - 1, 1)  # one more than are held
    stream.pread(0, 1)
    assert disk.count == before + 1
    stream.pread(BLOCK, 1)  # the one that was used least
    assert disk.count == before + 2


def test_reads_are_counted_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volume_stream, "READS_LIMIT", 3)
    monkeypatch.setattr(volume_stream, "LENGTH_LIMIT", 10)
    stream = Stream(Memory(CONTENT), 0, 20)
    assert stream.pread(0, 10) == CONTENT[:10]
    with pytest.raises(LimitError, match="11 bytes"):
        stream.pread(0, 11)
    assert stream.pread(20, 1) == b""  # beyond the end nothing is read
    stream.pread(0, 1)
    with pytest.raises(LimitError, match="4 reads"):
        stream.pread(0, 1)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(ValueError("odd"), "odd"), (RecursionError(), "RecursionError"), (KeyError("x"), "x")],
)
def test_whatever_a_library_raises_is_a_refusal(error: Exception, reason: str) -> None:
    with pytest.raises(Refusal) as caught, refusing("the volume"):
        raise error
    (found,) = caught.value.findings
    assert found.code == "E631"
    assert "the volume" in found.message
    assert reason in found.message


def test_a_refusal_stays_what_it_is() -> None:
    with pytest.raises(Refusal) as caught, refusing("the volume"):
        raise refuse("E617", path="x")
    assert caught.value.findings[0].code == "E617"
