"""A mapping as one readable disk: for looking inside before anything is copied."""

from __future__ import annotations

from dataclasses import dataclass

import deflate
import numpy as np

from engine.disk.block_map import BlockMap, Kind, Mapping
from engine.disk.files import Files
from engine.findings import Refusal, refuse

_MARKER = 12  #: bytes before the compressed data: u64 address in sectors, u32 size
_SECTOR = 512
#: zlib never makes a grain much larger; more is a sign of damage.
_EXPANSION = 2


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the bytes that a mapping stands for; safe to use from several threads."""

    mapping: Mapping
    files: Files

    @property
    def size(self) -> int:
        return self.mapping.size

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end of the disk."""
        length = max(min(length, self.size - offset), 0)
        if not length:
            return b""
        buffer = bytearray(length)
        fill(memoryview(buffer), offset, self.mapping.blocks(offset, offset + length), self.files)
        return bytes(buffer)


def fill(buffer: memoryview, start: int, blocks: BlockMap, files: Files) -> None:
    """Read runs into ``buffer``, whose first byte is address ``start``.

    Only data is written: where there are holes or zeros the buffer must be zero already.
    Refuses E202, E204, E410.
    """
    low = blocks.start - start
    rows = zip(
        low.tolist(),
        (low + blocks.length).tolist(),
        blocks.kind.tolist(),
        blocks.file.tolist(),
        blocks.offset.tolist(),
        blocks.within.tolist(),
        strict=True,
    )
    for begin, end, kind, file, offset, within in rows:
        if kind == Kind.DATA:
            files.read_into(file, offset, buffer[begin:end])
        elif kind == Kind.DEFLATED:
            inflated = inflate(files, file, offset, start + begin - within)
            part = inflated[within : within + end - begin]
            if len(part) != end - begin:
                raise _damaged(files, file, offset, "is too short")
            buffer[begin:end] = part


GRAIN_LIMIT = 1 << 20


def inflate(files: Files, file: int, offset: int, address: int) -> bytes:
    """The grain whose marker is at ``offset``; ``address`` is where it belongs on the disk.

    Source: "Virtual Disk Format 5.0", section "Grain markers". Refuses E202 and E204.
    """
    marker = np.frombuffer(files.read(file, offset, _MARKER), "<u4")
    sector, size = int(marker[0]) | int(marker[1]) << 32, int(marker[2])
    if sector * _SECTOR != address:
        raise _damaged(files, file, offset, f"belongs to sector {sector}")
    if not 0 < size <= _EXPANSION * GRAIN_LIMIT:
        raise _damaged(files, file, offset, f"claims {size} compressed bytes")
    packed = files.read(file, offset + _MARKER, size)
    try:
        return bytes(deflate.zlib_decompress(packed, GRAIN_LIMIT))
    except deflate.DeflateError as error:
        raise _damaged(files, file, offset, f"cannot be inflated ({error})") from None


def _damaged(files: Files, file: int, offset: int, how: str) -> Refusal:
    return refuse("E204", path=files.path(file), reason=f"the grain at byte {offset} {how}")
