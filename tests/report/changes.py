"""Changes of files between two states, made by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.guest.ownership.changes import ChangedDisk, ChangedFile, ChangedVolume, How, Rest
from engine.report.changed_files import Change, State

KIB = 1 << 10
OLDER = State("1", "before", None)
NEWER = State("2", "after", datetime(2024, 1, 2, 3, 4, tzinfo=UTC))


def file(path: str, written: int, how: How = "changed") -> ChangedFile:
    return ChangedFile(path, how, written, written + 1)


def volume(*files: ChangedFile, separator: str = "/", name: str = "1") -> ChangedVolume:
    return ChangedVolume(name, "ext4", "", separator, True, files, Rest(), 0, 0, 0)


def change(*volumes: ChangedVolume, outside: int = 0) -> Change:
    return Change(OLDER, NEWER, {"scsi0:0": ChangedDisk(volumes, outside, 0)}, ())


SOME = volume(
    file("/var/log/a", 30 * KIB), file("/var/log/b", 20 * KIB, "added"),
    file("/var/c", 10 * KIB, "removed"), file("/d", KIB),
)  # fmt: skip
