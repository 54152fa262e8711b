"""Windows: files by CreateFileW, so that what is open can be renamed and removed, as elsewhere.

Sources: Microsoft's documentation of each function. Every failure is an OSError by its number.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import stat
import struct
import sys
from ctypes import wintypes
from pathlib import Path
from typing import Literal

import cffi

from engine.platform import windows_ioctl, windows_names, windows_processes, windows_whpx

if sys.platform != "win32":
    raise ImportError("for Windows only")

import msvcrt

SHARES_SSH = INHERITS_SOCKETS = RUNS_XEN = NEEDS_DISPLAY = HANDS_FILES = False
PACKAGES: Literal["apt", "brew", "none"] = "none"
confine = windows_processes.confine
_kernel = ctypes.WinDLL("kernel32", use_last_error=True)
_READ, _WRITE = 0x80000000, 0x40000000  # GENERIC_…
_SHARE_ALL = 7  # FILE_SHARE_READ, …_WRITE, …_DELETE
_CREATE_NEW, _CREATE_ALWAYS, _OPEN = 1, 2, 3
_NO_BUFFERING, _NO_LINK, _GONE_WHEN_CLOSED = 0x20000000, 0x00200000, 0x04000000
_IS_LINK = 0x400  # FILE_ATTRIBUTE_REPARSE_POINT
_END_OF_FILE_INFO, _STANDARD_INFO = 6, 1
_AT_END, _SHARING_VIOLATION = 38, 32
_AT_ONCE = 1 << 30
_LOCK_AT = 1 << 62  # locks keep others from reading: far beyond the end of any file
_FAIL_AT_ONCE, _EXCLUSIVE = 1, 2
_buffers = cffi.FFI()
means_no_file = windows_names.means_no_file
accelerator = windows_whpx.accelerator


class _Overlapped(ctypes.Structure):
    _fields_ = (
        ("internal", ctypes.c_void_p),
        ("internal_high", ctypes.c_void_p),
        ("offset", wintypes.DWORD),
        ("offset_high", wintypes.DWORD),
        ("event", wintypes.HANDLE),
    )


class _MemoryStatus(ctypes.Structure):
    _fields_ = (
        ("length", wintypes.DWORD),
        ("load", wintypes.DWORD),
        *((name, ctypes.c_ulonglong) for name in ("total", "free", "p", "q", "r", "s", "t")),
    )


_kernel.CreateFileW.restype = wintypes.HANDLE
_kernel.CreateFileW.argtypes = (
    wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p,
    wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE,
)  # fmt: skip
for _name in ("ReadFile", "WriteFile"):
    getattr(_kernel, _name).argtypes = (
        wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD, ctypes.c_void_p, ctypes.c_void_p,
    )  # fmt: skip


def open_to_read(path: Path | str) -> int:
    """A file opened for reading; what turns out to be a pipe is not waited for."""
    return _opened(path, _READ)


def open_past_cache(path: Path) -> int:
    """A file whose reads come from the disk itself."""
    return _opened(path, _READ, flags=_NO_BUFFERING)


def open_new(path: Path, rights: int = 0o644) -> int:
    """A new file for reading and writing; raises FileExistsError, also for a link.

    Whatever ``rights`` say, it has those that its folder hands down.
    """
    return _opened(path, _READ | _WRITE, _CREATE_NEW)


def rights(found: os.stat_result) -> int:
    """Who may read and write a file is not in its mode here: the folder of a copy says it."""
    return stat.S_IMODE(found.st_mode) & 0o666


def open_own(path: Path) -> int:
    """A file that is there, for reading and writing; raises OSError(ELOOP) for a symbolic link."""
    fd = _opened(path, _READ | _WRITE, flags=_NO_LINK)
    if os.fstat(fd).st_file_attributes & _IS_LINK:
        os.close(fd)
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return fd


def open_to_change(path: Path) -> int:
    """A file that is there, for reading and writing; links are followed."""
    return _opened(path, _READ | _WRITE)


def open_device(path: Path) -> int:
    """A refusal: no block device is written to on Windows."""
    raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(path))


def open_pipe(path: Path) -> int:
    """Nothing: pipes have no names in folders here; raises OSError."""
    raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(path))


def read_at(fd: int, buffer: memoryview, at: int) -> int:
    """The number of bytes read into ``buffer`` from ``at`` on; 0 at the end."""
    place, done = _overlapped(at), wintypes.DWORD()
    address, length = _address(buffer)
    if not _kernel.ReadFile(_handle(fd), address, length, ctypes.byref(done), ctypes.byref(place)):
        if ctypes.get_last_error() == _AT_END:
            return 0
        raise _error()
    return done.value


def bytes_at(fd: int, length: int, at: int) -> bytes:
    """``length`` bytes from ``at`` on; fewer at the end."""
    buffer = bytearray(min(length, max(os.fstat(fd).st_size - at, 0)))
    return bytes(buffer[: read_at(fd, memoryview(buffer), at)])


def write_at(fd: int, data: memoryview, at: int) -> int:
    """The number of bytes of ``data`` that were written at ``at``."""
    place, done = _overlapped(at), wintypes.DWORD()
    address, length = _address(data)
    if not _kernel.WriteFile(_handle(fd), address, length, ctypes.byref(done), ctypes.byref(place)):
        raise _error()
    return done.value


def write_parts(fd: int, parts: list[memoryview], at: int) -> int:
    """The number of bytes of ``parts``, one after another, that were written at ``at``."""
    done = 0
    for part in parts:
        done += (count := write_at(fd, part, at + done))
        if count < len(part):
            break
    return done


def make_sparse(fd: int) -> None:
    """Have what is not written take no room; nothing where the file system cannot."""
    windows_ioctl.make_sparse(_control(fd))


def resize(fd: int, size: int) -> None:
    """Make a file ``size`` bytes long; what is added is not written."""
    end = ctypes.c_int64(size)
    if not _kernel.SetFileInformationByHandle(
        _handle(fd), _END_OF_FILE_INFO, ctypes.byref(end), ctypes.sizeof(end)
    ):
        raise _error()


def reserve(fd: int, offset: int, length: int) -> None:
    """Nothing: room found beforehand would be written twice, or no longer be a hole."""


def allocated(place: Path | int) -> int:
    """Bytes that a file takes on disk; holes take none."""
    if isinstance(place, Path) and place.is_dir():
        return 0
    fd = place if isinstance(place, int) else open_to_read(place)
    try:
        found = ctypes.create_string_buffer(24)  # FILE_STANDARD_INFO
        if not _kernel.GetFileInformationByHandleEx(_handle(fd), _STANDARD_INFO, found, 24):
            raise _error()
        return int(struct.unpack_from("q", found)[0])
    finally:
        if not isinstance(place, int):
            os.close(fd)


def data_stretches(fd: int, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
    """The parts [begin, end) of [start, stop) that are no holes, in order.

    All the rest where it is unknown, and after the first ``limit``.
    """
    return windows_ioctl.data_stretches(_control(fd), start, stop, limit)


def clone(source: int, offset: int, target: int, at: int, length: int) -> bool:
    """False: only ReFS shares blocks."""
    return False


def zero(device: int, offset: int, length: int) -> bool:
    """False: there are no devices to write to."""
    return False


def device_size(device: int) -> int:
    """Bytes of an open file; there are no devices."""
    return os.fstat(device).st_size


def is_read_only(device: int) -> bool:
    """False: what is read-only cannot be opened for writing."""
    return False


def sync(fd: int) -> None:
    """Wait until a file is on disk (FlushFileBuffers)."""
    os.fsync(fd)


sync_data = sync


def sync_folder(folder: Path) -> None:
    """Nothing: NTFS keeps names in its own journal, and has no call to wait for it."""


def forget(fd: int) -> None:
    """Nothing: what is to be read from disk is opened past the cache."""


def rename_new(path: Path, final: Path) -> bool:
    """Whether a file got a name that nothing had; raises FileExistsError."""
    os.rename(path, final)  # noqa: PTH104 - replaces nothing here
    return True


def lock(fd: int, *, shared: bool = False) -> None:
    """Hold a file as long as it is open; raises OSError where another process holds it."""
    place = _overlapped(_LOCK_AT)
    how = _FAIL_AT_ONCE | (0 if shared else _EXCLUSIVE)
    if not _kernel.LockFileEx(_handle(fd), how, 0, 1, 0, ctypes.byref(place)):
        raise _error()


def hold_folder(folder: Path) -> int:
    """A folder held until the file number is closed; raises BlockingIOError where another does.

    What holds it is a file in it that is gone as soon as it is closed, be it by a crash.
    """
    path = folder / ".vmx2xen.lock"
    try:
        return _opened(path, _READ | _WRITE, _CREATE_ALWAYS, _GONE_WHEN_CLOSED, share=0)
    except OSError as error:
        if error.winerror == _SHARING_VIOLATION:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(path)) from None
        raise


def room(length: int) -> mmap.mmap:
    """Memory of our own, on pages of its own."""
    return mmap.mmap(-1, length)


def memory() -> int:
    """Bytes of the computer's memory."""
    return int(_memory_status().total)


def is_bounded() -> bool:
    """Whether somebody has bounded the memory of this process: not known here."""
    return False


def free_memory() -> int | None:
    """Bytes of memory that nothing uses now."""
    return int(_memory_status().free)


def device_number(found: os.stat_result) -> int:
    """The serial number of the volume that a path is on."""
    return found.st_dev


def drives_of(number: int) -> frozenset[str]:
    """A name for the volume with this serial number; which drive it is on, is not looked up."""
    return frozenset([f"volume {number:x}"])


def waiting_threads() -> tuple[int, int] | None:
    """None: what a thread waits in is not told."""
    return None


def file_system(folder: Path) -> str:
    """The kind of file system that a folder is on, by Windows' name for it; empty if unknown."""
    volume, name = ctypes.create_unicode_buffer(1024), ctypes.create_unicode_buffer(64)
    if not _kernel.GetVolumePathNameW(str(folder), volume, 1024):
        return ""
    known = _kernel.GetVolumeInformationW(volume, None, 0, None, None, None, name, 64)
    return name.value if known else ""


def _opened(
    path: Path | str, access: int, how: int = _OPEN, flags: int = 0, share: int = _SHARE_ALL
) -> int:
    """A file number; files that child processes do not inherit."""
    handle = _kernel.CreateFileW(str(path), access, share, None, how, flags, None)
    if handle == wintypes.HANDLE(-1).value:
        raise _error(str(path))
    return msvcrt.open_osfhandle(handle, os.O_BINARY | (0 if access & _WRITE else os.O_RDONLY))


def _handle(fd: int) -> wintypes.HANDLE:
    return wintypes.HANDLE(msvcrt.get_osfhandle(fd))


def _overlapped(at: int) -> _Overlapped:
    return _Overlapped(offset=at & 0xFFFFFFFF, offset_high=at >> 32)


def _address(buffer: memoryview) -> tuple[int, int]:
    """Where a buffer is, and how many bytes of it are read or written at once."""
    where = _buffers.cast("uintptr_t", _buffers.from_buffer(buffer))
    return int(where), min(len(buffer), _AT_ONCE)


def _control(fd: int) -> windows_ioctl.Control:
    def control(code: int, given: bytes, room: int) -> bytes:
        answer, count = ctypes.create_string_buffer(max(room, 1)), wintypes.DWORD()
        done = _kernel.DeviceIoControl(
            _handle(fd), code, given, len(given), answer, room, ctypes.byref(count), None
        )
        number = ctypes.get_last_error()
        if not done and number != windows_ioctl.MORE_DATA:
            raise _error()
        return answer.raw[: count.value]

    return control


def _memory_status() -> _MemoryStatus:
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    if not _kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
        raise _error()
    return status


def _error(path: str | None = None) -> OSError:
    number = ctypes.get_last_error()
    return OSError(0, ctypes.FormatError(number).strip().rstrip("."), path, number)
