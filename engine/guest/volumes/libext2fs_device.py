"""A disk of ours as an I/O manager of libext2fs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.disk.disk import WritableDisk
from engine.guest.volumes import libext2fs_api as api

_FIRST_BLOCK_SIZE = 1024


class Device:
    """The operations by which the library reads and writes ``disk``, one volume from byte 0 on.

    What is written as it was is not written: the library rewrites every bitmap and every group when
    one has changed. ``failure`` is the first exception of ``disk``; the library is told of an error
    and may well ignore it.
    """

    def __init__(self, ffi: Any, disk: WritableDisk) -> None:
        self._ffi, self._disk = ffi, disk
        self.failure: BaseException | None = None
        calls: dict[str, Callable[..., int]] = {
            "open": self._open,
            "close": lambda _channel: 0,
            "set_blksize": self._set_block_size,
            "read_blk": self._read,
            "write_blk": self._write,
            "flush": lambda _channel: 0,
            "write_byte": lambda _channel, at, size, data: self._put(at, size, data),
            "read_blk64": self._read,
            "write_blk64": self._write,
        }
        types = {name: each.type for name, each in ffi.typeof("struct struct_io_manager").fields}
        self._callbacks = {
            name: ffi.callback(types[name], call, error=api.SHORT_READ, onerror=self._failed)
            for name, call in calls.items()
        }
        self._name = ffi.new("char[]", b"guest")
        self.manager = ffi.new(
            "struct struct_io_manager *",
            {"magic": api.MAGIC_IO_MANAGER, "name": self._name, **self._callbacks},
        )
        self._channel = ffi.new("struct struct_io_channel *")

    def _open(self, _name: Any, _flags: int, opened: Any) -> int:
        channel = self._channel
        channel.magic, channel.manager = api.MAGIC_IO_CHANNEL, self.manager
        channel.name, channel.block_size, channel.refcount = self._name, _FIRST_BLOCK_SIZE, 1
        opened[0] = channel
        return 0

    def _set_block_size(self, channel: Any, size: int) -> int:
        channel.block_size = size
        return 0

    def _read(self, channel: Any, block: int, count: int, buffer: Any) -> int:
        offset, length = _place(channel, block, count)
        content = self._disk.pread(offset, length)
        self._ffi.memmove(buffer, content, len(content))
        return 0 if len(content) == length else api.SHORT_READ

    def _write(self, channel: Any, block: int, count: int, data: Any) -> int:
        return self._put(*_place(channel, block, count), data)

    def _put(self, offset: int, length: int, data: Any) -> int:
        if offset + length > self._disk.size:
            return api.SHORT_WRITE
        content = bytes(self._ffi.buffer(data, length))
        if self._disk.pread(offset, length) != content:
            self._disk.pwrite(offset, content)
        return 0

    def _failed(self, _kind: type[BaseException], error: BaseException, _trace: object) -> None:
        self.failure = self.failure or error


def _place(channel: Any, block: int, count: int) -> tuple[int, int]:
    """Offset and length in bytes; a negative count is a number of bytes."""
    size = int(channel.block_size)
    return block * size, count * size if count >= 0 else -count
