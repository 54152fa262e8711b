"""Checks a finished conversion against its manifest."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from engine.disk.copying.pieces import held
from engine.disk.copying.verify import compare, digests_of
from engine.findings import refuse
from engine.job import images
from engine.job.events import Event, Finished, Progress, StepStarted
from engine.job.result import manifest
from engine.phrase import Phrase


def verify(folder: Path, emit: Callable[[Event], None], cancel: threading.Event) -> list[str]:
    """Read all images of ``folder`` and compare them with the manifest; returns their names.

    Refuses E406 what differs, E412 where there is no sound manifest. Raises Stopped.
    """
    entries = manifest.read(folder)
    for index, entry in enumerate(entries):
        path = folder / entry.file
        mapping, files = images.read(path, entry.format)
        with files:
            if mapping.size != entry.size:
                reason = Phrase(
                    "{size} bytes instead of {expected}", size=mapping.size, expected=entry.size
                )
                raise refuse("E406", path=path, reason=reason)
            total, done = held(mapping), 0

            def advance(count: int, total: int = total) -> None:
                nonlocal done
                done += count
                emit(Progress(done, total))

            emit(StepStarted(index, len(entries), f"Verify {entry.file}", total))
            found = digests_of(mapping, files, entry.chunk, advance, cancel)
        compare(path, entry.chunks, found, entry.chunk)
    emit(Finished("done"))
    return [entry.file for entry in entries]
