"""Some chunks of a disk and holes for the rest, looked at through any window."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.disk.block_map import Kind
from engine.disk.copying.verify import Chunks
from engine.disk.files import Files
from engine.disk.flat import Flat

CHUNK, COUNT = 4096, 12
SIZE = CHUNK * COUNT - 512


@given(
    st.sets(st.integers(0, COUNT - 1)),
    st.integers(0, SIZE // 512 - 1),
    st.integers(1, SIZE // 512),
)
def test_any_window_has_the_chunks_that_are_wanted(
    numbers: set[int], first: int, length: int
) -> None:
    start, stop = first * 512, min(SIZE, (first + length) * 512)
    with tempfile.NamedTemporaryFile() as full, Files() as files:
        full.write(b"x" * SIZE)
        full.flush()
        chunks = Chunks(Flat(files, files.add(Path(full.name)), SIZE, 0), CHUNK, numbers)
        found = chunks.blocks(start, stop)
    at = start
    for begin, count, kind, offset in zip(
        found.start.tolist(), found.length.tolist(), found.kind.tolist(), found.offset.tolist(),
        strict=True,
    ):  # fmt: skip
        assert begin == at
        for sector in range(begin, begin + count, 512):
            assert (kind >= Kind.DATA) == (sector // CHUNK in numbers)
        assert kind < Kind.DATA or offset == begin
        at += count
    assert at == stop
