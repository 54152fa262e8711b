"""The files a disk lies in: opened read-only, a bounded number at a time, never written."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from engine import platform
from engine.findings import refuse

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
    base: int
    size: int
    stamp: Stamp


@dataclass(slots=True)
class _Handle:
    fd: int
    users: int = 0


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file of a table while it is read; bytes count from ``base``."""

    fd: int
    path: Path
    base: int
    size: int  #: bytes that can be read
    whole: int  #: bytes of the whole file
    direct: bool

    def read(self, offset: int, length: int) -> bytes:
        """Exactly ``length`` bytes at ``offset``; refuses (E202, E410) where there are fewer."""
        buffer = bytearray(length)
        self.read_into(offset, memoryview(buffer))
        return bytes(buffer)

    def read_into(self, offset: int, buffer: memoryview) -> None:
        """Fill ``buffer`` from ``offset``; refuses (E202, E410) where there are fewer bytes."""
        length, at = len(buffer), self.base + offset
        if offset < 0 or offset + length > self.size:
            raise refuse("E202", path=self.path, size=self.whole, needed=at + length)
        done = 0
        while done < length:
            count = self._read_some(at + done, buffer[done:] if done else buffer)
            if count == 0:  # the file has shrunk since it was registered
                raise refuse("E202", path=self.path, size=at + done, needed=at + length)
            done += count

    def _read_some(self, at: int, buffer: memoryview) -> int:
        try:
            return platform.read_at(self.fd, buffer, at)
        except OSError as error:
            if not self.direct or error.errno != errno.EINVAL:
                raise refuse("E410", path=self.path, reason=error) from None
        return self._read_odd(at, buffer)

    def _read_odd(self, at: int, buffer: memoryview) -> int:
        """What is not aligned, such as the end of a disk, cannot be read directly."""
        try:
            with self.path.open("rb", buffering=0) as file:
                return platform.read_at(file.fileno(), buffer, at)
        except OSError as error:
            raise refuse("E410", path=self.path, reason=error) from None


@dataclass
class Files:
    """A table of files, addressed by index.

    An entry may be a part of a file (a member of an .ova): offsets are then counted from ``base``.
    ``direct`` reads go past the page cache: from the disk itself, and nothing that others use is
    thrown out for them. Safe to use from several threads.
    """

    direct: bool = False
    _table: list[_File] = field(default_factory=list)
    _open: OrderedDict[int, _Handle] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: bool = True  #: files stay open between two reads

    def __len__(self) -> int:
        return len(self._table)

    def add(
        self, path: Path, base: int = 0, size: int | None = None, *, device: bool = False
    ) -> int:
        """Register a file, or ``size`` bytes of it from ``base`` on; returns its index.

        A block device is taken only if ``device``.

        Refuses (E201, E209, E410) what is missing, not an ordinary file, or not readable.
        """
        try:
            found = path.stat()
        except FileNotFoundError:
            raise refuse("E201", path=path, folder=path.parent) from None
        except OSError as error:
            raise refuse("E410", path=path, reason=error) from None
        block_device = device and stat.S_ISBLK(found.st_mode)
        if not stat.S_ISREG(found.st_mode) and not block_device:
            raise refuse("E209", path=path)
        if not os.access(path, os.R_OK):
            raise refuse("E410", path=path, reason=OSError(errno.EACCES, os.strerror(errno.EACCES)))
        whole = (_device_size(path) if block_device else found.st_size) - base
        stamp = Stamp(found.st_size, found.st_mtime_ns, found.st_ino)
        self._table.append(_File(path, base, whole if size is None else min(size, whole), stamp))
        return len(self._table) - 1

    def has(self, path: Path, base: int = 0) -> bool:
        """Whether the file, from the byte ``base`` on, is in the table."""
        return any(entry.path == path and entry.base == base for entry in self._table)

    def path(self, index: int) -> Path:
        return self._table[index].path

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
        with _Borrowed(self, index) as fd:
            yield OpenFile(fd, entry.path, entry.base, entry.size, entry.stamp.size, self.direct)

    def stretches(self, index: int, start: int, stop: int) -> list[tuple[int, int]]:
        """The parts [begin, end) of [start, stop) that are no holes of the file, in order.

        All the rest where it is unknown, and after the first 16,384. Refuses E202.
        """
        entry = self._table[index]
        low, high = entry.base + start, entry.base + min(stop, entry.size)
        with _Borrowed(self, index) as fd:
            found = platform.data_stretches(fd, low, high, _STRETCHES_LIMIT)
            if not found or found[-1][1] < high:
                self._check_size(fd, entry)
        return [(begin - entry.base, end - entry.base) for begin, end in found]

    def forget(self, index: int) -> None:
        """Let the system drop what it holds of the file in memory: the next read is from disk."""
        with _Borrowed(self, index) as fd:
            platform.forget(fd)

    def close(self) -> None:
        """Close what is open; the table stays usable."""
        with self._lock:
            while self._open:
                os.close(self._open.popitem()[1].fd)

    def release(self) -> None:
        """Keep nothing open from now on: what is read by somebody is closed after that.

        The table stays usable; each read opens its file for itself.
        """
        with self._lock:
            self._kept = False
            for index in [index for index, handle in self._open.items() if not handle.users]:
                os.close(self._open.pop(index).fd)

    def __enter__(self) -> Files:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        """As a file does that nobody closed: a window opens many machines."""
        self.close()

    @staticmethod
    def _check_size(fd: int, entry: _File) -> None:
        """Refuse (E202) a file that has shrunk: what is missing is no hole."""
        size = os.lseek(fd, 0, os.SEEK_END)
        if size < entry.base + entry.size:
            raise refuse("E202", path=entry.path, size=size, needed=entry.base + entry.size)

    def _borrow(self, index: int) -> int:
        with self._lock:
            handle = self._open.get(index)
            if handle is None:
                handle = self._open[index] = _Handle(self._open_file(index))
            self._open.move_to_end(index)
            handle.users += 1
            if len(self._open) > OPEN_AT_ONCE:
                self._close_unused()
            return handle.fd

    def _return(self, index: int) -> None:
        with self._lock:
            handle = self._open[index]
            handle.users -= 1
            if not self._kept and not handle.users:
                os.close(self._open.pop(index).fd)

    def _open_file(self, index: int) -> int:
        path = self._table[index].path
        if self.direct:
            with contextlib.suppress(OSError):  # not every file system can
                return platform.open_past_cache(path)
        try:
            return platform.open_to_read(path)
        except OSError as error:
            raise refuse("E410", path=path, reason=error) from None

    def _close_unused(self) -> None:
        """Close the file that has not been used for longest."""
        unused = (index for index, handle in self._open.items() if not handle.users)
        index = next(unused, None)
        if index is not None:
            os.close(self._open.pop(index).fd)


def _device_size(path: Path) -> int:
    with path.open("rb") as device:
        return platform.device_size(device.fileno())


class _Borrowed:
    def __init__(self, files: Files, index: int) -> None:
        self._files, self._index = files, index

    def __enter__(self) -> int:
        return self._files._borrow(self._index)

    def __exit__(self, *_: object) -> None:
        self._files._return(self._index)
