"""Writes a dynamic VHD, its blocks in the order of the disk.

A block is 2 MiB; of one that is used the file holds the pages that are not zeros, the rest are
holes of the file.
"""

from __future__ import annotations

import time
import uuid
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import platform
from engine.disk.copying.content import Content
from engine.disk.copying.digest import BLOCK
from engine.disk.images import vhd
from engine.disk.images.growing import Growing
from engine.disk.images.targets import reserve, write_at
from engine.findings import refuse

_BITMAP = memoryview(b"\xff" * vhd.SECTOR)


class VhdTarget(Growing):
    """A dynamic VHD being written."""

    format = "vhd"
    limit = vhd.UNUSED * vhd.SECTOR

    def __init__(self, path: Path, size: int, *, resume_at: int | None = None) -> None:
        """As :class:`Growing`; refuses E411 too, for a disk of more than 2040 GiB."""
        if size > vhd.LIMIT:
            raise refuse("E411", format=self.format, size=size)
        super().__init__(path, size, resume_at)
        first = vhd.first_block(size)
        if resume_at:  # what lies beyond the last record is written again
            self.extend(max(resume_at, first))
        else:
            self._write_metadata(first)
        self.begin(max(resume_at or 0, first))

    def place(self, content: Content, at: int) -> int:
        end = at + len(_used(content)) * vhd.STRIDE
        if end > at:  # a block is there to its end, though that may be a hole
            self.extend(end)
        return end

    def store(self, content: Content, at: int) -> None:
        places = at + vhd.BITMAP_AT + np.arange(len(used := _used(content))) * vhd.STRIDE
        for block, place in zip(used, places.tolist(), strict=True):
            write_at(self.fd, self.path, _BITMAP, place)
            self._write_block(content, block * vhd.BLOCK, place + vhd.SECTOR)
        count = -(-content.piece.length // vhd.BLOCK)
        entries = np.full(count, vhd.UNUSED, ">u4")
        entries[used] = places // vhd.SECTOR
        where = vhd.TABLE_AT + content.piece.start // vhd.BLOCK * 4
        write_at(self.fd, self.path, memoryview(entries.tobytes()), where)

    def _write_block(self, content: Content, start: int, offset: int) -> None:
        """The stretches of the block that begins at ``start`` in the piece."""
        for begin, data in content.stretches:
            low, high = max(begin, start), min(begin + len(data), start + vhd.BLOCK)
            if low < high:
                where = offset + low - start
                reserve(self.fd, self.path, where, high - low)
                write_at(self.fd, self.path, data[low - begin : high - begin], where)

    def finish(self) -> None:
        """The footer comes last: without it the image is none."""
        self.sync()
        self.extend(self.cursor + vhd.SECTOR)
        write_at(
            self.fd, self.path, memoryview(platform.bytes_at(self.fd, vhd.SECTOR, 0)), self.cursor
        )
        self.sync()

    def _write_metadata(self, first: int) -> None:
        self.extend(first)
        head = vhd.footer(self.size, uuid.uuid4().bytes, int(time.time())) + vhd.header(self.size)
        write_at(self.fd, self.path, memoryview(head), 0)
        table = memoryview(np.full(vhd.entries(self.size), vhd.UNUSED, ">u4").tobytes())
        write_at(self.fd, self.path, table, vhd.TABLE_AT)


def _used(content: Content) -> NDArray[np.intp]:
    """Which of the piece's blocks of 2 MiB hold something."""
    return np.flatnonzero(content.blocks.reshape(-1, vhd.BLOCK // BLOCK).any(axis=1))
