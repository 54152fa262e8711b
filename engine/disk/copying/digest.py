"""Digests of a disk's content that cost nothing for holes.

A linear hash of a disk has to hash its holes too: minutes for each TiB of nothing. So the content
is cut into *pieces* of 4 MiB, and a piece into *pages* of 4 KiB:

- a piece that is all zeros has no digest;
- the digest of another piece is BLAKE3 over 128 bytes whose bit *i* (least significant first)
  says that page *i* is not all zeros, followed by those pages;
- the digest of a *chunk* (one or more pieces) is BLAKE3 over, for each piece with a digest, its
  number on the disk (u64, little endian) and its digest; a chunk of zeros has none;
- the digest of the disk is BLAKE3 over the same of its chunks.

It depends on the content alone, not on how it is stored.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from blake3 import blake3

PIECE = 4 << 20
BLOCK = 64 << 10
BLOCKS = PIECE // BLOCK
PAGE = 4 << 10
#: What a manifest says of its digests; another word for any other way to make them.
ALGORITHM = "blake3, pieces of 4 MiB, pages of 4 KiB"
#: At most so many chunk digests for one disk: 16 MiB of text in the manifest.
CHUNKS_LIMIT = 1 << 18


def chunk_size(disk_size: int) -> int:
    """Bytes of a chunk: 4 MiB, doubled until CHUNKS_LIMIT chunks cover the disk."""
    size = PIECE
    while size * CHUNKS_LIMIT < disk_size:
        size *= 2
    return size


def piece_digest(pages: bytes, stretches: Iterable[tuple[int, memoryview]]) -> bytes:
    """The digest of a piece that is not all zeros.

    ``pages`` has a bit for each page, as above; ``stretches`` are the pages that are not zeros,
    with their places in the piece. The last page of a disk may be short.
    """
    digest = blake3(pages)
    for _, data in stretches:
        digest.update(data)
    return digest.digest()


@dataclass(slots=True)
class ChunkDigests:
    """Collects piece digests, in order, into chunk digests."""

    chunk: int
    digests: dict[int, bytes] = field(default_factory=dict)  #: by number of the chunk
    _current: int = -1
    _hasher: blake3 = field(default_factory=blake3)

    def add(self, piece: int, digest: bytes) -> None:
        """The digest of piece number ``piece``, larger than any before; zeros are left out."""
        number = piece // (self.chunk // PIECE)
        if number != self._current:
            self._close()
            self._current, self._hasher = number, blake3()
        self._hasher.update(struct.pack("<Q", piece))
        self._hasher.update(digest)

    def finish(self) -> dict[int, str]:
        """Chunk number -> digest (64 hex digits); chunks of zeros are left out."""
        self._close()
        self._current = -1
        return {number: digest.hex() for number, digest in self.digests.items()}

    def _close(self) -> None:
        if self._current >= 0:
            self.digests[self._current] = self._hasher.digest()


def disk_digest(chunks: dict[int, str]) -> str:
    """One digest over the chunk digests: 64 hex digits."""
    digest = blake3()
    for number, each in sorted(chunks.items()):
        digest.update(struct.pack("<Q", number))
        digest.update(bytes.fromhex(each))
    return digest.hexdigest()
