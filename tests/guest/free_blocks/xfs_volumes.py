"""An XFS volume with files of all shapes, read-only or changed in memory."""

from __future__ import annotations

import functools
import random
import tempfile
from pathlib import Path

from fixtures import linux
from fixtures.raw_disk import Memory

from engine.disk.edits.overlay import Overlay

LARGE = random.Random(8).randbytes(200_000)


@functools.cache
def content() -> bytes:
    """The volume; made once."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        (root / "folder").mkdir(parents=True)
        (root / "folder" / "large").write_bytes(LARGE)
        (root / "small").write_bytes(b"small content")
        return linux.xfs(Path(folder) / "volume", root).read_bytes()


def changed(*changes: tuple[int, bytes]) -> Overlay:
    """The volume with other bytes at some places."""
    overlay = Overlay(Memory(content()))
    for at, data in changes:
        overlay.pwrite(at, data)
    return overlay
