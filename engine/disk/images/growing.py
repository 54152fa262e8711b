"""Images that grow as they are written, in the order of the disk, so that the same content always
gives the same file: also after a crash, when a part of it is written again."""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from engine import platform
from engine.disk.copying.content import Content
from engine.disk.copying.pieces import Batch, Piece
from engine.disk.images.targets import open_file, reserve, sync, unwritable
from engine.findings import Stopped, refuse


class Growing(ABC):
    """A file that grows; ``cursor`` is where it ends as far as pieces have passed, in bytes."""

    every = False
    format: str
    limit: int  #: no file of this format is larger

    def __init__(self, path: Path, size: int, resume_at: int | None) -> None:
        """Create ``path`` for a disk of ``size`` bytes, or open it again.

        ``resume_at``: the cursor of the journal's last record, for a file that is there already;
        0 where there is none yet, and what is in the file may be anything.
        Refuses E402, E403, E404.
        """
        self.path, self.size = path, size
        self.cursor = self._next = 0
        self._turns = Turns()
        self._ends: dict[int, int] = {}
        self.fd = open_file(path, resume_at is not None)

    def begin(self, cursor: int) -> None:
        """Let the file grow from ``cursor`` on."""
        self.cursor = self._next = cursor

    @abstractmethod
    def place(self, content: Content, at: int) -> int:
        """Give room to a piece from ``at`` on; returns where it ends. Called in order."""

    @abstractmethod
    def store(self, content: Content, at: int) -> None:
        """Write a piece that was given room from ``at`` on. Called in any order."""

    @abstractmethod
    def finish(self) -> None:
        """Complete the image's own metadata, and sync."""

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        self._turns.wait(batch.turn)
        places = []
        for content in contents:
            places.append(self._next)
            self._next = self._ends[content.piece.number] = self.place(content, self._next)
        if self._next > self.limit:
            raise refuse("E411", format=self.format, size=self.size)
        self._turns.over()
        for content, at in zip(contents, places, strict=True):
            if content.stretches:
                self.store(content, at)

    def write_parts(self, parts: list[memoryview], offset: int) -> None:
        """Write ``parts`` one after another from ``offset`` on; refuses E403."""
        reserve(self.fd, self.path, offset, sum(len(part) for part in parts))
        try:
            while parts:
                done = platform.write_parts(self.fd, parts, offset)
                offset += done
                while parts and done >= len(parts[0]):
                    done -= len(parts.pop(0))
                if done:
                    parts[0] = parts[0][done:]
        except OSError as error:
            raise unwritable(self.path, error) from None

    def extend(self, size: int) -> None:
        """Make the file ``size`` bytes long; refuses E403."""
        try:
            platform.resize(self.fd, size)
        except OSError as error:
            raise unwritable(self.path, error) from None

    def abort(self) -> None:
        self._turns.abort()

    def passed(self, piece: Piece) -> None:
        self.cursor = self._ends.pop(piece.number)

    def sync(self) -> None:
        sync(self.fd, self.path)

    def close(self) -> None:
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


class Turns:
    """Lets threads take their turns in order: 0, 1, 2 … so that a file grows in one way only."""

    def __init__(self) -> None:
        self._next = 0
        self._aborted = False
        self._changed = threading.Condition()

    def wait(self, turn: int) -> None:
        """Return when it is ``turn``; raises Stopped after :meth:`abort`."""
        with self._changed:
            self._changed.wait_for(lambda: self._aborted or self._next == turn)
            if self._aborted:
                raise Stopped

    def over(self) -> None:
        """The turn is over; the next may begin."""
        with self._changed:
            self._next += 1
            self._changed.notify_all()

    def abort(self) -> None:
        """Nobody gets a turn any more."""
        with self._changed:
            self._aborted = True
            self._changed.notify_all()
