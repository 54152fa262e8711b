"""What pieces hold: their bytes without the zeros, and their digests."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import Ints
from engine.disk.copying.digest import BLOCK, BLOCKS, PAGE, PIECE, piece_digest
from engine.disk.copying.fill import fill
from engine.disk.copying.pieces import Batch, Piece, touched
from engine.disk.files import Files

#: With more gaps than this between runs it is cheaper to clear all.
_GAPS_LIMIT = 64

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Content:
    """What a piece holds; the memory is used again for the next batch."""

    piece: Piece
    blocks: Mask  #: which of its BLOCKS blocks are not all zeros
    pages: bytes  #: the same of pages, a bit each, the least significant first
    #: Where in the piece there are pages that are not zeros, and their bytes; in order.
    stretches: list[tuple[int, memoryview]] = field(default_factory=list)
    #: The same of ``blocks``; a block that the disk ends in is filled up with zeros.
    grains: list[tuple[int, memoryview]] = field(default_factory=list)

    def parts(self) -> list[tuple[int, memoryview]]:
        """The grains, as far as the disk goes."""
        length = self.piece.length
        if length % BLOCK == 0:
            return self.grains
        return [(begin, data[: length - begin]) for begin, data in self.grains]

    def digest(self) -> bytes:
        """Of this piece: b"" if it is all zeros."""
        return piece_digest(self.pages, self.stretches) if self.stretches else b""


def read(batch: Batch, buffer: Bytes, files: Files) -> list[Content]:
    """What the pieces of ``batch`` hold, in ``buffer``, which has PIECE bytes.

    The blocks of the disk that runs lie in follow each other there, nothing between them.
    Refuses E202, E204, E410.
    """
    numbers = touched(batch.runs)
    used = buffer[: len(numbers) * BLOCK]
    start = batch.runs.start
    begin = np.searchsorted(numbers, start // BLOCK) * BLOCK + start % BLOCK
    _clear(used, begin, begin + batch.runs.length)
    fill(used.data, begin, batch.runs, files)
    return _contents(used, numbers, batch.pieces)


def _clear(buffer: Bytes, begin: Ints, end: Ints) -> None:
    """Zeros wherever no run [begin, end) will be read to."""
    low, high = np.append(0, end), np.append(begin, len(buffer))
    gaps = np.flatnonzero(low < high)
    if len(gaps) > _GAPS_LIMIT:
        buffer[:] = 0
        return
    for index in gaps.tolist():
        buffer[low[index] : high[index]] = 0


def _contents(buffer: Bytes, numbers: Ints, pieces: list[Piece]) -> list[Content]:
    """``buffer`` holds the blocks of the disk that ``numbers`` names."""
    pages = _not_zeros(buffer, PAGE)
    blocks = _not_zeros(pages, BLOCK // PAGE)
    inside = numbers % BLOCKS  # where in its piece a block is
    first = np.append(True, np.diff(numbers) != 1)[: len(numbers)] | (inside == 0)
    owner = np.searchsorted([piece.number for piece in pieces], numbers // BLOCKS)
    of_pages = np.zeros((len(pieces), BLOCKS, BLOCK // PAGE), bool)
    of_pages[owner, inside] = pages.reshape(-1, BLOCK // PAGE)
    bits = np.packbits(of_pages.reshape(-1, PIECE // PAGE), axis=1, bitorder="little")
    of_blocks = np.zeros((len(pieces), BLOCKS), bool)
    of_blocks[owner, inside] = blocks
    contents = [Content(*each) for each in zip(pieces, of_blocks, map(bytes, bits), strict=True)]
    owners, at, view = owner.tolist(), (inside * BLOCK).tolist(), buffer.data
    for low, high in _stretches(blocks, first):
        contents[owners[low]].grains.append((at[low], view[low * BLOCK : high * BLOCK]))
    edges = np.zeros(len(pages), bool)
    edges[:: BLOCK // PAGE] = first
    for low, high in _stretches(pages, edges):
        block, begin = low * PAGE // BLOCK, low * PAGE
        content, address = contents[owners[block]], at[block] + begin % BLOCK
        end = min(high * PAGE, begin + content.piece.length - address)
        content.stretches.append((address, view[begin:end]))
    return contents


def _not_zeros(values: NDArray[np.uint8] | Mask, unit: int) -> Mask:
    """For each ``unit`` bytes, a multiple of eight, whether they are not all zeros."""
    words = values.view(np.uint64).reshape(-1, unit // 8)
    found: Mask = np.bitwise_or.reduce(words, axis=1) != 0
    return found


def _stretches(mask: Mask, first: Mask) -> list[tuple[int, int]]:
    """Where ``mask`` is true without a break: [begin, end); a new one where ``first`` is true."""
    starts, ends = mask.copy(), mask.copy()
    starts[1:] &= ~mask[:-1] | first[1:]
    ends[:-1] &= ~mask[1:] | first[1:]
    edges = np.flatnonzero(starts).tolist(), (np.flatnonzero(ends) + 1).tolist()
    return list(zip(*edges, strict=True))
