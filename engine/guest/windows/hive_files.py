"""A hive as a file of a guest, with what its log holds where it was not closed cleanly.

Windows keeps a log beside each hive (SYSTEM.LOG; LOG1 and LOG2 since Vista) and plays it back when
it starts; a snapshot of a running machine always needs that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.findings import Refusal, refuse
from engine.guest.hives import hive_log, regf
from engine.guest.hives.hive_log import LogError
from engine.guest.hives.hive_reader import Content, Hive
from engine.guest.volumes.guest_files import GuestFiles
from engine.guest.volumes.open_volume import FileDisk, ReadableFiles, read_if_there
from engine.phrase import Phrase

#: Closed cleanly; not so, but read with its log; not so, and its log does not fit.
State = Literal["clean", "replayed", "dirty"]

_LOGS = (".LOG1", ".LOG2", ".LOG")
_LOG_LIMIT = 64 << 20


@dataclass(frozen=True, slots=True)
class HiveFile:
    """The content of a hive, closed cleanly."""

    content: bytes = field(repr=False)
    note: str = ""  #: how its log was treated; empty where it was closed cleanly


def opened(files: ReadableFiles, path: str, size: int) -> tuple[Hive, State]:
    """The hive of ``size`` bytes at ``path`` to be read, and how it was left; refuses E622."""
    name = path.rpartition("\\")[2]
    hive = Hive(name, FileDisk(files, path, size))
    if not hive.is_dirty:
        return hive, "clean"
    try:
        return Hive(name, Content(load(files, path).content)), "replayed"
    except Refusal:
        return hive, "dirty"


def load(files: GuestFiles, path: str, *, without_log: bool = False) -> HiveFile:
    """The hive at ``path``, with its log played back; or ``without_log``, as if there were none.

    Refuses E617, E620, E622, and E621 where the log does not fit.
    """
    content = files.read(path, hive_log.HIVE_LIMIT)
    name = path.rpartition("\\")[2]
    if len(content) <= regf.BINS or content[:4] != b"regf":
        raise refuse("E622", name=name, reason=Phrase("it is no hive"))
    if not regf.is_dirty(content):
        return HiveFile(content)
    if without_log:
        return HiveFile(hive_log.without_log(content), Phrase("without its log"))
    logs = (read_if_there(files, f"{path}{each}", _LOG_LIMIT) for each in _LOGS)
    try:
        replayed = hive_log.replay(content, [each for each in logs if each])
    except LogError as error:
        raise refuse("E621", name=name, reason=error) from None
    return HiveFile(
        replayed.content, Phrase("{count} pages of its log played back", count=replayed.writes)
    )
