"""``python -m bench.identity IMAGE``: a digest of what a raw image reads as.

Holes and zeros are the same, so that images compare whatever their holes; they cost nothing, so
that 2 TiB of them can be compared.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
from blake3 import blake3

from bench.page_cache import stretches

_BLOCK = 4096
_READ = 4 << 20


def digest(path: Path) -> str:
    """Digest of the size, and of number and content of each block of 4 KiB that is not zeros."""
    numbers, contents = blake3(), blake3()
    done = 0
    with path.open("rb") as file:
        for start, end in stretches(file.fileno()):
            for offset in range(max(done, start // _BLOCK * _BLOCK), end, _READ):
                data = os.pread(file.fileno(), min(_READ, _whole(end - offset)), offset)
                words = np.frombuffer(data.ljust(_whole(len(data)), b"\0"), "<u8")
                blocks = words.reshape(-1, _BLOCK // 8)
                held = np.flatnonzero(np.bitwise_or.reduce(blocks, axis=1))
                numbers.update((held + offset // _BLOCK).astype("<u8").tobytes())
                contents.update(blocks[held].tobytes())
            done = _whole(end)
    numbers.update(path.stat().st_size.to_bytes(8, "little"))
    return numbers.hexdigest() + contents.hexdigest()


def _whole(length: int) -> int:
    """Rounded up to a block."""
    return -(-length // _BLOCK) * _BLOCK


if __name__ == "__main__":
    print(digest(Path(sys.argv[1])))
