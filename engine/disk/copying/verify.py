"""Reads an image back, to compare it with the digests taken while it was copied."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from engine.disk.block_map import BlockMap, Mapping, concatenate, single
from engine.disk.copying.content import Content
from engine.disk.copying.digest import ChunkDigests
from engine.disk.copying.pieces import Batch, Piece
from engine.disk.copying.stream import stream
from engine.disk.files import Files
from engine.phrase import Phrase


class _Nowhere:
    """Takes pieces and keeps nothing."""

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        """Their digests are all that is wanted."""

    def abort(self) -> None:
        """Nobody waits here."""


@dataclass(frozen=True, slots=True)
class Chunks:
    """Some chunks of a mapping, each of ``chunk`` bytes; all else is a hole."""

    mapping: Mapping
    chunk: int
    numbers: Collection[int]

    @property
    def size(self) -> int:
        return self.mapping.size

    @property
    def grain(self) -> int:
        return self.mapping.grain

    def blocks(self, start: int, stop: int) -> BlockMap:
        found: list[BlockMap] = []
        first, last = start // self.chunk, -(-stop // self.chunk)
        for number in sorted(each for each in self.numbers if first <= each < last):
            low, high = max(number * self.chunk, start), min((number + 1) * self.chunk, stop)
            found += [single(start, low), self.mapping.blocks(low, high)]
            start = high
        return concatenate([each for each in (*found, single(start, stop)) if len(each)])

    def runs(self, start: int, stop: int) -> int:
        return self.mapping.runs(start, stop)


def digests_of(
    mapping: Mapping,
    files: Files,
    chunk: int,
    advance: Callable[[int], None],
    cancel: threading.Event,
    start: int = 0,
) -> dict[int, str]:
    """The chunk digests of what ``mapping`` holds now; ``advance`` is told the bytes read.

    ``start``, a multiple of ``chunk``: where to begin.
    """
    digests = ChunkDigests(chunk)

    def done(piece: Piece, digest: bytes) -> None:
        if digest:
            digests.add(piece.number, digest)
        advance(piece.held)

    stream(mapping, files, _Nowhere(), done, cancel, start=start)
    return digests.finish()


def piece_digests_of(
    mapping: Mapping, files: Files, cancel: threading.Event, start: int = 0
) -> dict[int, bytes]:
    """The digests of the pieces that ``mapping`` holds now, by number; zeros are left out.

    ``start``, a multiple of PIECE: where to begin.
    """
    found: dict[int, bytes] = {}

    def done(piece: Piece, digest: bytes) -> None:
        if digest:
            found[piece.number] = digest

    stream(mapping, files, _Nowhere(), done, cancel, start=start)
    return found


def difference(expected: dict[int, str], found: dict[int, str], chunk: int) -> Phrase | None:
    """Where an image's digests are not those expected, in words; None if they are.

    Both are chunk number -> digest; ``chunk`` is the size of one in bytes.
    """
    wrong = sorted(
        number
        for number in expected.keys() | found.keys()
        if expected.get(number) != found.get(number)
    )
    if not wrong:
        return None
    size, first = f"{chunk >> 20} MiB", wrong[0] * chunk
    if len(wrong) == 1:
        return Phrase("within the {size} from byte {first} on it differs", size=size, first=first)
    return Phrase(
        "in {count} pieces of {size} it differs, the first begins at byte {first}",
        count=len(wrong),
        size=size,
        first=first,
    )
