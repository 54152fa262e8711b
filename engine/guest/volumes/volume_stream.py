"""A part of a disk as a file object, for libraries that read file systems.

What they read was written by strangers and may lead them in circles: the reads are counted.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from engine.disk.disk import Disk
from engine.findings import Refusal, refuse, words
from engine.guest.helper.bounds import LimitError
from engine.phrase import Phrase

BLOCK = 64 << 10
_BLOCKS_HELD = 256
#: Looking into a guest takes some thousand reads; a damaged file system may ask for ever more.
READS_LIMIT = 2_000_000
LENGTH_LIMIT = 256 << 20


class Stream(io.RawIOBase):
    """``size`` bytes of ``disk`` from ``offset`` on, with the blocks read last kept in memory.

    ``read`` gives fewer bytes only at the end; it raises LimitError, and what ``disk`` refuses.
    """

    def __init__(self, disk: Disk, offset: int, size: int) -> None:
        super().__init__()
        self._disk = disk
        self._offset = offset
        self.size = max(min(size, disk.size - offset), 0)
        self._position = 0
        self._reads = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, position: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if start + position < 0:
            raise ValueError("before the beginning of the stream")
        self._position = start + position
        return self._position

    def read(self, length: int | None = -1) -> bytes:
        wanted = self.size if length is None or length < 0 else length
        data = self.pread(self._position, wanted)
        self._position += len(data)
        return data

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end; the position stays."""
        stop = min(offset + length, self.size)
        if offset >= stop:
            return b""
        self._reads += 1
        if self._reads > READS_LIMIT or length > LENGTH_LIMIT:
            count = self._reads
            raise LimitError(
                Phrase("{count} reads, the last of {length} bytes", count=count, length=length)
            )
        if stop - offset > BLOCK:
            return self._disk.pread(self._offset + offset, stop - offset)
        first, last = offset // BLOCK, (stop - 1) // BLOCK
        data = self._block(first) if first == last else self._block(first) + self._block(last)
        return data[offset - first * BLOCK : stop - first * BLOCK]

    def _block(self, number: int) -> bytes:
        held = self._blocks.get(number)
        if held is None:
            start = number * BLOCK
            held = self._disk.pread(self._offset + start, min(BLOCK, self.size - start))
            self._blocks[number] = held
            if len(self._blocks) > _BLOCKS_HELD:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return held


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turns whatever a reader of strangers' bytes stumbles over into the refusal E631.

    Such readers raise every kind of exception on damaged input, down to RecursionError.
    """
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        raise refuse("E631", what=what, reason=words(error) or type(error).__name__) from error
