"""The SHA-256 of a whole file, as ``sha256sum`` has it: its holes have to be hashed too."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from engine.disk.block_map import Kind, windows
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.findings import Stopped

_PIECE = 4 << 20


def sha256(path: Path, advance: Callable[[int], None], cancel: threading.Event) -> str:
    """64 hex digits; ``advance`` is told the bytes hashed. Refuses E410; raises Stopped."""
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(_PIECE))
    zeros = memoryview(bytes(_PIECE))
    with Files(direct=True) as files:
        file = files.add(path)
        for window in windows(Flat(files, file, files.size(file))):
            cut = window.split(_PIECE)
            rows = zip(cut.offset.tolist(), cut.length.tolist(), cut.kind.tolist(), strict=True)
            for offset, length, kind in rows:
                if cancel.is_set():
                    raise Stopped
                if kind == Kind.DATA:
                    files.read_into(file, offset, buffer[:length])
                digest.update((buffer if kind == Kind.DATA else zeros)[:length])
                advance(length)
    return digest.hexdigest()
