"""Linux: what macOS does otherwise or not at all."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import mmap
import os
import stat
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from engine.platform import linux_cell, linux_drives, linux_waits
from engine.platform.ends import Kept

SHARES_SSH = INHERITS_SOCKETS = RUNS_XEN = NEEDS_DISPLAY = True
HANDS_FILES = False
PACKAGES: Literal["apt", "brew", "none"] = "apt"
_BLKROGET, _BLKZEROOUT, _FICLONERANGE = 0x125E, 0x127F, 0x4020940D  # linux/fs.h
_KEEP_SIZE = 1  # linux/falloc.h
_FULL = (errno.ENOSPC, errno.EDQUOT)
_HERE = -100  # AT_FDCWD, linux/fcntl.h
_NO_REPLACE = 1  # RENAME_NOREPLACE, linux/fs.h
#: What renameat2 fails with where the kernel or the file system cannot do it.
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
drives_of = linux_drives.drives_of
waiting_threads = linux_waits.waiting_threads
_libc = ctypes.CDLL(None, use_errno=True)


def open_past_cache(path: Path) -> int:
    """A file whose reads come from the disk itself; raises OSError where its file system cannot."""
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_DIRECT)


def reserve(fd: int, offset: int, length: int) -> None:
    """Have the file system find room; raises OSError for a full disk only, else it just may not."""
    where = ctypes.c_int64(offset), ctypes.c_int64(length)
    if _libc.fallocate(fd, _KEEP_SIZE, *where) and ctypes.get_errno() in _FULL:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def room(length: int) -> mmap.mmap:
    """Memory of our own, on pages of its own, large ones where there are any."""
    found = mmap.mmap(-1, length, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with suppress(OSError):
        found.madvise(mmap.MADV_HUGEPAGE)
    return found


def clone(source: int, offset: int, target: int, at: int, length: int) -> bool:
    """Whether ``length`` bytes of two files share their blocks now (btrfs, XFS)."""
    order = struct.pack("qQQQ", source, offset, length, at)
    try:
        fcntl.ioctl(target, _FICLONERANGE, order)
    except OSError:
        return False
    return True


def zero(device: int, offset: int, length: int) -> bool:
    """Whether a part of a block device was made zero by the device itself."""
    try:
        fcntl.ioctl(device, _BLKZEROOUT, struct.pack("QQ", offset, length))
    except OSError:
        return False
    return True


def device_size(device: int) -> int:
    """Bytes of an open block device."""
    return os.lseek(device, 0, os.SEEK_END)


def is_read_only(device: int) -> bool:
    """Whether a block device takes no writes, though it can be opened for them."""
    if not stat.S_ISBLK(os.fstat(device).st_mode):
        return False
    return any(fcntl.ioctl(device, _BLKROGET, bytes(4)))


def sync(fd: int) -> None:
    """Wait until a file and what is known of it are on disk."""
    os.fsync(fd)


def sync_data(fd: int) -> None:
    """Wait until what a file holds is on disk."""
    os.fdatasync(fd)


def forget(fd: int) -> None:
    """Let go of what is held of a file in memory: the next read is from disk."""
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)


def rename_new(path: Path, final: Path) -> bool:
    """Whether a file got a name that nothing had; False where this cannot be done in one step.

    Raises FileExistsError.
    """
    rename = getattr(_libc, "renameat2", None)  # glibc has it since 2.28
    if rename is None:
        return False
    if not rename(_HERE, os.fsencode(path), _HERE, os.fsencode(final), _NO_REPLACE):
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number))


def free_memory() -> int | None:
    """Bytes of memory that nothing uses now; None if it is unknown."""
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def accelerator() -> Literal["kvm", ""]:
    """What QEMU runs guests by at the speed of the computer; empty where it cannot."""
    return "kvm" if os.access("/dev/kvm", os.R_OK | os.W_OK) else ""


def file_system(folder: Path) -> str:
    """The kind of file system that a folder is on, by Linux' name for it; empty if unknown."""
    number = folder.stat().st_dev
    name = f"{os.major(number)}:{os.minor(number)}"
    for line in Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines():
        mount, _, kind = line.partition(" - ")
        if mount.split()[2:3] == [name]:
            return kind.split()[0]
    return ""


def confine(readable: Sequence[str] = ()) -> frozenset[Kept]:
    """What this process cannot do from now on, for good; it may still load modules and libraries.

    ``files``: open any but to read those and ``readable``, which are files and folders;
    ``network``; ``processes``: start or signal others.
    """
    kept: set[Kept] = set()
    if linux_cell.keep_files(readable):
        kept.add("files")
    if linux_cell.keep_calls():
        kept.update(("network", "processes"))
    return frozenset(kept)
