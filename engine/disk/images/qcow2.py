"""qcow2 as far as we write it: version 3, clusters of 64 KiB, nothing compressed or encrypted.

Source: QEMU's "Qcow2 Image File Format" (docs/interop/qcow2). All numbers are big endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.disk.block_map import BlockMap, Ints, Kind, concatenate, runs, single
from engine.disk.files import Files
from engine.findings import Refusal, refuse
from engine.phrase import Phrase

CLUSTER = 64 << 10
#: Bytes of the disk that one L2 table stands for.
SPAN = CLUSTER // 8 * CLUSTER
COPIED = 1 << 63
_OFFSET = 0x00FFFFFFFFFFFE00
_HEADER = struct.Struct(">4sIQIIQIIQQIIQQQQII8x")  # and the end of extensions, of which none
_MAGIC = b"QFI\xfb"
_VERSION = 3
#: A 62 TiB disk has 126,976 tables.
_TABLES_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Header:
    """What differs from image to image; offsets in bytes of the file."""

    size: int
    refcounts: int  #: where the refcount table is
    refcount_clusters: int  #: its size

    @classmethod
    def unpack(cls, data: bytes) -> Header:
        """The header that a file begins with."""
        fields = _HEADER.unpack_from(data)
        return cls(fields[5], fields[9], fields[10])

    @property
    def tables(self) -> int:
        """How many L2 tables the disk may need: the length of the L1 table, behind the header."""
        return -(-self.size // SPAN)

    @property
    def first(self) -> int:
        """Where the file's first cluster after the L1 table begins."""
        return (1 - (-self.tables * 8 // CLUSTER)) * CLUSTER

    def pack(self) -> bytes:
        """The first bytes of the file."""
        return _HEADER.pack(
            _MAGIC, _VERSION, 0, 0, 16, self.size, 0, self.tables, CLUSTER, self.refcounts,
            self.refcount_clusters, 0, 0, 0, 0, 0, 4, _HEADER.size - 8,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Qcow2:
    """An image of ours as a mapping; refuses E421 what is damaged."""

    files: Files
    file: int
    size: int
    level1: Ints  #: where each L2 table is, 0 for none
    grain: int = CLUSTER

    def runs(self, start: int, stop: int) -> int:
        return -(-(stop - start) // self.grain)

    def blocks(self, start: int, stop: int) -> BlockMap:
        found: list[BlockMap] = []
        for number in range(start // SPAN, -(-stop // SPAN)):
            base = number * SPAN
            low, high = max(start, base), min(stop, base + SPAN)
            if not self.level1[number]:
                found.append(single(low, high))
                continue
            table = self.files.read(self.file, int(self.level1[number]), CLUSTER)
            offset = (np.frombuffer(table, ">u8") & np.uint64(_OFFSET)).astype(np.int64)
            kind = np.where(offset > 0, np.uint8(Kind.DATA), np.uint8(Kind.HOLE))
            begin = base + np.arange(len(offset)) * CLUSTER
            length = np.full(len(offset), CLUSTER)
            whole = runs(begin, length, kind, self.file, offset).coalesce()
            found.append(whole.clip(low, high))
        return concatenate(found)


def open_image(path: Path, files: Files) -> Qcow2:
    """An image of ours, to be read back. Refuses E201, E202, E410, E421."""
    file = files.add(path)
    head = files.read(file, 0, _HEADER.size)
    header = Header.unpack(head)
    if header.tables > _TABLES_LIMIT or header.pack() != head:
        raise damaged(path, Phrase("the header is not one of ours"))
    return open_unfinished(files, file, header.size)


def open_unfinished(files: Files, file: int, size: int) -> Qcow2:
    """The image of a disk of ``size`` bytes, which needs no header yet. Refuses E202, E410."""
    table = np.frombuffer(files.read(file, CLUSTER, Header(size, 0, 0).tables * 8), ">u8")
    return Qcow2(files, file, size, (table & np.uint64(_OFFSET)).astype(np.int64))


def damaged(path: Path, reason: str) -> Refusal:
    """The refusal for an image of ours that is not as it was written."""
    return refuse("E421", path=path, reason=reason)
