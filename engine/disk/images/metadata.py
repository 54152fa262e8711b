"""The digest of an image's metadata: of all bytes of the file that hold nothing of the disk.

Together with the digests of the chunks it covers the file: what is data follows from the metadata.
The digest is the BLAKE3 of each stretch without data, in order, after its offset and length (two
little-endian u64).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from blake3 import blake3

from engine.disk.block_map import Kind, Mapping, borders
from engine.disk.files import Files
from engine.findings import refuse
from engine.phrase import Phrase

_PIECE = 4 << 20


def digest(path: Path, mapping: Mapping) -> str:
    """64 hex digits for the image at ``path``, read back as ``mapping``; empty for a raw one.

    Refuses E410, and E421 for data in another order than that of the disk.
    """
    found = blake3()
    with Files() as files:
        file = files.add(path)
        for begin, end in _gaps(path, mapping, files.size(file)):
            found.update(struct.pack("<QQ", begin, end - begin))
            for at in range(begin, end, _PIECE):
                found.update(files.read(file, at, min(_PIECE, end - at)))
    return found.hexdigest()


def _gaps(path: Path, mapping: Mapping, size: int) -> Iterator[tuple[int, int]]:
    """The stretches [begin, end) of a file of ``size`` bytes that hold no data of the disk."""
    at = 0
    for low, high in borders(mapping, 0, mapping.size):
        blocks = mapping.blocks(low, high)
        held = blocks.kind >= Kind.DATA
        start, length = blocks.offset[held], blocks.length[held]
        before = np.append(at, start + length)
        if not len(start):
            continue
        if (start < before[:-1]).any():
            raise refuse("E421", path=path, reason=Phrase("its data are in another order"))
        for index in np.flatnonzero(start > before[:-1]).tolist():
            yield int(before[index]), int(start[index])
        at = int(before[-1])
    if at < size:
        yield at, size
