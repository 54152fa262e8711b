"""Reads a disk once, piece by piece, with several threads: what copying and verifying share."""

from __future__ import annotations

import mmap
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.disk.block_map import BlockMap, Kind, Mapping, windows
from engine.disk.digest import BLOCK, PIECE, piece_digest, stretches
from engine.disk.files import Files
from engine.disk.fill import fill
from engine.findings import Stopped

#: Zeros are looked for, and left out of the target, in units of a page.
PAGE = 4096
THREADS = 2
#: Pieces under way at once: bounds memory, and what is done again after a crash.
AHEAD = 5
#: With more gaps than this between runs it is cheaper to clear all.
_GAPS_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the disk of at most PIECE bytes, and its runs."""

    number: int  #: its place on the disk
    turn: int  #: its place in this run's order of work
    start: int
    length: int
    blocks: BlockMap

    @property
    def held(self) -> int:
        return self.blocks.held


@dataclass(frozen=True, slots=True)
class Content:
    """What a piece holds: its bytes and the stretches [begin, end) that are not zeros."""

    buffer: memoryview
    stretches: list[tuple[int, int]]
    blocks: NDArray[np.bool_]  #: which blocks of 64 KiB are not all zeros
    digest: bytes

    def grains(self) -> list[memoryview]:
        """The bytes of the blocks that are not all zeros, in order; each block is whole."""
        return [self.buffer[begin * BLOCK : end * BLOCK] for begin, end in stretches(self.blocks)]


Done = Callable[[Piece, bytes], None]


class Sink(Protocol):
    """Where pieces go; called in worker threads."""

    def write(self, piece: Piece, content: Content) -> None:
        """Take one piece."""

    def abort(self) -> None:
        """A piece failed: wake those that wait for it."""


def held(mapping: Mapping, start: int = 0) -> int:
    """Bytes that have to be read from ``start`` on: the map is walked, and so checked."""
    return sum(window.held for window in windows(mapping, start))


def pieces(mapping: Mapping, start: int, every: bool) -> Iterator[Piece]:
    """Pieces from ``start`` (a multiple of PIECE) on that hold something; all if ``every``."""
    turn = 0
    for window in windows(mapping, start, align=PIECE):
        if not every and not (window.kind >= Kind.DATA).any():
            continue
        cut = window.split(PIECE)
        first = cut.start // PIECE
        edges = np.flatnonzero(np.diff(first, prepend=-1, append=-1))
        busy = np.logical_or.reduceat(cut.kind >= Kind.DATA, edges[:-1])
        for index in np.flatnonzero(busy | every).tolist():
            part = cut.take(slice(int(edges[index]), int(edges[index + 1])))
            begin = int(part.start[0])
            length = int(part.length.sum())
            part = part.take(part.kind >= Kind.DATA)
            yield Piece(begin // PIECE, turn, begin, length, part)
            turn += 1


def stream(
    mapping: Mapping,
    files: Files,
    sink: Sink,
    done: Done,
    cancel: threading.Event,
    *,
    start: int = 0,
    every: bool = False,
) -> None:
    """Read all pieces from ``start`` on; worker threads give them to ``sink``, in any order.

    ``done`` is called in the order of the disk, in this thread. Raises Stopped soon after
    ``cancel`` is set, else whatever the sink or reading raised; ``done`` was then called for all
    pieces before the one that failed.
    """
    worker = _Worker(files, sink, cancel)
    waiting: deque[tuple[Piece, Future[bytes]]] = deque()
    with ThreadPoolExecutor(THREADS, "copy") as pool:
        try:
            for piece in pieces(mapping, start, every):
                if cancel.is_set():
                    raise Stopped
                waiting.append((piece, pool.submit(worker, piece)))
                while len(waiting) >= AHEAD or (waiting and waiting[0][1].done()):
                    _harvest(waiting, done)
            while waiting:
                _harvest(waiting, done)
        except BaseException:
            worker.stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            _harvest_rest(waiting, done)
            raise


def _harvest(waiting: deque[tuple[Piece, Future[bytes]]], done: Done) -> None:
    piece, future = waiting[0]
    digest = future.result()
    waiting.popleft()
    done(piece, digest)


def _harvest_rest(waiting: deque[tuple[Piece, Future[bytes]]], done: Done) -> None:
    """Keep what was finished without a gap before the work stopped."""
    while waiting and waiting[0][1].done():
        piece, future = waiting[0]
        if future.cancelled() or future.exception() is not None:
            return
        waiting.popleft()
        done(piece, future.result())


class _Worker:
    """Reads one piece, looks for zeros, and has it written. One buffer for each thread."""

    def __init__(self, files: Files, sink: Sink, cancel: threading.Event) -> None:
        self.files, self.sink, self.cancel = files, sink, cancel
        self.stop = threading.Event()
        self._own = threading.local()

    def __call__(self, piece: Piece) -> bytes:
        try:
            return self._work(piece)
        except BaseException:
            self.sink.abort()
            raise

    def _work(self, piece: Piece) -> bytes:
        if self.stop.is_set() or self.cancel.is_set():
            raise Stopped
        buffer = self._buffer()
        touched = _touched(piece)
        clear_gaps(buffer, piece, touched)
        fill(buffer.data[: piece.length], piece.start, piece.blocks, self.files)
        content = examine(buffer, piece, touched)
        self.sink.write(piece, content)
        return content.digest

    def _buffer(self) -> NDArray[np.uint8]:
        """This thread's buffer of PIECE bytes, on pages of its own; it holds anything."""
        own = self._own
        if not hasattr(own, "buffer"):
            own.buffer = np.frombuffer(mmap.mmap(-1, PIECE), np.uint8)
        buffer: NDArray[np.uint8] = own.buffer
        return buffer


def _touched(piece: Piece) -> NDArray[np.bool_]:
    """Which blocks of the piece any run lies in."""
    count = PIECE // BLOCK
    first = (piece.blocks.start - piece.start) // BLOCK
    after = (piece.blocks.stop - 1 - piece.start) // BLOCK + 1
    edges = np.bincount(first, minlength=count + 1) - np.bincount(after, minlength=count + 1)
    return np.cumsum(edges[:count]) > 0


def clear_gaps(buffer: NDArray[np.uint8], piece: Piece, touched: NDArray[np.bool_]) -> None:
    """Zeros wherever a run will not fill a touched block; nobody looks at the others."""
    begin = np.append(0, piece.blocks.stop - piece.start)
    end = np.append(piece.blocks.start - piece.start, PIECE)
    inner = np.minimum(-(-begin // BLOCK) * BLOCK, end)  # the rest of the block of the run before
    outer = np.maximum(end // BLOCK * BLOCK, inner)  # what the block of the next run begins with
    low, high = np.concatenate((begin, outer)), np.concatenate((inner, end))
    gaps = np.flatnonzero(low < high)
    if len(gaps) > _GAPS_LIMIT:
        buffer.reshape(-1, BLOCK)[touched] = 0
        return
    for index in gaps.tolist():
        buffer[low[index] : high[index]] = 0


def examine(buffer: NDArray[np.uint8], piece: Piece, touched: NDArray[np.bool_]) -> Content:
    """Find what of the ``touched`` blocks is not zeros. The buffer is PIECE bytes long."""
    pages = np.zeros(PIECE // PAGE, bool)
    words = buffer.view(np.uint64).reshape(-1, PAGE // 8)
    for begin, end in stretches(touched):
        low, high = begin * BLOCK // PAGE, end * BLOCK // PAGE
        pages[low:high] = np.bitwise_or.reduce(words[low:high], axis=1) != 0
    blocks: NDArray[np.bool_] = np.any(pages.reshape(-1, BLOCK // PAGE), axis=1)
    view = buffer[: piece.length].data
    found = [(begin * PAGE, min(end * PAGE, piece.length)) for begin, end in stretches(pages)]
    return Content(buffer.data, found, blocks, piece_digest(view, blocks))
