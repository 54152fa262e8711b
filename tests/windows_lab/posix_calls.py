"""A plugin of pytest: what the builders of test machines call, and Windows' Python has not.

The engine does not need it: it asks ``engine.platform``.
"""

from __future__ import annotations

import os
from typing import Any

from engine import platform


def pread(fd: int, length: int, at: int) -> bytes:
    before = os.lseek(fd, 0, os.SEEK_CUR)  # Windows moves the position, POSIX does not
    try:
        return platform.bytes_at(fd, length, at)
    finally:
        os.lseek(fd, before, os.SEEK_SET)


def pwrite(fd: int, data: Any, at: int) -> int:
    before = os.lseek(fd, 0, os.SEEK_CUR)
    try:
        return platform.write_at(fd, memoryview(data).cast("B"), at)
    finally:
        os.lseek(fd, before, os.SEEK_SET)


for name, call in (("pread", pread), ("pwrite", pwrite)):
    if not hasattr(os, name):
        setattr(os, name, call)
