"""The copier: from a mapping to a target in one pass, durable, to be continued after any crash."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from engine.disk.block_map import Mapping
from engine.disk.copying.digest import PIECE, ChunkDigests
from engine.disk.copying.follow import Follower
from engine.disk.copying.journal import Journal, Record
from engine.disk.copying.pieces import Piece
from engine.disk.copying.stream import stream
from engine.disk.files import Files
from engine.disk.images.targets import Target
from engine.findings import Refusal
from engine.source.received import Received

#: What is copied between two records. One record is made durable while the next is gathered, so
#: with the pieces under way less than 64 MiB are done again after a crash.
RECORD_EVERY = 16 << 20

Advance = Callable[[int], None]


@dataclass(slots=True)
class Copy:
    """One copy: ``watermark``, ``digests`` as restored from the journal, or new."""

    mapping: Mapping
    files: Files
    target: Target
    journal: Journal
    digests: ChunkDigests
    watermark: int = 0
    follower: Follower | None = None  #: verifies what is durable
    received: Received | None = None  #: keeps what has come of hosts and is not recorded
    _since: int = 0
    _pieces: list[tuple[int, bytes]] = field(default_factory=list)
    _recorder: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "record"), repr=False
    )
    _recording: Future[None] | None = None

    def run(self, advance: Advance, cancel: threading.Event) -> dict[int, str]:
        """Copy what is not in the target yet; returns the chunk digests.

        ``advance`` is told the bytes read. Raises Stopped or Refusal; what was done is in the
        journal then.
        """

        def done(piece: Piece, digest: bytes) -> None:
            self._done(piece, digest)
            advance(piece.held)

        with self._recorder:
            try:
                stream(
                    self.mapping,
                    self.files,
                    self.target,
                    done,
                    cancel,
                    start=self.watermark,
                    every=self.target.every,
                    received=self.received,
                )
            except BaseException:
                with contextlib.suppress(Refusal):  # the first trouble is the one to tell
                    self._record()
                    self._wait()
                if self.follower is not None:
                    self.follower.finish(cancelled=True)
                raise
            self._record(end=True)
            self._wait()
        self.target.finish()
        return self.digests.finish()

    def _done(self, piece: Piece, digest: bytes) -> None:
        self.target.passed(piece)
        if digest:
            self.digests.add(piece.number, digest)
            self._pieces.append((piece.number, digest))
        self.watermark = min((piece.number + 1) * PIECE, self.mapping.size)
        self._since += piece.held
        if self._since >= RECORD_EVERY:
            self._record()

    def _record(self, end: bool = False) -> None:
        """Have what was done since made durable and recorded, while copying goes on."""
        if not self._since and not self._pieces and not end:
            return
        self._wait()
        watermark = self.mapping.size if end else self.watermark
        verified = self.follower.verified if self.follower else 0
        record = Record(watermark, self.target.cursor, tuple(self._pieces), verified)
        self._recording = self._recorder.submit(self._write, record)
        self._since, self._pieces = 0, []

    def _write(self, record: Record) -> None:
        self.target.sync()
        self.journal.append(record)
        if self.follower is not None:
            self.follower.offer(record.watermark, record.pieces)

    def _wait(self) -> None:
        if self._recording is not None:
            recording, self._recording = self._recording, None
            recording.result()
