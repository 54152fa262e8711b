"""Bitmaps of file systems, a bit for each block in use, as runs of the blocks that are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from engine.guest.volumes.volume_stream import Stream

_PIECE = 1 << 18  #: bytes of a bitmap that are unpacked at a time


def free_runs(
    stream: Stream, bitmap: Sequence[tuple[int, int]], count: int
) -> Iterator[tuple[int, int]]:
    """First block and number of blocks of each free run, of ``count`` blocks in all.

    ``bitmap``: where on the volume the bitmap lies, first byte and length of each part.
    """
    first = 0
    for start, length in bitmap:
        for at in range(start, start + length, _PIECE):
            piece = stream.pread(at, min(_PIECE, start + length - at))
            if first >= count or not piece:
                return
            for low, high in clear(piece, count - first):
                yield first + low, high - low
            first += len(piece) * 8


def clear(piece: bytes, count: int) -> Iterator[tuple[int, int]]:
    """The runs [low, high) of clear bits among the first ``count``, the lowest bit first."""
    bits = np.unpackbits(np.frombuffer(piece, np.uint8), bitorder="little")[:count]
    edges = np.flatnonzero(np.diff(bits, prepend=np.uint8(1), append=np.uint8(1)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
