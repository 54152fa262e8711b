"""A tar archive of blocks of 1 MiB, each followed by its checksum: how XAPI streams disks.

The first and the last block of a disk are always there; of the rest, those of zeros are left out.
The same content gives the same bytes.
"""

from __future__ import annotations

import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
import xxhash

from engine import platform
from engine.disk import side_files
from engine.disk.block_map import Kind, Mapping, windows
from engine.disk.copying.content import Content
from engine.disk.copying.journal import lock
from engine.disk.copying.pieces import Batch
from engine.disk.images.growing import Turns
from engine.disk.images.targets import sync, write_at
from engine.findings import Stopped, refuse, words
from engine.phrase import Phrase

BLOCK = 1 << 20
CHECKSUM = ".xxhash"
_SECTOR = tarfile.BLOCKSIZE
_END = 2 * _SECTOR
_BESIDE = 3 * _SECTOR  #: of a block: its header, and the checksum with its own
_MEMBER_LIMIT = 16 << 20
_ZEROS = memoryview(bytes(BLOCK))


class ArchiveError(Exception):
    """An archive is not one of these; its argument is a Phrase that says why."""


class Members(Protocol):
    """An archive that members are appended to."""

    def add(self, name: str, data: memoryview) -> str:
        """Append a member; returns its XXH64 in upper case."""


class BlockStream:
    """An archive that is not kept, but handed on part by part to ``write``."""

    def __init__(self, write: Callable[[memoryview], object]) -> None:
        self._write = write

    def add(self, name: str, data: memoryview) -> str:
        for part in _parts(name, data):
            self._write(part)
        return checksum(data)

    def finish(self) -> None:
        """Write the end."""
        self._write(memoryview(bytes(_END)))


class BlockArchive:
    """An archive being written, front to back, within ``with``; ``path`` is overwritten.

    Where it is not kept (:meth:`keep`) it is gone after ``with``. The seal is a digest over the
    names and contents of all members, to compare with what is read back.
    """

    def __init__(self, path: Path, rights: int | None = None) -> None:
        self.path, self._rights = path, rights
        self.size = 0
        self.kept = False
        self._seal = xxhash.xxh3_128()
        self._fd = -1

    def __enter__(self) -> Self:
        self._fd = _open_alone(self.path, self._rights)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self.kept:
            self.path.unlink(missing_ok=True)
        os.close(self._fd)

    def add(self, name: str, data: memoryview) -> str:
        """Append a member; returns its XXH64 in upper case. Refuses E403."""
        for part in _parts(name, data):
            write_at(self._fd, self.path, part, self.size)
            self.size += len(part)
        digest = checksum(data)
        _note(self._seal, name, digest)
        return digest

    def finish(self) -> None:
        """Write the end, and wait until all is on disk. Refuses E403."""
        write_at(self._fd, self.path, memoryview(bytes(_END)), self.size)
        self.size += _END
        sync(self._fd, self.path)

    def check(self, advance: Callable[[int], None], cancel: threading.Event) -> None:
        """Read the finished archive back from disk; refuses E440 what is not as written."""
        platform.forget(self._fd)
        seal = xxhash.xxh3_128()
        try:
            for name, data in _members(self._fd, self.size):
                if cancel.is_set():
                    raise Stopped
                _note(seal, name, checksum(data))
                advance(len(data))
        except ArchiveError as error:
            raise refuse("E440", path=self.path, reason=error) from None
        if seal.digest() != self._seal.digest():
            raise refuse("E440", path=self.path, reason=Phrase("its blocks differ"))

    def keep(self, final: Callable[[Path], None]) -> None:
        """``final`` is called with the path, to give the archive its name; it stays then."""
        final(self.path)
        self.kept = True


class DiskBlocks:
    """Takes the pieces of one disk in any order, and appends its blocks in theirs."""

    def __init__(self, archive: Members, folder: str, size: int) -> None:
        self.archive, self.folder = archive, folder
        self.last = -(-size // BLOCK) - 1
        self._next = 0  # the number of the block after the newest one
        self._turns = Turns()
        self._scratch = memoryview(bytearray(BLOCK))

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        self._turns.wait(batch.turn)
        for content in contents:
            for number, parts in _blocks(content).items():
                self._scratch[:] = _ZEROS
                for begin, data in parts:
                    self._scratch[begin : begin + len(data)] = data
                self._append(number, self._scratch)
        self._turns.over()

    def abort(self) -> None:
        self._turns.abort()

    def finish(self) -> None:
        """Append the last block of zeros if nothing is at the end."""
        if self._next <= self.last:
            self._append(self.last, _ZEROS)

    def _append(self, number: int, data: memoryview) -> None:
        if number and not self._next:
            self._append(0, _ZEROS)
        name = f"{self.folder}/{number:08d}"
        checksum = self.archive.add(name, data)
        self.archive.add(f"{name}{CHECKSUM}", memoryview(checksum.encode()))
        self._next = number + 1


def _parts(name: str, data: memoryview) -> tuple[memoryview, ...]:
    """A member as it is in the archive: its header, its content, and what fills the last sector."""
    member = tarfile.TarInfo(name)
    member.size = len(data)
    padding = bytes(-len(data) % _SECTOR)
    return memoryview(member.tobuf(tarfile.USTAR_FORMAT)), data, memoryview(padding)


def _blocks(content: Content) -> dict[int, list[tuple[int, memoryview]]]:
    """The blocks in which a piece is not all zeros: what they hold, and where in the block."""
    found: dict[int, list[tuple[int, memoryview]]] = {}
    for begin, data in content.stretches:
        start, stop = content.piece.start + begin, content.piece.start + begin + len(data)
        for number in range(start // BLOCK, -(-stop // BLOCK)):
            low, high = max(start, number * BLOCK), min(stop, (number + 1) * BLOCK)
            part = (low - number * BLOCK, data[low - start : high - start])
            found.setdefault(number, []).append(part)
    return found


def room(mapping: Mapping) -> int:
    """Bytes that the blocks of ``mapping`` take in an archive, at most."""
    count, newest = 2, -1  # the first and the last are always there
    for window in windows(mapping, 0, align=BLOCK):
        data = window.take(window.kind >= Kind.DATA).split(BLOCK)
        numbers = np.unique(data.start // BLOCK)
        count += int((numbers > newest).sum())
        newest = int(numbers[-1]) if len(numbers) else newest
    return count * (BLOCK + _BESIDE)


def _open_alone(path: Path, rights: int | None) -> int:
    """A file to be written from the start, by nobody else; refuses E403, E407, E417."""
    fd = side_files.create_or_reopen(path, rights)
    try:
        lock(fd, path)
        # Whoever had it before may have given it its final name meanwhile.
        if not path.exists() or path.stat().st_ino != os.fstat(fd).st_ino:
            raise refuse("E407", path=path.parent)
        platform.resize(fd, 0)
    except BaseException:
        os.close(fd)
        raise
    return fd


def read_back(path: Path) -> Iterator[tuple[str, memoryview]]:
    """Name and content of each member of a finished archive; raises ArchiveError, refuses E410."""
    try:
        fd = platform.open_to_read(path)
    except OSError as error:
        raise refuse("E410", path=path, reason=error) from None
    try:
        yield from _members(fd, os.fstat(fd).st_size)
    finally:
        os.close(fd)


def _members(fd: int, size: int) -> Iterator[tuple[str, memoryview]]:
    """Name and content of each member, as the archive at ``fd`` has them."""
    offset = 0
    while offset + _END < size:
        try:
            head = platform.bytes_at(fd, _SECTOR, offset)
            member = tarfile.TarInfo.frombuf(head, "utf-8", "strict")
            data = platform.bytes_at(fd, min(member.size, _MEMBER_LIMIT), offset + _SECTOR)
        except (tarfile.HeaderError, OSError) as error:
            where = Phrase("at byte {offset}: {error}", offset=offset, error=words(error))
            raise ArchiveError(where) from None
        yield member.name, memoryview(data)
        offset += _SECTOR + -(-member.size // _SECTOR) * _SECTOR
    if offset + _END != size or any(platform.bytes_at(fd, _END, offset)):
        raise ArchiveError(Phrase("its end is missing"))


def checksum(data: memoryview) -> str:
    """The XXH64 of a member, in upper case: what follows a block as a member of its own."""
    return f"{xxhash.xxh64_intdigest(data):016X}"


def _note(seal: xxhash.xxh3_128, name: str, digest: str) -> None:
    seal.update(f"{name} {digest}\n".encode())
