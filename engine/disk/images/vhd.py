"""Dynamic VHD as far as we write it.

Source: Microsoft's "Virtual Hard Disk Image Format Specification" 1.0. All numbers are big endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.disk.block_map import BlockMap, Kind, runs
from engine.disk.files import Files
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

SECTOR = 512
BLOCK = 2 << 20
#: From one block to the next in the file: the sector that says what is held ends a page, so that
#: the data lies on pages.
STRIDE = BLOCK + 4096
BITMAP_AT = 4096 - SECTOR
TABLE_AT = 3 * SECTOR
UNUSED = 0xFFFFFFFF
#: XenServer's and Microsoft's limit: 2040 GiB.
LIMIT = 2040 << 30

_FOOTER = struct.Struct(">8sIIQI4sI4sQQHBBII16sB")
_HEADER = struct.Struct(">8sQQIIII16sII512s")
_EPOCH = 946684800  # 2000-01-01T00:00:00Z
# QEMU goes by the size in bytes for this creator, for unknown ones by cylinders and heads.
_CREATOR = b"qem2"
_DYNAMIC = 3


def entries(size: int) -> int:
    """Blocks of a disk of ``size`` bytes."""
    return -(-size // BLOCK)


def first_block(size: int) -> int:
    """Where the first block may begin in the file: on a page after the table."""
    return -(-(TABLE_AT + entries(size) * 4) // 4096) * 4096


def footer(size: int, identity: bytes, seconds: int) -> bytes:
    """The footer, which is also the file's first sector; ``seconds`` since 1970."""
    cylinders, heads, sectors = geometry(size // SECTOR)
    return _summed(
        _FOOTER.pack(
            b"conectix", 2, 0x10000, SECTOR, max(seconds - _EPOCH, 0), _CREATOR, 0x50003, b"Wi2k",
            size, size, cylinders, heads, sectors, _DYNAMIC, 0, identity, 0,
        ).ljust(SECTOR, b"\0"),
        64,
    )  # fmt: skip


def header(size: int) -> bytes:
    """The header of a dynamic disk, 1,024 bytes."""
    fields = (b"cxsparse", (1 << 64) - 1, TABLE_AT, 0x10000, entries(size), BLOCK, 0)
    return _summed(_HEADER.pack(*fields, bytes(16), 0, 0, bytes(512)).ljust(1024, b"\0"), 36)


def _summed(data: bytes, at: int) -> bytes:
    """``data`` with its checksum, the complement of the sum of its bytes, at ``at``."""
    return data[:at] + struct.pack(">I", ~sum(data) & 0xFFFFFFFF) + data[at + 4 :]


def geometry(sectors: int) -> tuple[int, int, int]:
    """Cylinders, heads and sectors per track, as the specification's appendix has it."""
    sectors = min(sectors, 65535 * 16 * 255)
    if sectors >= 65535 * 16 * 63:
        return sectors // 255 // 16, 16, 255
    track, heads = 17, max(-(-(sectors // 17) // 1024), 4)
    if sectors // 17 >= heads * 1024 or heads > 16:
        track, heads = 31, 16
    if sectors // track >= heads * 1024:
        track, heads = 63, 16
    return sectors // track // heads, heads, track


@dataclass(frozen=True, slots=True)
class Vhd:
    """An image of ours as a mapping."""

    files: Files
    file: int
    size: int
    grain: int = BLOCK

    def runs(self, start: int, stop: int) -> int:
        return -(-(stop - start) // self.grain)

    def blocks(self, start: int, stop: int) -> BlockMap:
        first, last = start // BLOCK, -(-stop // BLOCK)
        table = self.files.read(self.file, TABLE_AT + first * 4, (last - first) * 4)
        sector = np.frombuffer(table, ">u4").astype(np.int64)
        kind = np.where(sector != UNUSED, np.uint8(Kind.DATA), np.uint8(Kind.HOLE))
        begin = np.arange(first, last) * BLOCK
        offset = (sector + 1) * SECTOR
        length = np.full(last - first, BLOCK)
        return runs(begin, length, kind, self.file, offset).clip(start, stop)


def open_image(path: Path, files: Files) -> Vhd:
    """An image of ours, to be read back. Refuses E201, E202, E410, E421."""
    file = files.add(path)
    copy = files.read(file, 0, SECTOR)
    if copy != files.read(file, files.size(file) - SECTOR, SECTOR):
        raise damaged(path, Phrase("the footer differs from its copy"))
    size, identity = int.from_bytes(copy[48:56], "big"), copy[68:84]
    seconds = int.from_bytes(copy[24:28], "big") + _EPOCH
    if size > LIMIT or copy != footer(size, identity, seconds):
        raise damaged(path, Phrase("the footer is not one of ours"))
    if files.read(file, SECTOR, 1024) != header(size):
        raise damaged(path, Phrase("the header is not one of ours"))
    return Vhd(files, file, size)


def damaged(path: Path, reason: str) -> Refusal:
    """The refusal for an image of ours that is not as it was written."""
    return refuse("E421", path=path, reason=reason)
