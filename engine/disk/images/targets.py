"""Where a disk is copied to: a raw file or a block device."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from engine import platform
from engine.disk import side_files
from engine.disk.copying.content import Content
from engine.disk.copying.pieces import Batch, Piece
from engine.disk.files import Files
from engine.disk.images.clone import Cloner, without
from engine.findings import Refusal, refuse
from engine.phrase import Phrase


class Target(Protocol):
    """A disk being written. ``write`` is called from several threads, the rest from one."""

    path: Path

    @property
    def every(self) -> bool:
        """Whether pieces of zeros must be written too."""

    @property
    def cursor(self) -> int:
        """How far the file is allocated by the pieces passed; goes into the journal."""

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        """Write what the pieces of ``batch`` hold; refuses E403."""

    def abort(self) -> None:
        """Wake writers that wait for their turn: the work was stopped."""

    def passed(self, piece: Piece) -> None:
        """This and all pieces before it were written. Called in order."""

    def sync(self) -> None:
        """Wait until all that was written is on disk; refuses E403."""

    def finish(self) -> None:
        """Complete the image's own metadata, and sync."""

    def close(self) -> None: ...


class RawFile:
    """A sparse raw image: byte *n* of the disk is byte *n* of the file; zeros are holes.

    Blocks are shared with ``sources``, which pieces come from, where the file system can.
    """

    every = False
    cursor = 0

    def __init__(
        self, path: Path, size: int, *, resume: bool = False, sources: Files | None = None
    ) -> None:
        self.path = path
        self._fd = open_file(path, resume)
        self._cloner = Cloner(sources, self._fd) if sources else None
        try:
            platform.resize(self._fd, size)
        except OSError as error:
            self.close()
            raise unwritable(path, error) from None

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        shared = self._cloner.clone(batch.runs) if self._cloner else []
        for content in contents:
            for place, data in content.stretches:
                begin = content.piece.start + place
                for low, high in without([(begin, begin + len(data))], shared):
                    self._write(data[low - begin : high - begin], low)

    def _write(self, data: memoryview, offset: int) -> None:
        reserve(self._fd, self.path, offset, len(data))
        write_at(self._fd, self.path, data, offset)

    def abort(self) -> None:
        """Nobody waits here."""

    def passed(self, piece: Piece) -> None:
        """Nothing is allocated."""

    def sync(self) -> None:
        sync(self._fd, self.path)

    def finish(self) -> None:
        self.sync()

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


_NOTHING = memoryview(b"")


class BlockDevice:
    """A block device of at least the disk's size; all of the disk is written, zeros too."""

    every = True
    cursor = 0

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        try:
            self._fd = platform.open_device(path)
        except OSError as error:
            raise refuse("E408", path=path, reason=error) from None
        if not stat.S_ISBLK(os.fstat(self._fd).st_mode):
            self.close()
            raise refuse("E408", path=path, reason=Phrase("it is no block device"))
        found = platform.device_size(self._fd)
        if found < size:
            self.close()
            raise refuse("E409", path=path, size=found, needed=size)

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        for content in contents:
            start, at = content.piece.start, 0
            for begin, data in [*content.stretches, (content.piece.length, _NOTHING)]:
                if at < begin:
                    self._zero(start + at, begin - at)
                write_at(self._fd, self.path, data, start + begin)
                at = begin + len(data)

    def _zero(self, offset: int, length: int) -> None:
        if not platform.zero(self._fd, offset, length):  # not every device can
            write_at(self._fd, self.path, memoryview(bytes(length)), offset)

    def abort(self) -> None:
        """Nobody waits here."""

    def passed(self, piece: Piece) -> None:
        """Nothing is allocated."""

    def sync(self) -> None:
        sync(self._fd, self.path)

    def finish(self) -> None:
        self.sync()

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def open_file(path: Path, resume: bool) -> int:
    """A new file (E402 if there is one), or the one that is resumed (E404 if there is none).

    Refuses E403 and E417 too.
    """
    if not resume:
        fd = side_files.create(path)
        platform.make_sparse(fd)
        return fd
    try:
        return side_files.reopen(path)
    except FileNotFoundError:
        raise refuse("E404", path=path, reason=Phrase("it is gone")) from None
    except OSError as error:
        raise unwritable(path, error) from None


_LITTLE = 64 << 10


def reserve(fd: int, path: Path, offset: int, length: int) -> None:
    """Have the file system find room before the pages are written, which halves its work.

    Nothing happens where it cannot, or where so little is written that asking costs more; refuses
    E403 for a full disk.
    """
    if length < _LITTLE:
        return
    try:
        platform.reserve(fd, offset, length)
    except OSError as error:
        raise unwritable(path, error) from None


def write_at(fd: int, path: Path, data: memoryview, offset: int) -> None:
    """Write all of ``data``; refuses E403."""
    done = 0
    try:
        while done < len(data):
            done += platform.write_at(fd, data[done:], offset + done)
    except OSError as error:
        raise unwritable(path, error) from None


#: A target larger than this is not kept in the page cache, where it would throw out the rest.
_CACHE = platform.memory() // 8


def sync(fd: int, path: Path) -> None:
    """Wait until the file's data is on disk; refuses E403."""
    try:
        platform.sync_data(fd)
        if platform.allocated(fd) > _CACHE:
            platform.forget(fd)
    except OSError as error:
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> Refusal:
    """The refusal for a failed write."""
    return refuse("E403", path=path, reason=error)
