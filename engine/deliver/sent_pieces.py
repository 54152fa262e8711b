"""Pieces of a disk with their SHA-256: here, on the server, and on the way between.

A piece is 4 MiB of the disk, the last may be shorter. SHA-256 because a server can make it.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import PurePosixPath

from engine.deliver import scripts, store
from engine.deliver.transit import Transit, Way
from engine.disk.block_map import Mapping
from engine.disk.copying.content import Content
from engine.disk.copying.digest import BLOCK, PIECE, ChunkDigests
from engine.disk.copying.pieces import Batch, Piece, batches
from engine.disk.copying.stream import stream
from engine.disk.copying.verify import Chunks
from engine.disk.files import Files
from engine.findings import Stopped, refuse
from engine.phrase import Phrase
from engine.ssh.server import Failed, Server

Sums = dict[int, str]  # by number of the piece: 64 hex digits
Advance = Callable[[int], None]


def numbers(mapping: Mapping, every: bool) -> Sequence[int]:
    """The pieces of a disk that hold something; all of them if ``every``."""
    if every:
        return range(-(-mapping.size // PIECE))
    return [piece.number for batch in batches(mapping, 0, every) for piece in batch.pieces]


def length(size: int, number: int) -> int:
    """Bytes of a piece of a disk of ``size`` bytes."""
    return min(PIECE, size - number * PIECE)


@lru_cache(maxsize=8)
def zeros(count: int) -> str:
    """The SHA-256 of so many zeros."""
    return hashlib.sha256(bytes(count)).hexdigest()


def sums_here(
    mapping: Mapping,
    files: Files,
    *,
    every: bool,
    digests: ChunkDigests,
    advance: Advance,
    cancel: threading.Event,
) -> Sums:
    """Those of a disk that is here; ``digests`` gets its own. Raises Stopped; refuses E410."""
    sums: Sums = {}

    def summed(piece: Piece, digest: bytes) -> None:
        if digest:
            digests.add(piece.number, digest)
        advance(piece.length)

    stream(mapping, files, _Summing(sums), summed, cancel, every=every)
    return sums


def sums_there(
    server: Server,
    path: PurePosixPath,
    size: int,
    wanted: Collection[int],
    advance: Advance,
    cancel: threading.Event,
) -> Sums:
    """Those of what the server has at ``path``. Raises Stopped; refuses E705, E712, E715."""
    sums: Sums = {}
    with tempfile.TemporaryFile() as lines:
        for number in wanted:
            unit, skip, count = _units(number * PIECE, length(size, number))
            lines.write(f"{number} {unit} {skip} {count}\n".encode())
        lines.seek(0)
        with server.start(scripts.SUMS, str(path), cancel=cancel, stdin=lines) as running:
            left = set(wanted)
            for line in running.lines():
                number, found = _sum(server, line)
                if number not in left:
                    raise store.odd(server, line)
                left.remove(number)
                sums[number] = found
                advance(length(size, number))
            _finish(running.finish, server, path)
    if len(sums) != len(set(wanted)):
        raise store.failed(server, path, Failed(0, "it was not read to its end"))
    return sums


def _sum(server: Server, line: str) -> tuple[int, str]:
    """The number of a piece and its SHA-256, as :data:`scripts.SUMS` prints them; refuses E715."""
    found = re.fullmatch("([0-9]{1,12}) ([0-9a-f]{64})", line)
    if found is None:
        raise store.odd(server, line)
    return int(found[1]), found[2]


class _Summing:
    """Takes pieces and keeps their SHA-256."""

    def __init__(self, sums: Sums) -> None:
        self._sums = sums

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        for content in contents:
            self._sums[content.piece.number] = sha256(content)

    def abort(self) -> None:
        """Nobody waits here."""


def sha256(content: Content) -> str:
    """Of a piece as it is on the disk."""
    length = content.piece.length
    if not content.blocks.any():
        return zeros(length)
    digest, at = hashlib.sha256(), 0
    for begin, data in content.parts():
        digest.update(bytes(begin - at))
        digest.update(data)
        at = begin + len(data)
    digest.update(bytes(length - at))
    return digest.hexdigest()


def send(
    server: Server,
    path: PurePosixPath,
    mapping: Mapping,
    files: Files,
    *,
    every: bool,
    wanted: Collection[int] | None,
    old: Collection[int] | None,
    digests: ChunkDigests,
    transit: Transit,
    advance: Advance,
    cancel: threading.Event,
) -> Sums:
    """Send a disk, or of it the pieces ``wanted``, to what is at ``path``; returns their sums.

    ``every``: pieces of zeros too. ``old``: the pieces that do not hold zeros there yet, so that
    zeros have to be written; None for all. ``digests`` gets those of what was sent; ``transit``
    says how fast, and whether compressed.
    Raises Stopped; refuses E705, E707, E712.
    """
    chosen = mapping if wanted is None else Chunks(mapping, PIECE, wanted)
    sums: Sums = {}

    def sent(piece: Piece, digest: bytes) -> None:
        if wanted is None or piece.number in wanted:
            if digest:
                digests.add(piece.number, digest)
            advance(piece.length)

    packing = "zstd" if transit.packed else ""
    # A server that prints without end is read beside, or both sides would wait for each other.
    with (
        ThreadPoolExecutor(1) as beside,
        server.start(scripts.WRITE, str(path), packing, cancel=cancel) as running,
    ):
        answer = beside.submit(running.read)
        way = transit.way(running.stdin, cancel)
        try:
            stream(chosen, files, _Sender(way, sums, wanted, old), sent, cancel, every=every)
            way.close()
        except BrokenPipeError:  # the other side says why
            pass
        printed = answer.result()
        _finish(running.finish, server, path)
    if cancel.is_set():
        raise Stopped
    if printed.strip() != "written":
        raise refuse(
            "E705", host=server.name, reason=Phrase("the server has not said that all is written")
        )
    return sums


class _Sender:
    """Writes pieces as lines and data for :data:`scripts.WRITE`; called in several threads."""

    def __init__(
        self,
        way: Way,
        sums: Sums,
        wanted: Collection[int] | None,
        old: Collection[int] | None,
    ) -> None:
        self._way, self._sums, self._wanted, self._old = way, sums, wanted, old
        self._turn = threading.Lock()

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        for content in contents:
            if self._wanted is None or content.piece.number in self._wanted:
                found = sha256(content)
                with self._turn:
                    self._sums[content.piece.number] = found
                    self._send(content)

    def _send(self, content: Content) -> None:
        """By blocks, not by pages: each stretch costs the server a process."""
        piece, at = content.piece, 0
        clear = self._old is None or piece.number in self._old
        for begin, data in [*content.parts(), (piece.length, memoryview(b""))]:
            if clear and at < begin:
                self._line("z", piece.start + at, begin - at)
            if data:
                self._line("d", piece.start + begin, len(data))
                self._way.write(data)
            at = begin + len(data)

    def abort(self) -> None:
        """Nobody waits here."""

    def _line(self, kind: str, offset: int, count: int) -> None:
        unit, seek, units = _units(offset, count)
        self._way.write(f"{kind} {unit} {seek} {units}\n".encode())


def _units(offset: int, count: int) -> tuple[int, int, int]:
    """Unit, offset and count for dd, in the largest unit that both are multiples of."""
    for unit in (PIECE, BLOCK, 4096, 512):
        if offset % unit == 0 and count % unit == 0:
            return unit, offset // unit, count // unit
    return 1, offset, count


def _finish(finish: Callable[[], None], server: Server, path: PurePosixPath) -> None:
    try:
        finish()
    except Failed as failure:
        raise store.failed(server, path, failure) from None
