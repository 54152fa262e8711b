"""What changed in the files of a disk from one state to another. Nothing is written.

The bytes that differ are found here, where nothing is interpreted; whose bytes they are is found in
a process of its own, for what strangers wrote is read for it.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import Any

from engine.disk.difference import Told, difference
from engine.disk.disk import Disk
from engine.disk.reader import Reader
from engine.findings import Finding, Refusal, Stopped, refuse
from engine.guest.helper import packing
from engine.guest.helper.helper_process import Native
from engine.guest.helper.helper_protocol import Broken
from engine.guest.ownership.changes import ChangedDisk, ChangedVolume
from engine.phrase import Phrase

WORKER = "engine.guest.helper.comparer"


def compare(
    older: Reader, newer: Reader, cancel: threading.Event | None = None, told: Told | None = None
) -> ChangedDisk:
    """The files that are in ``newer`` not as in ``older``.

    Refuses E845 where it cannot be found out, and what the disks refuse to read; raises Stopped
    soon after ``cancel`` is set. ``told`` is told how many bytes were compared, of how many.
    """
    found = difference(older, newer, cancel, told)
    body = found.spans.start.tobytes() + found.spans.stop.tobytes()
    try:
        with Native(worker=WORKER) as helper:
            disk: Any = Watched(older, cancel)
            helper.call("older", disk=disk, size=older.size)
            disk = Watched(newer, cancel)
            answer = helper.call("newer", body, disk=disk, size=newer.size)
            return _unpacked(json.loads(answer.body), found.unread)
    except Broken as broken:
        raise refuse("E845", reason=broken.reason) from None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise refuse("E845", reason=error) from None
    except Refusal as refusal:
        if refusal.findings[0].code == "E680":
            raise refuse("E845", reason=refusal.findings[0].message) from None
        raise


def _unpacked(data: Any, unread: int) -> ChangedDisk:
    """The answer of the helper; raises ValueError and KeyError for anything else."""
    return ChangedDisk(
        packing.unpacked(tuple[ChangedVolume, ...], data["volumes"]),
        packing.unpacked(int, data["outside"]),
        unread,
        packing.unpacked(tuple[Finding, ...], data["findings"]),
    )


@dataclass(frozen=True, slots=True)
class Watched:
    """A disk that a process may read and not write, until ``cancel`` is set."""

    disk: Disk
    cancel: threading.Event | None

    @property
    def size(self) -> int:
        return self.disk.size

    def pread(self, offset: int, length: int) -> bytes:
        if self.cancel is not None and self.cancel.is_set():
            raise Stopped
        return self.disk.pread(offset, length)

    def pwrite(self, offset: int, data: bytes) -> None:
        raise ValueError(Phrase("it tried to write"))
