"""Changes of a small disk, drawn: what they are written to, and what that must read like."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from engine.disk.edits.edit import PAGE
from engine.disk.edits.overlay import Overlay

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
