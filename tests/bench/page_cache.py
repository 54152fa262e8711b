"""The same state of the page cache before each run."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_READ = 1 << 20


def warm(files: set[Path]) -> None:
    """Read what the files hold, so that the run finds it in memory; write out what is dirty."""
    os.sync()
    buffer = [bytearray(_READ)]
    for path in files:
        with path.open("rb", buffering=0) as file:
            for start, end in stretches(file.fileno()):
                for offset in range(start, end, _READ):
                    os.preadv(file.fileno(), buffer, offset)


def cold(files: set[Path]) -> None:
    """Drop the files from memory."""
    os.sync()
    for path in files:
        with path.open("rb", buffering=0) as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def stretches(fd: int) -> Iterator[tuple[int, int]]:
    """The (start, end) of what is no hole in a file."""
    end = 0
    with contextlib.suppress(OSError):  # ENXIO: nothing but a hole up to the end
        while True:
            start = os.lseek(fd, end, os.SEEK_DATA)
            end = os.lseek(fd, start, os.SEEK_HOLE)
            yield start, end
