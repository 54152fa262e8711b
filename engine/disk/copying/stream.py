"""Reads a disk once, batch by batch, with several threads: what copying and verifying share."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Protocol

from engine.disk.block_map import Mapping
from engine.disk.copying import buffers
from engine.disk.copying.buffers import Lent
from engine.disk.copying.content import Content, read
from engine.disk.copying.pieces import Batch, Piece, batches
from engine.disk.files import Files
from engine.findings import Stopped
from engine.source.received import Received

#: So many threads where the page cache is read, and where each read waits for the disk.
THREADS = 2
WAITING_THREADS = 6
#: Batches under way beyond those that threads work at: bounds memory, and what is done again after
#: a crash.
_AHEAD = 3


Done = Callable[[Piece, bytes], None]


class Sink(Protocol):
    """Where pieces go; called in worker threads."""

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        """Take what the pieces of ``batch`` hold."""

    def abort(self) -> None:
        """A batch failed: wake those that wait for their turn."""


def stream(
    mapping: Mapping,
    files: Files,
    sink: Sink,
    done: Done,
    cancel: threading.Event,
    *,
    start: int = 0,
    every: bool = False,
    received: Received | None = None,
) -> None:
    """Read all pieces from ``start`` on; worker threads give them to ``sink``, in any order.

    ``done`` is called in the order of the disk, in this thread. Raises Stopped soon after
    ``cancel`` is set, else whatever the sink or reading raised; ``done`` was then called for all
    pieces before the one that failed. ``received`` has what came of hosts and is not ``done`` then.
    """
    with buffers.lent() as own:
        worker = _Worker(files, sink, cancel, own, received)
        _stream(mapping, files, worker, done, cancel, start, every)


def _stream(
    mapping: Mapping,
    files: Files,
    worker: _Worker,
    done: Done,
    cancel: threading.Event,
    start: int,
    every: bool,
) -> None:
    threads = files.connections or (WAITING_THREADS if files.direct else THREADS)
    waiting: deque[_Task] = deque()
    with ThreadPoolExecutor(threads, "copy") as pool:
        try:
            for batch in batches(mapping, start, every):
                if cancel.is_set():
                    raise Stopped
                waiting.append(_Task(batch.turn, batch.pieces, pool.submit(worker, batch)))
                while len(waiting) >= threads + _AHEAD or (waiting and waiting[0].future.done()):
                    worker.harvest(waiting, done)
            while waiting:
                worker.harvest(waiting, done)
        except BaseException:
            worker.stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            _harvest_rest(worker, waiting, done)
            raise


@dataclass(frozen=True, slots=True)
class _Task:
    """A batch under way."""

    turn: int
    pieces: list[Piece]
    future: Future[list[bytes]]


def _harvest_rest(worker: _Worker, waiting: deque[_Task], done: Done) -> None:
    """Keep what was finished without a gap before the work stopped."""
    while waiting and waiting[0].future.done():
        future = waiting[0].future
        if future.cancelled() or future.exception() is not None:
            return
        worker.harvest(waiting, done)


class _Worker:
    """Reads one batch, looks for zeros, and has it written. One buffer for each thread."""

    def __init__(
        self,
        files: Files,
        sink: Sink,
        cancel: threading.Event,
        own: Lent,
        received: Received | None,
    ) -> None:
        self.files, self.sink, self.cancel, self.own = files, sink, cancel, own
        self.received = received
        self.stop = threading.Event()

    def __call__(self, batch: Batch) -> list[bytes]:
        try:
            return self._work(batch)
        except BaseException:
            self.sink.abort()
            raise

    def _work(self, batch: Batch) -> list[bytes]:
        if self.stop.is_set() or self.cancel.is_set():
            raise Stopped
        with self.received.turn(batch.turn) if self.received else nullcontext():
            contents = read(batch, self.own.buffer(), self.files)
        digests = [content.digest() for content in contents]
        self.sink.write(batch, contents)
        return digests

    def harvest(self, waiting: deque[_Task], done: Done) -> None:
        """Wait for the first that is waiting, and say that it is done."""
        task = waiting[0]
        digests = task.future.result()
        waiting.popleft()
        for piece, digest in zip(task.pieces, digests, strict=True):
            done(piece, digest)
        if self.received:
            self.received.over(task.turn)
