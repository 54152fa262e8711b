"""The copier: from a mapping to a target in one pass, durable, to be continued after any crash."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.disk.block_map import Mapping
from engine.disk.digest import PIECE, ChunkDigests
from engine.disk.files import Files
from engine.disk.journal import Journal, Record
from engine.disk.stream import Piece, stream
from engine.disk.targets import Target
from engine.findings import Refusal

#: What is copied between two records. With the pieces under way, less than 64 MiB are done again
#: after a crash.
RECORD_EVERY = 32 << 20

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
    _since: int = 0
    _pieces: list[tuple[int, bytes]] = field(default_factory=list)

    def run(self, advance: Advance, cancel: threading.Event) -> dict[int, str]:
        """Copy what is not in the target yet; returns the chunk digests.

        ``advance`` is told the bytes read. Raises Stopped or Refusal; what was done is in the
        journal then.
        """

        def done(piece: Piece, digest: bytes) -> None:
            self._done(piece, digest)
            advance(piece.held)

        try:
            stream(
                self.mapping,
                self.files,
                self.target,
                done,
                cancel,
                start=self.watermark,
                every=self.target.every,
            )
        except BaseException:
            with contextlib.suppress(Refusal):  # the first trouble is the one to tell
                self._record()
            raise
        self._record(end=True)
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
        if not self._since and not self._pieces and not end:
            return
        self.target.sync()
        watermark = self.mapping.size if end else self.watermark
        self.journal.append(Record(watermark, self.target.cursor, tuple(self._pieces)))
        self._since, self._pieces = 0, []
