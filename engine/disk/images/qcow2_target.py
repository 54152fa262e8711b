"""Writes a qcow2 image (version 3), its clusters in the order of the disk.

A table of the second level comes before the first cluster it names, so that an image being written
is found again by its tables; what says that clusters are in use follows at the end.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine import platform
from engine.disk.copying.content import Content
from engine.disk.images.growing import Growing
from engine.disk.images.qcow2 import CLUSTER, COPIED, SPAN, Header
from engine.disk.images.targets import write_at

PER_BLOCK = CLUSTER // 2  #: counts of 16 bits in a cluster of them


class Qcow2Target(Growing):
    """A qcow2 image being written."""

    format = "qcow2"
    limit = 1 << 56

    def __init__(self, path: Path, size: int, *, resume_at: int | None = None) -> None:
        """As :class:`Growing`."""
        super().__init__(path, size, resume_at)
        header = Header(size, 0, 0)
        self._level1 = np.zeros(header.tables, ">u8")
        if resume_at is None:
            self.extend(header.first)
        else:  # what lies beyond the last record is written again
            self.extend(max(resume_at, header.first))
            self._read_level1(resume_at)
        self.begin(max(resume_at or 0, header.first))

    def _read_level1(self, cursor: int) -> None:
        held = platform.bytes_at(self.fd, self._level1.nbytes, CLUSTER)
        table = np.frombuffer(held, ">u8")
        self._level1[: len(table)] = np.where((table & ~np.uint64(COPIED)) < cursor, table, 0)

    def place(self, content: Content, at: int) -> int:
        count = int(content.blocks.sum())
        number = content.piece.start // SPAN
        if count and not self._level1[number]:
            self._level1[number] = at | COPIED
            entry = self._level1[number : number + 1].tobytes()
            write_at(self.fd, self.path, memoryview(entry), CLUSTER + number * 8)
            at += CLUSTER
        return at + count * CLUSTER

    def store(self, content: Content, at: int) -> None:
        count = int(content.blocks.sum())
        table = int(self._level1[content.piece.start // SPAN]) & ~COPIED
        if table == at:
            at += CLUSTER
        entries = np.zeros(len(content.blocks), ">u8")
        clusters = np.uint64(at) + np.arange(count, dtype=np.uint64) * np.uint64(CLUSTER)
        entries[content.blocks] = clusters | np.uint64(COPIED)
        self.write_parts([data for _, data in content.grains], at)
        where = table + content.piece.start % SPAN // CLUSTER * 8
        write_at(self.fd, self.path, memoryview(entries.tobytes()), where)

    def finish(self) -> None:
        """Count the clusters, each of which is used once, and write the header last."""
        blocks, table = counts(self.cursor // CLUSTER)
        end = self.cursor // CLUSTER + blocks + table
        ones = np.ones(PER_BLOCK, ">u2")
        self.extend(end * CLUSTER)
        for block in range(blocks):
            ones[max(end - block * PER_BLOCK, 0) :] = 0
            where = self.cursor + block * CLUSTER
            write_at(self.fd, self.path, memoryview(ones.tobytes()), where)
        where = self.cursor + blocks * CLUSTER
        offsets = (self.cursor + np.arange(blocks) * CLUSTER).astype(">u8")
        write_at(self.fd, self.path, memoryview(offsets.tobytes()), where)
        self.sync()
        header = Header(self.size, where, table)
        write_at(self.fd, self.path, memoryview(header.pack()), 0)
        self.sync()


def counts(used: int) -> tuple[int, int]:
    """Clusters of counts, and of their table, for ``used`` clusters and for themselves."""
    blocks = table = 0
    while blocks * PER_BLOCK < used + blocks + table:
        blocks = -(-(used + blocks + table) // PER_BLOCK)
        table = -(-blocks * 8 // CLUSTER)
    return blocks, table
