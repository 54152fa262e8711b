"""Digests that somebody noted of a file, compared with what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.disk.files import Files

#: Bytes read at once: large enough that hashing runs beside other threads.
_STEP = 4 << 20


@dataclass(frozen=True, slots=True)
class NotedDigest:
    """The digest of the file ``path`` of ``size`` bytes, as it was noted."""

    name: str  #: what the file is called where its digest was noted
    path: Path
    size: int
    algorithm: str  #: of hashlib, such as ``sha256``
    digest: str  #: hexadecimal, lower case

    def agrees(self, progress: Callable[[int], None]) -> bool:
        """Whether the bytes have this digest. ``progress`` gets the number of bytes just read.

        Refuses E201, E202 and E410.
        """
        hasher = hashlib.new(self.algorithm, usedforsecurity=False)
        buffer = memoryview(bytearray(min(_STEP, self.size)))
        with Files() as files:
            file = files.add(self.path)
            for at in range(0, self.size, _STEP):
                part = buffer[: min(_STEP, self.size - at)]
                files.read_into(file, at, part)
                hasher.update(part)
                progress(len(part))
        return hasher.hexdigest() == self.digest
