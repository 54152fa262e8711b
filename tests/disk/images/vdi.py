"""VirtualBox's VDI, for the tests alone: that one more format is one file and one line.

Of a fixed size, so that a block of the image has its place from the beginning. Layout: VirtualBox,
src/VBox/Storage/VDICore.h (pre-header, header 1.1, block map). All numbers are little endian.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from pathlib import Path

from engine import platform
from engine.disk.block_map import Mapping
from engine.disk.copying.content import Content
from engine.disk.copying.pieces import Batch, Piece
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.images.targets import Target, open_file, sync, write_at
from engine.findings import refuse
from engine.job.convert.disk_task import DiskTask

_BLOCK, _MAP_AT, _FIXED = 1 << 20, 512, 2
_TEXT = b"<<< Oracle VM VirtualBox Disk Image >>>\n"


def _header(size: int) -> bytes:
    blocks = -(-size // _BLOCK)
    fields = (400, _FIXED, 0, b"", _MAP_AT, _data_at(size), 0, 0, 0, 512, 0,
              size, _BLOCK, 0, blocks, blocks)  # fmt: skip
    packed = struct.pack("<3L256s7LQ4L", *fields)
    head = struct.pack("<64sLL", _TEXT, 0xBEDA107F, 0x00010001) + packed
    return head + struct.pack("<16s", os.urandom(16))


def _data_at(size: int) -> int:
    return -(-(_MAP_AT + -(-size // _BLOCK) * 4) // _BLOCK) * _BLOCK


class _Vdi:
    every = False
    cursor = 0

    def __init__(self, path: Path, size: int, resume: bool) -> None:
        self.path, self._size, self._at = path, size, _data_at(size)
        self._fd = open_file(path, resume)
        blocks = -(-size // _BLOCK)
        platform.resize(self._fd, self._at + blocks * _BLOCK)
        table = memoryview(struct.pack(f"<{blocks}L", *range(blocks)))
        write_at(self._fd, path, table, _MAP_AT)

    def write(self, batch: Batch, contents: Sequence[Content]) -> None:
        for content in contents:
            for place, data in content.stretches:
                write_at(self._fd, self.path, data, self._at + content.piece.start + place)

    def abort(self) -> None:
        pass

    def passed(self, piece: Piece) -> None:
        pass

    def sync(self) -> None:
        sync(self._fd, self.path)

    def finish(self) -> None:
        write_at(self._fd, self.path, memoryview(_header(self._size)), 0)
        self.sync()

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def create(task: DiskTask, path: Path, resume_at: int | None) -> Target:
    return _Vdi(path, task.size, resume_at is not None)


def read(path: Path, files: Files) -> Mapping:
    file = files.add(path)
    (size,) = struct.unpack("<Q", files.read(file, 368, 8))
    return Flat(files, file, size, _data_at(size))


def read_unfinished(path: Path, files: Files, size: int) -> Mapping:
    return Flat(files, files.add(path), size, _data_at(size))


def check(path: Path) -> None:
    if path.read_bytes()[: len(_TEXT)] != _TEXT:
        raise refuse("E421", path=path, reason="it has no header")
