"""A simulation of macOS: Linux' Python without what macOS lacks, in this process and its children.

Python imports it at its start where this folder is in PYTHONPATH. Sources: the documentation of
Python's os ("Availability"), Apple's manual pages; fcntl's commands are refused by Linux, as those
of macOS are by a file system that has them not.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

LACKING = (
    "posix_fadvise", "posix_fallocate", "fdatasync", "copy_file_range", "O_DIRECT", "O_TMPFILE",
    "sched_getaffinity", "sched_setaffinity", "memfd_create", "splice", "eventfd", "getrandom",
    "POSIX_FADV_DONTNEED", "POSIX_FADV_SEQUENTIAL", "pidfd_open", "O_PATH", "O_LARGEFILE",
    "O_RSYNC", "sendfile",
)  # fmt: skip
LACKING_IN_C = ("fallocate", "sync_file_range", "mallopt", "prctl", "renameat2")


class MacLibrary(ctypes.CDLL):
    """A library in which functions of Linux are not found."""

    def __getattr__(self, name: str) -> Any:
        if name in LACKING_IN_C:
            raise AttributeError(f"dlsym(RTLD_DEFAULT, {name}): symbol not found")
        return super().__getattr__(name)


for name in LACKING:
    if hasattr(os, name):
        delattr(os, name)
os.sysconf_names.pop("SC_AVPHYS_PAGES", None)
os.environ["_PYTHON_SYSCONFIGDATA_NAME"] = f"_sysconfigdata__linux_{sys.implementation._multiarch}"
ctypes.CDLL = MacLibrary  # type: ignore[misc]
sys.platform = "darwin"
