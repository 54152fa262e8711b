"""macOS: what Linux does otherwise. Numbers are of its sys/fcntl.h, sys/disk.h and stdio.h."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import mmap
import os
import resource
import stat
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from engine.platform.ends import Kept

SHARES_SSH = INHERITS_SOCKETS = HANDS_FILES = True
RUNS_XEN = NEEDS_DISPLAY = False
PACKAGES: Literal["apt", "brew", "none"] = "brew"
_F_NOCACHE, _F_FULLFSYNC = 48, 51
_BLOCK_SIZE, _BLOCK_COUNT, _IS_WRITABLE = 0x40046418, 0x40086419, 0x4004641D  # DKIOCGET…
_RENAME_EXCL = 4
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
_libc = ctypes.CDLL(None, use_errno=True)


def open_past_cache(path: Path) -> int:
    """A file whose reads leave nothing in memory; what is held already is read from there."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    _uncached(fd)
    return fd


def reserve(fd: int, offset: int, length: int) -> None:
    """Nothing: F_PREALLOCATE finds room behind the end of a file only."""


def room(length: int) -> mmap.mmap:
    """Memory of our own, on pages of its own."""
    return mmap.mmap(-1, length, flags=mmap.MAP_PRIVATE | mmap.MAP_ANON)


def clone(source: int, offset: int, target: int, at: int, length: int) -> bool:
    """False: APFS clones whole files only."""
    return False


def zero(device: int, offset: int, length: int) -> bool:
    """False: a device is not told to be zero."""
    return False


def device_size(device: int) -> int:
    """Bytes of an open block device, which cannot be sought to its end."""
    try:
        (size,) = struct.unpack("I", fcntl.ioctl(device, _BLOCK_SIZE, bytes(4)))
        (count,) = struct.unpack("Q", fcntl.ioctl(device, _BLOCK_COUNT, bytes(8)))
    except OSError:  # an image that is mounted as a device by something else
        return os.lseek(device, 0, os.SEEK_END)
    return int(size * count)


def is_read_only(device: int) -> bool:
    """Whether a block device takes no writes, though it can be opened for them."""
    if not stat.S_ISBLK(os.fstat(device).st_mode):
        return False
    try:
        return not any(fcntl.ioctl(device, _IS_WRITABLE, bytes(4)))
    except OSError:
        return False


def sync(fd: int) -> None:
    """Wait until a file is on disk; fsync alone only hands it to the drive, which may keep it."""
    try:
        fcntl.fcntl(fd, _F_FULLFSYNC)
    except OSError:  # a file system of the network
        os.fsync(fd)


sync_data = sync


def forget(fd: int) -> None:
    """Keep nothing of a file in memory from now on; it cannot be thrown out."""
    _uncached(fd)


def rename_new(path: Path, final: Path) -> bool:
    """Whether a file got a name that nothing had; False where this cannot be done in one step.

    Raises FileExistsError.
    """
    rename = getattr(_libc, "renamex_np", None)  # since macOS 10.12
    if rename is None:
        return False
    if not rename(os.fsencode(path), os.fsencode(final), _RENAME_EXCL):
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number))


def _uncached(fd: int) -> None:
    with suppress(OSError):
        fcntl.fcntl(fd, _F_NOCACHE, 1)


def free_memory() -> int | None:
    """None: what is free on macOS says nothing, it is what could be freed that counts."""
    return None


def accelerator() -> Literal["hvf", ""]:
    """What QEMU runs guests by at the speed of the computer; empty where it cannot.

    Apple's own processors run no guests of x86.
    """
    ask = getattr(_libc, "sysctlbyname", None)
    supported = ctypes.c_int(0)
    size = ctypes.c_size_t(ctypes.sizeof(supported))
    if ask is None or os.uname().machine != "x86_64":
        return ""
    failed = ask(b"kern.hv_support", ctypes.byref(supported), ctypes.byref(size), None, 0)
    return "hvf" if supported.value and not failed else ""


def drives_of(number: int) -> frozenset[str]:
    """A name for the volume with this device number; which drive it is on, is not looked up."""
    return frozenset([f"{os.major(number)}:{os.minor(number)}"])


def waiting_threads() -> tuple[int, int] | None:
    """None: what a thread waits in is not told."""
    return None


def file_system(folder: Path) -> str:
    """The kind of file system that a folder is on, by macOS' name for it; empty if unknown."""
    found = ctypes.create_string_buffer(4096)  # struct statfs of sys/mount.h: the name is at 72
    call = getattr(_libc, "statfs$INODE64", None) or _libc.statfs
    if call(os.fsencode(folder), found):
        return ""
    return found.raw[72:88].partition(b"\0")[0].decode("ascii", "replace")


def confine(readable: Sequence[str] = ()) -> frozenset[Kept]:
    """Other processes, which this one cannot start from now on; root can all the same."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        return frozenset() if os.geteuid() == 0 else frozenset({"processes"})
    return frozenset()
