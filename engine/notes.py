"""Small files of JSON that several processes change: one after another, whole at every moment."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine import platform

_SIZE_LIMIT = 1 << 20  # bytes
_PATIENCE = 30.0  # seconds that another may take for its change
_PAUSE = 0.01


def read(path: Path) -> Any:
    """The content of a file; None where it is not there or damaged. Raises OSError."""
    try:
        with path.open("rb") as file:
            return json.loads(file.read(_SIZE_LIMIT))
    except (FileNotFoundError, ValueError, RecursionError):
        return None


def change(path: Path, changed: Callable[[Any], Any]) -> None:
    """Replace the content of a file, durably, by what ``changed`` makes of it; raises OSError.

    What a killed process has left beside it is used up.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _held(path.parent):
        partial = path.with_name(f"{path.name}.partial")
        partial.unlink(missing_ok=True)
        with open(platform.open_new(partial), "wb") as file:
            file.write(json.dumps(changed(read(path)), indent=1).encode())
            file.flush()
            platform.sync(file.fileno())
        partial.replace(path)
        platform.sync_folder(path.parent)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder against other processes; raises OSError where one does not let it go."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            fd = platform.hold_folder(folder)
            break
        except BlockingIOError:
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        os.close(fd)
