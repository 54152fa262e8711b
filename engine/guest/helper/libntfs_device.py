"""A disk of ours as a device of libntfs-3g."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any

from engine import platform
from engine.disk.disk import WritableDisk


class Device:
    """The operations by which the library reads and writes ``disk``.

    Reading the disk raises no OSError: what goes wrong there ends the helper. So nothing but a
    place outside of the volume is an error here.
    """

    def __init__(self, ffi: Any, disk: WritableDisk) -> None:
        self._ffi, self._disk = ffi, disk
        self._position = 0
        calls: dict[str, Callable[..., int]] = {
            "open": lambda _device, _flags: 0,
            "close": lambda _device: 0,
            "seek": self._seek,
            "read": self._read,
            "write": self._write,
            "pread": self._pread,
            "pwrite": self._pwrite,
            "sync": lambda _device: 0,
            "stat": lambda _device, _stat: self._error(platform.NOT_SUPPORTED),
            "ioctl": lambda _device, _request, _argument: self._error(platform.NOT_SUPPORTED),
        }
        types = {
            name: field.type for name, field in ffi.typeof("struct ntfs_device_operations").fields
        }
        self._callbacks = {
            name: ffi.callback(types[name], call, error=-1) for name, call in calls.items()
        }
        self.operations = ffi.new("struct ntfs_device_operations *", self._callbacks)

    def _error(self, code: int) -> int:
        self._ffi.errno = code
        return -1

    def _seek(self, _device: Any, offset: int, whence: int) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._disk.size}[whence]
        if not 0 <= base + offset <= self._disk.size:
            return self._error(errno.EINVAL)
        self._position = base + offset
        return self._position

    def _read(self, device: Any, buffer: Any, count: int) -> int:
        done = self._pread(device, buffer, count, self._position)
        self._position += max(done, 0)
        return done

    def _write(self, device: Any, buffer: Any, count: int) -> int:
        done = self._pwrite(device, buffer, count, self._position)
        self._position += max(done, 0)
        return done

    def _pread(self, _device: Any, buffer: Any, count: int, offset: int) -> int:
        if offset < 0 or count < 0:
            return self._error(errno.EINVAL)
        content = self._disk.pread(offset, count)
        self._ffi.memmove(buffer, content, len(content))
        return len(content)

    def _pwrite(self, _device: Any, buffer: Any, count: int, offset: int) -> int:
        if offset < 0 or count < 0 or offset + count > self._disk.size:
            return self._error(errno.EIO)
        self._disk.pwrite(offset, bytes(self._ffi.buffer(buffer, count)))
        return count
