"""Free spans out of lists of runs and bitmaps, and what is raised where they prove nothing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import Ints
from engine.disk.spans import Spans, union
from engine.phrase import Phrase

#: Bits of a bitmap that are unpacked in one go, a byte each.
_BITS = 1 << 23


class NotProvenError(Exception):
    """Nothing proves which blocks are free; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def of_runs(start: Ints, length: Ints) -> Spans:
    """The spans that runs make up; raises NotProvenError where two of them overlap."""
    order = np.argsort(start, kind="stable")
    start, length = start[order], length[order]
    if (start[1:] < start[:-1] + length[:-1]).any():
        raise NotProvenError(Phrase("its free space overlaps itself"))
    return union([Spans(start, start + length)])


def unset(chunks: Iterable[bytes | NDArray[np.uint8]], count: int) -> Spans:
    """The numbers of the bits that are 0 among the first ``count`` of a bitmap.

    ``chunks`` are its bytes in order, the least significant bit first.
    """
    parts = []
    base = 0
    for chunk in chunks:
        content = np.frombuffer(chunk, np.uint8)
        for at in range(0, len(content), _BITS // 8):
            piece = content[at : at + _BITS // 8]
            bits = np.unpackbits(piece, bitorder="little")[: max(count - base, 0)]
            edges = np.flatnonzero(np.diff(bits, prepend=1, append=1))
            parts.append(Spans(edges[::2] + base, edges[1::2] + base))
            base += len(piece) * 8
    if base < count:
        raise NotProvenError(Phrase("its bitmap is too short"))
    return union(parts)
