"""What is known of the free blocks of a disk, as data that the helper process sends."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from engine.disk.spans import Spans
from engine.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Volume:
    """A file system, swap or physical volume, and what was found of it."""

    name: str  #: the number of the partition, or ``vg/lv``
    kind: str
    size: int  #: bytes
    free: int  #: bytes in spans that are worth leaving out
    why_kept: str  #: why nothing proves which of its blocks are free; empty where it is proved


@dataclass(frozen=True, slots=True)
class FreeBlocks:
    """Free spans of a disk, in its bytes, and the volumes that they are of."""

    spans: Spans
    volumes: tuple[Volume, ...]
    is_asleep: bool  #: a system is hibernated on it, which may use volumes of other disks

    @property
    def digest(self) -> str:
        """What tells whether the same was found again."""
        return sha256(packed(self.spans)).hexdigest()


def packed(spans: Spans) -> bytes:
    """Borders as little-endian numbers of eight bytes, start and stop in turn."""
    return np.column_stack((spans.start, spans.stop)).astype("<i8").tobytes()


def unpacked(body: bytes, size: int) -> Spans:
    """The spans of ``packed``; ValueError unless they are in order, on a disk of ``size``."""
    if len(body) % 16:
        raise ValueError(Phrase("its answer cannot be understood"))
    borders = np.frombuffer(body, "<i8").astype(np.int64)
    is_sound = (np.diff(borders) > 0).all() and (
        not len(borders) or (borders[0] >= 0 and borders[-1] <= size)
    )
    if not is_sound:
        raise ValueError(Phrase("its answer cannot be understood"))
    return Spans(borders[::2], borders[1::2])
