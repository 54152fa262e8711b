"""A small disk copied to a target, as a conversion does it."""

from __future__ import annotations

import random
import threading
from pathlib import Path

from engine.disk.copying import journal
from engine.disk.copying.copy import Copy
from engine.disk.copying.digest import ChunkDigests, chunk_size
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.disk.images.targets import Target

KIB, MIB = 1 << 10, 1 << 20


def raw_disk(path: Path, size: int, held: dict[int, int]) -> Path:
    """A raw disk with random bytes at ``held`` (offset: length), and holes for the rest."""
    with path.open("wb") as file:
        file.truncate(size)
        for at, length in held.items():
            file.seek(at)
            file.write(random.Random(at).randbytes(length))
    return path


def copied(source: Path, target: Target, log: Path) -> Path:
    """The path of ``target``, which is complete and closed; it holds the raw disk ``source``."""
    size = source.stat().st_size
    digests, records = ChunkDigests(chunk_size(size)), journal.create(log, {})
    try:
        with Files() as files:
            mapping = Flat(files, files.add(source), size)
            Copy(mapping, files, target, records, digests).run(lambda _: None, threading.Event())
    finally:
        target.close()
        records.close()
    return target.path
