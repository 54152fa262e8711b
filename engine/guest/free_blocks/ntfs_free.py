"""NTFS: clusters that $Bitmap has as free, where no file in the whole table has one of them.

Sources: the NTFS documentation of the Linux-NTFS project; the libyal project's description of
shadow copies (libvshadow): these read what was deleted from where it still is.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import numpy as np

from engine.disk.disk import Disk
from engine.disk.spans import Spans
from engine.guest.free_blocks import mft_records
from engine.guest.free_blocks.blocks import TOGETHER, little
from engine.guest.free_blocks.free_spans import NotProvenError, unset
from engine.guest.volumes.open_volume import ReadableFiles
from engine.phrase import Phrase

_SHADOWS, _SHADOWS_ID = 0x1E00, UUID("3808876b-c176-4e48-b7ae-04046e6cc752").bytes_le
_TABLE, _BITMAP, _HIBERNATION = r"\$MFT", r"\$Bitmap", r"\hiberfil.sys"
_RECORDS = (1024, 4096)


def find(volume: Disk, files: ReadableFiles) -> Spans:
    """Free clusters in bytes of ``volume``, whose ``files`` these are; raises NotProvenError."""
    _check_condition(volume, files)
    head = np.frombuffer(volume.pread(0, 512), np.uint8).reshape(1, -1)
    sector, per_cluster = int(little(head, 11, 2)[0]), int(little(head, 13, 1)[0])
    cluster = sector * (per_cluster if per_cluster <= 0x80 else 1 << (256 - per_cluster))
    if cluster.bit_count() != 1 or cluster > 2 << 20:
        raise NotProvenError(Phrase("its header is of another kind"))
    count = int(little(head, 40, 8)[0]) * sector // cluster
    if not 0 < count * cluster <= volume.size:
        raise NotProvenError(Phrase("it is larger than its partition"))
    free = unset(_content(files, _BITMAP), count)
    _check_files(files, _record(head, cluster), free, count)
    return free.scaled(cluster)


def _check_condition(volume: Disk, files: ReadableFiles) -> None:
    condition = files.condition()
    if condition.dirty or condition.journal != "clean":
        raise NotProvenError(Phrase("it was not shut down cleanly"))
    if is_sleeping(files):
        raise NotProvenError(Phrase("a system on it is hibernated"))
    shadows = volume.pread(_SHADOWS, 56)
    if shadows[:16] == _SHADOWS_ID and any(shadows[48:]):
        raise NotProvenError(Phrase("shadow copies need what was deleted"))


def is_sleeping(files: ReadableFiles) -> bool:
    """Whether a Windows has left its memory there; what is used up begins with zeros or wake."""
    entry = files.find(_HIBERNATION)
    if entry is None or not entry.size:
        return False
    head = files.part(_HIBERNATION, 0, 4)
    return any(head) and head.lower() != b"wake"


def _record(head: np.ndarray[tuple[int, int], np.dtype[np.uint8]], cluster: int) -> int:
    """Bytes of a record of the table of files."""
    size = int(little(head, 64, 1)[0])
    size = 1 << (256 - size) if size > 0x80 else size * cluster
    if size not in _RECORDS:
        raise NotProvenError(Phrase("its header is of another kind"))
    return size


def _check_files(files: ReadableFiles, record: int, free: Spans, count: int) -> None:
    """All that files have is in use, and there is as much of it as files have."""
    held = 0
    for chunk in _content(files, _TABLE):
        whole = len(chunk) // record * record
        records = np.frombuffer(chunk[:whole], np.uint8).reshape(-1, record).copy()
        start, length = mft_records.clusters(records)
        if len(start) and (start + length).max() > count:
            raise NotProvenError(Phrase("it names blocks beyond its end"))
        if free.touches(start, length):
            raise NotProvenError(Phrase("a file uses blocks that are marked as free"))
        held += int(length.sum())
    if held > count - free.total:
        raise NotProvenError(Phrase("files share blocks"))


def _content(files: ReadableFiles, path: str) -> Iterator[bytes]:
    """A file of the system's in parts of TOGETHER bytes."""
    entry = files.find(path)
    if entry is None:
        raise NotProvenError(Phrase("it has no {path}", path=path))
    for at in range(0, entry.size, TOGETHER):
        yield files.part(path, at, min(TOGETHER, entry.size - at))
