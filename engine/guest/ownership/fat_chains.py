"""The files of a FAT volume and their clusters."""

from __future__ import annotations

from engine.guest.ownership.owned import FREE, METADATA, Owned, Owners
from engine.guest.volumes.fat_reader import FatFiles
from engine.guest.volumes.volume_stream import Stream

_ROOT = 0


def read(stream: Stream, kind: str) -> Owned:
    """The files of the volume. Raises ValueError and LimitError for damage."""
    files = FatFiles(stream, kind)
    owners = Owners("\\", _ROOT)
    for start, length in files.structures():
        owners.run(METADATA, start, length)
    for start, length in files.free():
        owners.run(FREE, start, length)
    for number, folder, entry, runs in files.walk():
        owners.place(number, folder, entry.name)
        if not entry.is_folder:
            owners.file(number, entry.size)
        for start, length in runs:
            owners.run(METADATA if entry.is_folder else number, start, length)
    return owners.owned()
