"""Temporary folders that no crash leaves for good: the next one removes those of who is gone.

A folder is held as long as it is used, which ends with the process however that ends. Only folders
of this form, and of this user, are looked at: others may be called vmx2xen, too.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine import platform

_PREFIX = "vmx2xen-tmp-"
_NAME = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")  # as tempfile ends them


@contextmanager
def folder(place: str | None = None) -> Iterator[Path]:
    """A new folder for this user alone, removed in the end; raises OSError.

    It is in ``place``, or where temporary files are on this computer.
    """
    made, held = _made(place)
    try:
        _sweep(made)
        yield made
    finally:
        os.close(held)
        shutil.rmtree(made, ignore_errors=True)


def _made(place: str | None) -> tuple[Path, int]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        with suppress(FileNotFoundError, BlockingIOError):  # swept before it was held
            held = platform.hold_folder(path)
            if path.is_dir():
                return path, held
            os.close(held)


def _sweep(own: Path) -> None:
    """Remove the folders beside ``own`` that nobody holds."""
    user = own.stat().st_uid
    for path in own.parent.iterdir():
        if _NAME.fullmatch(path.name) and path != own:
            with suppress(OSError):
                found = path.lstat()
                if stat.S_ISDIR(found.st_mode) and found.st_uid == user:
                    _remove(path)


def _remove(path: Path) -> None:
    held = platform.hold_folder(path)
    try:
        shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(held)
    path.rmdir()  # where what holds it is in it
