"""Swap: nothing in it is wanted after a start, but for its header.

Source: the kernel's union swap_header. A system that sleeps has another signature there.
"""

from __future__ import annotations

import numpy as np

from engine.disk.disk import Disk
from engine.disk.spans import Spans
from engine.guest.free_blocks.blocks import little
from engine.guest.free_blocks.free_spans import NotProvenError
from engine.phrase import Phrase

_PAGES = (4096, 8192, 16384, 65536)
_SIGNATURE = b"SWAPSPACE2"


def find(volume: Disk) -> Spans:
    """The pages behind the header, in bytes of ``volume``; raises NotProvenError."""
    for page in _PAGES:
        if volume.pread(page - 10, 10) == _SIGNATURE:
            header = np.frombuffer(volume.pread(1024, 12), np.uint8).reshape(1, 12)
            version, last, bad = (int(little(header, at, 4)[0]) for at in (0, 4, 8))
            if version != 1 or bad or not 1 <= last < volume.size // page:
                break
            return Spans(np.array([page]), np.array([(last + 1) * page]))
    raise NotProvenError(Phrase("its header is of another kind"))
