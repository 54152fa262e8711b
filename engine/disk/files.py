"""The files a disk lies in: opened read-only, a bounded number at a time, never written."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from engine.findings import refuse
from engine.source.paths import real, source_of
from engine.source.source import FileKind, Opened, Part

OPEN_AT_ONCE = 128
#: A file in more crumbs than this: to ask for each costs more than to read what lies between.
_STRETCHES_LIMIT = 1 << 14


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells that a file is the same as before; all integers, times in nanoseconds."""

    size: int
    modified: int
    inode: int


@dataclass(slots=True)
class _File:
    path: Path
    size: int
    stamp: Stamp


@dataclass(slots=True)
class _Handle:
    opened: Opened
    users: int = 0


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file of a table while it is read."""

    opened: Opened
    path: Path
    size: int  #: bytes that can be read

    @property
    def fd(self) -> int:
        """The descriptor that it is read by; -1 where it is on another computer."""
        return self.opened.fd

    @property
    def base(self) -> int:
        """The byte of the descriptor at which the file begins."""
        return self.opened.base

    @property
    def far(self) -> bool:
        """Whether it is on another computer: each request takes a while, and each byte counts."""
        return self.opened.fd < 0

    def read(self, offset: int, length: int) -> bytes:
        """Exactly ``length`` bytes at ``offset``; refuses (E202, E410) where there are fewer."""
        buffer = bytearray(length)
        self.read_into(offset, memoryview(buffer))
        return bytes(buffer)

    def read_into(self, offset: int, buffer: memoryview) -> None:
        """Fill ``buffer`` from ``offset``; refuses (E202, E410) where there are fewer bytes."""
        length = len(buffer)
        self._check(offset, length)
        done = 0
        while done < length:
            try:
                count = self.opened.read_some(offset + done, buffer[done:] if done else buffer)
            except OSError as error:
                raise refuse("E410", path=self.path, reason=error) from None
            if count == 0:  # the file has shrunk since it was registered
                raise refuse("E202", path=self.path, size=offset + done, needed=offset + length)
            done += count

    def read_parts(self, parts: Sequence[Part]) -> None:
        """Fill all ``parts``, in any order, by one request where the file is far away.

        Refuses E202 and E410 where one cannot be read whole.
        """
        for offset, buffer in parts:
            self._check(offset, len(buffer))
        try:
            self.opened.read_parts(sorted(parts, key=itemgetter(0)))
        except OSError as error:
            raise refuse("E410", path=self.path, reason=error) from None

    def _check(self, offset: int, length: int) -> None:
        if offset < 0 or offset + length > self.size:
            raise refuse("E202", path=self.path, size=self.size, needed=offset + length)


@dataclass
class Files:
    """A table of files, addressed by index.

    ``direct`` reads go past the page cache: from the disk itself, and nothing that others use is
    thrown out for them. Safe to use from several threads.
    """

    direct: bool = False
    connections: int = 0  #: reads at once that are quickest; 0 if all files are on this computer
    _table: list[_File] = field(default_factory=list)
    _open: OrderedDict[int, _Handle] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: bool = True  #: files stay open between two reads

    def __len__(self) -> int:
        return len(self._table)

    def add(self, path: Path, *, device: bool = False) -> int:
        """Register a file; returns its index.

        A block device is taken only if ``device``.

        Refuses (E201, E209, E410) what is missing, not an ordinary file, or not readable.
        """
        source = source_of(path)
        try:
            found = source.stat(path)
        except FileNotFoundError:
            raise refuse("E201", path=path, folder=path.parent) from None
        except OSError as error:
            raise refuse("E410", path=path, reason=error) from None
        if found.kind is not FileKind.FILE and not (device and found.kind is FileKind.DEVICE):
            raise refuse("E209", path=path)
        if not source.readable(path):
            raise refuse("E410", path=path, reason=OSError(errno.EACCES, os.strerror(errno.EACCES)))
        self.connections = max(self.connections, source.connections)
        stamp = Stamp(found.size, found.modified, found.identity[1])
        self._table.append(_File(path, found.size, stamp))
        return len(self._table) - 1

    def has(self, path: Path) -> bool:
        """Whether the file is in the table, under whatever name."""
        return any(real(entry.path) == real(path) for entry in self._table)

    def path(self, index: int) -> Path:
        return self._table[index].path

    def place(self, index: int) -> Path:
        """The file itself, links followed."""
        return real(self._table[index].path)

    def size(self, index: int) -> int:
        """Bytes that can be read."""
        return self._table[index].size

    def stamps(self) -> dict[Path, Stamp]:
        """What each file looked like when it was registered."""
        return {entry.path: entry.stamp for entry in self._table}

    def read(self, index: int, offset: int, length: int) -> bytes:
        """Exactly ``length`` bytes at ``offset``; refuses (E202, E410) where there are fewer."""
        buffer = bytearray(length)
        self.read_into(index, offset, memoryview(buffer))
        return bytes(buffer)

    def read_into(self, index: int, offset: int, buffer: memoryview) -> None:
        """Fill ``buffer`` from ``offset``; refuses (E202, E410) where there are fewer bytes."""
        with self.open(index) as file:
            file.read_into(offset, buffer)

    @contextmanager
    def open(self, index: int) -> Iterator[OpenFile]:
        """The file, held open for several reads; refuses E410."""
        entry = self._table[index]
        with _Borrowed(self, index) as opened:
            yield OpenFile(opened, entry.path, entry.size)

    def stretches(self, index: int, start: int, stop: int) -> list[tuple[int, int]]:
        """The parts [begin, end) of [start, stop) that are no holes of the file, in order.

        All the rest where it is unknown, and after the first 16,384. Refuses E202.
        """
        entry = self._table[index]
        stop = min(stop, entry.size)
        with _Borrowed(self, index) as opened:
            found = opened.stretches(start, stop, _STRETCHES_LIMIT)
            if start < stop and (not found or found[-1][1] < stop):
                self._check_size(opened, entry)
        return found

    def close(self) -> None:
        """Close what is open; the table stays usable."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].opened.close()

    def release(self) -> None:
        """Keep nothing open from now on: what is read by somebody is closed after that.

        The table stays usable; each read opens its file for itself.
        """
        with self._lock:
            self._kept = False
            for index in [index for index, handle in self._open.items() if not handle.users]:
                self._open.pop(index).opened.close()

    def __enter__(self) -> Files:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self, is_over: Callable[[], bool] = sys.is_finalizing) -> None:
        """As a file does that nobody closed: a window opens many machines.

        Once Python ends, what it takes to close is gone, and the system does it.
        """
        if not is_over():
            self.close()

    @staticmethod
    def _check_size(opened: Opened, entry: _File) -> None:
        """Refuse (E202) a file that has shrunk: what is missing is no hole."""
        size = opened.size()
        if size < entry.size:
            raise refuse("E202", path=entry.path, size=size, needed=entry.size)

    def _borrow(self, index: int) -> Opened:
        with self._lock:
            handle = self._open.get(index)
            if handle is None:
                handle = self._open[index] = _Handle(self._open_file(index))
            self._open.move_to_end(index)
            handle.users += 1
            if len(self._open) > OPEN_AT_ONCE:
                self._close_unused()
            return handle.opened

    def _return(self, index: int) -> None:
        with self._lock:
            handle = self._open[index]
            handle.users -= 1
            if not self._kept and not handle.users:
                self._open.pop(index).opened.close()

    def _open_file(self, index: int) -> Opened:
        path = self._table[index].path
        try:
            return source_of(path).open(path, direct=self.direct)
        except OSError as error:
            raise refuse("E410", path=path, reason=error) from None

    def _close_unused(self) -> None:
        """Close the file that has not been used for longest."""
        unused = (index for index, handle in self._open.items() if not handle.users)
        index = next(unused, None)
        if index is not None:
            self._open.pop(index).opened.close()


class _Borrowed:
    def __init__(self, files: Files, index: int) -> None:
        self._files, self._index = files, index

    def __enter__(self) -> Opened:
        return self._files._borrow(self._index)

    def __exit__(self, *_: object) -> None:
        self._files._return(self._index)
