"""The digests of an image that was changed in place, noted in the manifest that speaks of it."""

from __future__ import annotations

import threading
from pathlib import Path

from engine.disk.copying.verify import Chunks, digests_of
from engine.disk.edits.edit import PAGE, Edit
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.job.result import manifest


def revise(image: Path, edit: Edit) -> None:
    """Note the new digests of ``image``, of the chunks that the pages of ``edit`` are in.

    Does nothing where no manifest speaks of it. Refuses E403, E410.
    """
    entry = manifest.entry_of(image)
    if entry is None or entry.format != "raw":
        return
    touched = {number * PAGE // entry.chunk for number in edit.pages}
    with Files() as files:
        file = files.add(image)
        whole = Flat(files, file, files.size(file))
        found = digests_of(
            Chunks(whole, entry.chunk, touched), files, entry.chunk, _unwatched, threading.Event()
        )
    kept = {number: digest for number, digest in entry.chunks.items() if number not in touched}
    manifest.note_digests(
        image.parent, image.name, dict(sorted((kept | found).items())), entry.size
    )


def _unwatched(_: int) -> None:
    """Nobody watches the progress of some chunks."""
