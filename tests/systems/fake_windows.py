"""Windows' libraries as far as the engine calls them, over files of this system: a fake.

It keeps what Microsoft's documentation says of each function: what is passed, what comes back, the
number of an error. That a Windows does the same is seen by ``make windows-test`` alone.
"""

from __future__ import annotations

import ctypes
import errno
import importlib
import os
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cffi  # noqa: F401 - before the system is another one
import pytest

READ, WRITE = 0x80000000, 0x40000000
CREATE_NEW, CREATE_ALWAYS = 1, 2
NOT_FOUND, SHARING_VIOLATION, LOCKED, AT_END, EXISTS = 2, 32, 33, 38, 80
NO_LINK, GONE_WHEN_CLOSED = 0x00200000, 0x04000000
_JOB = 7
_ERRNO = {NOT_FOUND: errno.ENOENT, EXISTS: errno.EEXIST, SHARING_VIOLATION: errno.EACCES}
_IS_LINK = 0x400
_MODULES = ("windows_processes", "windows_whpx", "windows")


class Call:
    """A function of a library, to which types can be given."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, *arguments: Any) -> Any:
        return self._function(*arguments)


def number(value: Any) -> int:
    """A handle or a number, as ctypes has it or plain."""
    return int(getattr(value, "value", value) or 0)


@dataclass
class Kernel:
    """kernel32. Handles are this system's file numbers; ``error`` is the last one."""

    error: int = 0
    #: Access, share, how and flags of what was opened.
    opened: list[tuple[int, int, int, int]] = field(default_factory=list)
    locks: list[tuple[int, int]] = field(default_factory=list)  #: how, offset
    links: list[int] = field(default_factory=list)  #: handles of links themselves
    fails_with: int = 0  #: whatever is called next
    part: int = 1 << 30  #: bytes that are written at once
    jobs: list[Any] = field(default_factory=list)  #: limits that a process was put under
    ended: list[int] = field(default_factory=list)  #: exit codes of processes that were ended
    waiting: list[int | None] = field(default_factory=list)  #: bytes in a pipe; None: it is broken

    def __post_init__(self) -> None:
        calls: dict[str, Callable[..., Any]] = {
            "CreateFileW": self._create_file,
            "ReadFile": self._read_file,
            "WriteFile": self._write_file,
            "SetFileInformationByHandle": self._set_information,
            "GetFileInformationByHandleEx": self._information,
            "LockFileEx": self._lock,
            "GlobalMemoryStatusEx": self._memory_status,
            "TerminateProcess": self._terminate,
            "GetCurrentProcess": lambda: -1,
            "CreateJobObjectW": lambda *_: _JOB,
            "SetInformationJobObject": self._limit_job,
            "AssignProcessToJobObject": lambda job, process: number(job) == _JOB,
            "PeekNamedPipe": self._peek,
        }
        for name, function in calls.items():
            setattr(self, name, Call(function))

    def _failed(self) -> bool:
        self.error, self.fails_with = self.fails_with, 0
        return bool(self.error)

    def _create_file(
        self, path: str, access: int, share: int, _: Any, how: int, flags: int, __: Any
    ) -> int:
        self.opened.append((access, share, how, flags))
        own = os.O_RDWR if access & WRITE else os.O_RDONLY
        if how == CREATE_NEW:
            own |= os.O_CREAT | os.O_EXCL
        elif how == CREATE_ALWAYS:
            own |= os.O_CREAT | os.O_TRUNC
        if not self._failed():
            try:
                if flags & NO_LINK and Path(path).is_symlink():  # the link itself is opened
                    self.links.append(os.open(path, os.O_PATH | os.O_NOFOLLOW))
                    return self.links[-1]
                return os.open(path, own)
            except FileNotFoundError:
                self.error = NOT_FOUND
            except FileExistsError:
                self.error = EXISTS
        return int(ctypes.c_void_p(-1).value or 0)

    def _read_file(self, handle: Any, address: int, length: int, done: Any, place: Any) -> int:
        if self._failed():
            return 0
        found = os.pread(number(handle), length, _offset(place))
        if not found and length:
            self.error = AT_END
            return 0
        ctypes.memmove(address, found, len(found))
        done._obj.value = len(found)
        return 1

    def _write_file(self, handle: Any, address: int, length: int, done: Any, place: Any) -> int:
        if self._failed():
            return 0
        data = ctypes.string_at(address, min(length, self.part))
        done._obj.value = os.pwrite(number(handle), data, _offset(place))
        return 1

    def _set_information(self, handle: Any, kind: int, size: Any, _: int) -> int:
        assert kind == 6  # FileEndOfFileInfo
        if self._failed():
            return 0
        os.ftruncate(number(handle), size._obj.value)
        return 1

    def _information(self, handle: Any, kind: int, found: Any, _: int) -> int:
        assert kind == 1  # FileStandardInfo
        if self._failed():
            return 0
        state = os.fstat(number(handle))
        struct.pack_into("qq", found, 0, state.st_blocks * 512, state.st_size)
        return 1

    def _lock(self, handle: Any, how: int, _: int, low: int, high: int, place: Any) -> int:
        assert (low, high) == (1, 0)
        self.locks.append((how, _offset(place)))
        return not self._failed()

    def _memory_status(self, status: Any) -> int:
        assert status._obj.length == ctypes.sizeof(status._obj)
        status._obj.total, status._obj.free = 8 << 30, 3 << 30
        return not self._failed()

    def _terminate(self, handle: Any, code: int) -> int:
        self.ended.append(code)
        return 1

    def _limit_job(self, job: Any, kind: int, limits: Any, size: int) -> int:
        assert (number(job), kind) == (_JOB, 9)  # JobObjectExtendedLimitInformation
        self.jobs.append(limits._obj)
        return not self._failed()

    def _peek(self, *arguments: Any) -> int:
        waiting = arguments[4]
        count = self.waiting.pop(0) if len(self.waiting) > 1 else self.waiting[0]
        waiting._obj.value = count or 0
        return count is not None


def _offset(place: Any) -> int:
    return int(place._obj.offset) | int(place._obj.offset_high) << 32


def _os_error(code: int, path: str | None = None) -> OSError:
    """OSError as Python on Windows makes it: its kind and number are those of ``winerror``."""
    made = _ERRNO.get(code, errno.EINVAL)
    error = OSError(made, f"error {code}", path)
    error.winerror = code  # type: ignore[attr-defined]
    return error


class _Os:
    """The module os, which tells of links as it does on Windows."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def fstat(self, fd: int) -> Any:
        attributes = _IS_LINK if fd in self._kernel.links else 0
        return SimpleNamespace(st_size=os.fstat(fd).st_size, st_file_attributes=attributes)


@contextmanager
def loaded(kernel: Kernel) -> Iterator[SimpleNamespace]:
    """The modules of the platform for Windows, as ``windows`` and ``windows_processes``."""
    library = SimpleNamespace(
        get_osfhandle=lambda fd: fd,
        open_osfhandle=lambda handle, flags: handle,
        setmode=lambda fd, mode: None,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "msvcrt", library)
        patch.setattr(sys, "platform", "win32")
        patch.setattr(ctypes, "WinDLL", lambda name, **_: kernel, raising=False)
        patch.setattr(ctypes, "get_last_error", lambda: kernel.error, raising=False)
        patch.setattr(os, "O_BINARY", 0, raising=False)
        made = {name: importlib.import_module(f"engine.platform.{name}") for name in _MODULES}
        patch.setattr(sys, "platform", "linux")
        windows = made["windows"]
        patch.setattr(windows, "_error", lambda path=None: _os_error(kernel.error, path))
        patch.setattr(windows, "os", _Os(kernel))
        try:
            yield SimpleNamespace(**made)
        finally:
            package = sys.modules["engine.platform"]
            for name in _MODULES:
                del sys.modules[f"engine.platform.{name}"]
                delattr(package, name)
