"""Where the libraries that change guests are, and what people install to have them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_LINUX = {
    "ntfs-3g": "libntfs-3g.so.89",
    "hivex": "libhivex.so.0",
    "ext2fs": "libext2fs.so.2",
    "com_err": "libcom_err.so.2",
    "archive": "libarchive.so.13",
}
_MACOS = {
    "ntfs-3g": "libntfs-3g.89.dylib",
    "hivex": "libhivex.0.dylib",
    "ext2fs": "libext2fs.2.dylib",
    "com_err": "libcom_err.2.dylib",
}
#: On Windows they come with the program; one holds both libraries of e2fsprogs.
_WINDOWS = {
    "ntfs-3g": "libntfs-3g-89.dll",
    "hivex": "libhivex-0.dll",
    "ext2fs": "libext2fs-2.dll",
    "com_err": "libext2fs-2.dll",
    "archive": "libarchive-13.dll",
}


def library(name: str) -> str:
    """What a library is loaded by: its name for the system's linker, or a path."""
    if sys.platform == "win32":
        return str(bundled() / _WINDOWS[name])
    if sys.platform == "darwin":
        return _MACOS[name]
    return _LINUX[name]


def bundled() -> Path:
    """The folder of what comes with the program: of a bundle, or ``build/guest-libraries``."""
    inside = getattr(sys, "_MEIPASS", None)
    return Path(inside) if inside else Path(__file__).parents[2] / "build" / "guest-libraries"


def libarchive() -> Any:
    """The module libarchive; raises ImportError, OSError, TypeError, AttributeError without it."""
    if sys.platform != "darwin":  # it would look for it with programs, which a helper cannot run
        os.environ.setdefault("LIBARCHIVE", library("archive"))
    import libarchive

    return libarchive
