"""The journal of one disk's copy: begun, or gone on with if what it speaks of is still there.

A file has its journal beside it. The journal of a device is kept elsewhere, under the device's
name, and what has that name may be another device by now: so what was written last is read back
before a copy to a device goes on, and whatever does not fit begins anew. Overwriting the device was
agreed to.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.disk.copying import journal as journals
from engine.disk.copying.digest import PIECE, ChunkDigests, chunk_size
from engine.disk.copying.journal import Journal
from engine.disk.copying.verify import Chunks, piece_digests_of
from engine.disk.files import Stamp
from engine.disk.side_files import OWNER
from engine.findings import Refusal, refuse
from engine.job import images
from engine.job.convert.disk_task import DiskTask
from engine.job.places import journal_of, received_of, where_now
from engine.job.work import Work
from engine.phrase import Phrase
from engine.sizes import binary

_LOOKED_AT = 8  #: pieces of a device that are read back before a copy to it goes on


@dataclass(frozen=True, slots=True)
class Begun:
    """A copy that was begun, now or before."""

    journal: Journal
    digests: ChunkDigests  #: of all pieces below the watermark
    watermark: int = 0  #: bytes of the disk that are done
    cursor: int | None = None  #: how far the target's file is allocated; None to begin anew
    verified: int = 0  #: bytes of the disk that were read back and compared
    waiting: tuple[tuple[int, bytes], ...] = ()  #: digests of the pieces after that


def begin(task: DiskTask, work: Work) -> Begun:
    """Begin the copy of ``task``, or go on with it.

    Refuses E402, E404, E405, E407, and E403 where no journal can be written.
    """
    path, there = journal_of(task.target), where_now(task.target).exists()
    device = task.target.is_block_device()
    if path.exists() and there:
        try:
            return _reopened(task, path, work)
        except Refusal as refusal:
            if not device or refusal.findings[0].code == "E407":
                raise
            work.log(f"{task.target.name}: it is not what was begun there, so it begins anew")
            path.unlink()
    elif there and not device:
        raise refuse("E402", path=where_now(task.target))
    layers = len(task.chain.layers)
    work.log(
        f"{task.target.name}: {binary(task.allocated)} of {binary(task.size)} "
        f"from {layers} layer{'s' if layers > 1 else ''}"
    )
    return Begun(journals.create(path, identity(task), task.rights | OWNER), _no_digests(task))


def forget(task: DiskTask) -> None:
    """Drop a copy that is not what was written: the next time all begins anew."""
    path = where_now(task.target)
    if not task.target.is_block_device() and path != task.target:
        path.unlink(missing_ok=True)
    journal_of(task.target).unlink(missing_ok=True)
    received_of(task.target).unlink(missing_ok=True)


def _reopened(task: DiskTask, path: Path, work: Work) -> Begun:
    journal, then, records = journals.reopen(path)
    try:
        _check_identity(then, identity(task), path)
        digests, pieces = _no_digests(task), dict[int, bytes]()
        watermark = cursor = verified = 0
        for record in records:
            watermark, cursor, verified = record.watermark, record.cursor, record.verified
            for number, digest in record.pieces:
                digests.add(number, digest)
                pieces[number] = digest
        if task.target.is_block_device():
            _check_device(task, pieces, path)
    except BaseException:
        journal.close()
        raise
    work.log(f"{task.target.name}: going on at {binary(watermark)}")
    left = tuple(each for each in pieces.items() if each[0] * PIECE >= verified)
    return Begun(journal, digests, watermark, cursor, verified, left)


def _no_digests(task: DiskTask) -> ChunkDigests:
    return ChunkDigests(chunk_size(task.size))


def _check_device(task: DiskTask, pieces: Mapping[int, bytes], path: Path) -> None:
    """Refuse (E404) a device that does not hold the first and last pieces written."""
    half = _LOOKED_AT // 2
    numbers = list(pieces)
    wanted = {*numbers[:half], *numbers[-half:]}
    mapping, files = images.read(task.target, "raw")
    with files:
        some = Chunks(mapping, PIECE, wanted)
        found = piece_digests_of(some, files, threading.Event())
    if any(found.get(number) != pieces[number] for number in wanted):
        reason = Phrase("the device does not hold what was written")
        raise refuse("E404", path=path, reason=reason)


def identity(task: DiskTask) -> dict[str, Any]:
    """What a journal says of its copy: it is gone on with only where all of it is the same."""
    return {
        "size": task.size,
        "format": task.format,
        "target": task.target.name,
        **({"free_blocks": task.left_out.found.digest} if task.left_out else {}),
        "sources": {
            str(path.absolute()): _stamp(stamp) for path, stamp in task.chain.files.stamps().items()
        },
    }


def _stamp(stamp: Stamp) -> list[int]:
    return [stamp.size, stamp.modified]


def _check_identity(then: dict[str, Any], now: dict[str, Any], path: Path) -> None:
    sources = then.get("sources")
    if isinstance(sources, dict):
        for source, stamp in now["sources"].items():
            if sources.get(source) != stamp:
                raise refuse("E405", path=source)
    if then != now:
        raise refuse("E404", path=path, reason=Phrase("it belongs to another conversion"))
