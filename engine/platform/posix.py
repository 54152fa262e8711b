"""What Linux and macOS do alike."""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import stat
from pathlib import Path

_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
_QUIETLY = getattr(os, "O_NOATIME", 0)  #: of Linux: the time of the last reading stays
_OWN = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_NEW = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_CREAT | os.O_EXCL
_BLOCK = 512  #: what st_blocks counts, on both


def open_to_read(path: Path | str) -> int:
    """A file opened for reading; what turns out to be a pipe is not waited for.

    That it was read is not noted in the file either, where the system lets its owner have it so.
    """
    try:
        return os.open(path, _READ | _QUIETLY)
    except PermissionError:  # it is somebody else's
        return os.open(path, _READ)


def open_new(path: Path, rights: int = 0o644) -> int:
    """A new file for reading and writing; raises FileExistsError, also for a link.

    ``rights``: who may do what with it, as ``chmod`` counts; the umask takes from them.
    """
    return os.open(path, _NEW, rights)


def rights(found: os.stat_result) -> int:
    """Who may read and write a file, as ``chmod`` counts, where its copy is our group's.

    Another group than that has no more than all others: who is in it does not say who is in ours.
    """
    mode = stat.S_IMODE(found.st_mode) & 0o666
    if found.st_gid == os.getegid():
        return mode
    return mode & (0o606 | (mode & 0o006) << 3)


def open_own(path: Path) -> int:
    """A file that is there, for reading and writing; raises OSError(ELOOP) for a symbolic link."""
    return os.open(path, _OWN)


def open_to_change(path: Path) -> int:
    """A file that is there, for reading and writing; links are followed."""
    return os.open(path, os.O_RDWR | os.O_CLOEXEC)


def open_device(path: Path) -> int:
    """A block device for reading and writing, alone; Linux refuses one that is mounted."""
    return os.open(path, os.O_RDWR | os.O_EXCL | os.O_CLOEXEC)


def open_pipe(path: Path) -> int:
    """A new pipe with a name, for this user alone; open at both ends, so neither side waits."""
    os.mkfifo(path, 0o600)
    return os.open(path, os.O_RDWR | os.O_CLOEXEC)


def read_at(fd: int, buffer: memoryview, at: int) -> int:
    """The number of bytes read into ``buffer`` from ``at`` on; 0 at the end."""
    return os.preadv(fd, [buffer], at)


def bytes_at(fd: int, length: int, at: int) -> bytes:
    """``length`` bytes from ``at`` on; fewer at the end."""
    return os.pread(fd, length, at)


def write_at(fd: int, data: memoryview, at: int) -> int:
    """The number of bytes of ``data`` that were written at ``at``."""
    return os.pwrite(fd, data, at)


def write_parts(fd: int, parts: list[memoryview], at: int) -> int:
    """The number of bytes of ``parts``, one after another, that were written at ``at``."""
    return os.pwritev(fd, parts, at)


def device_number(found: os.stat_result) -> int:
    """The number of the block device that a path is, or of the volume that it is on."""
    return found.st_rdev if stat.S_ISBLK(found.st_mode) else found.st_dev


def make_sparse(fd: int) -> None:
    """Holes need no asking here: what is not written takes no room, where the file system can."""


def resize(fd: int, size: int) -> None:
    """Make a file ``size`` bytes long; what is added is a hole."""
    os.ftruncate(fd, size)


def allocated(place: Path | int) -> int:
    """Bytes that a file takes on disk; holes take none."""
    return os.stat(place).st_blocks * _BLOCK  # noqa: PTH116


def data_stretches(fd: int, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
    """The parts [begin, end) of [start, stop) that are no holes, in order.

    All the rest where it is unknown, and after the first ``limit``.
    """
    found: list[tuple[int, int]] = []
    at = start
    try:
        while at < stop and len(found) < limit:
            begin = os.lseek(fd, at, os.SEEK_DATA)
            if begin >= stop:
                return found
            at = min(os.lseek(fd, begin, os.SEEK_HOLE), stop)
            found.append((begin, at))
    except OSError as error:
        if error.errno == errno.ENXIO:  # a hole up to the end
            return found
    if at < stop:
        found.append((at, stop))
    return found


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable: files made or renamed there survive a power cut."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def means_no_file(part: str) -> bool:
    """False: a part of a path is a name in a folder, whatever it looks like."""
    return False


def lock(fd: int, *, shared: bool = False) -> None:
    """Hold a file as long as it is open; raises OSError where another process holds it."""
    fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def hold_folder(folder: Path) -> int:
    """A folder held until the file number is closed; raises BlockingIOError where another does."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        lock(fd)
    except OSError:
        os.close(fd)
        raise
    return fd


def memory() -> int:
    """Bytes of the computer's memory."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def is_bounded() -> bool:
    """Whether somebody has bounded the memory of this process (``ulimit -v``)."""
    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
