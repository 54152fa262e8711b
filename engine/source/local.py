"""The folders of this computer, and what the system mounts among them: shares of Windows, NFS."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine import platform
from engine.source.source import Entry, FileKind, Opened, Part, Stat


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file by its descriptor."""

    fd: int
    path: Path
    direct: bool
    base: int = 0

    def read_some(self, at: int, buffer: memoryview) -> int:
        try:
            return platform.read_at(self.fd, buffer, at)
        except OSError as error:
            if not self.direct or error.errno != errno.EINVAL:
                raise
        # What is not aligned, such as the end of a disk, cannot be read directly.
        with self.path.open("rb", buffering=0) as file:
            return platform.read_at(file.fileno(), buffer, at)

    def read_parts(self, parts: Sequence[Part]) -> None:
        for at, buffer in parts:
            done = 0
            while done < len(buffer):
                count = self.read_some(at + done, buffer[done:])
                if not count:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                done += count

    def stretches(self, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
        return platform.data_stretches(self.fd, start, stop, limit)

    def size(self) -> int:
        return os.lseek(self.fd, 0, os.SEEK_END)

    def close(self) -> None:
        os.close(self.fd)


class LocalFolders:
    """The files of this computer as a source."""

    connections = 0

    def list(self, folder: Path) -> Iterator[Entry]:
        with os.scandir(folder) as entries:
            for each in entries:
                yield Entry(Path(each), each.is_file(), each.is_dir(follow_symlinks=False))

    def stat(self, path: Path, *, now: bool = False) -> Stat:
        found = path.stat()
        size = found.st_size
        kind = _kind(found.st_mode)
        if kind is FileKind.DEVICE:
            with path.open("rb") as device:
                size = platform.device_size(device.fileno())
        held = platform.allocated(path)
        identity = (found.st_dev, found.st_ino)
        return Stat(kind, size, found.st_mtime_ns, held, identity, platform.rights(found))

    def readable(self, path: Path) -> bool:
        return os.access(path, os.R_OK)

    def real(self, path: Path) -> Path:
        return path.resolve()

    def running(self, path: Path) -> bool:
        return False  # a running machine is seen by its locks

    def open(self, path: Path, *, direct: bool = False) -> Opened:
        if direct:
            with contextlib.suppress(OSError):  # not every file system can
                return LocalFile(platform.open_past_cache(path), path, direct=True)
        fd = platform.open_to_read(path)
        if direct:  # what is held in memory is no proof of what is on disk
            platform.forget(fd)
        return LocalFile(fd, path, direct=False)


def _kind(mode: int) -> FileKind:
    if stat.S_ISREG(mode):
        return FileKind.FILE
    if stat.S_ISDIR(mode):
        return FileKind.FOLDER
    return FileKind.DEVICE if stat.S_ISBLK(mode) else FileKind.OTHER
