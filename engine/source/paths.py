"""Paths of machines, wherever they lie: each is asked of the source that it is on."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from engine.host_paths import on_host
from engine.source import archives, hosts
from engine.source.local import LocalFolders
from engine.source.source import FileKind, Opened, Source, Stat
from engine.source.unpacking import may_hold

FOLDER_LIMIT = 20_000

_LOCAL = LocalFolders()


def source_of(path: Path) -> Source:
    """The source that ``path`` is on: folders here, a host, or an archive that it is in.

    Refuses E870 for a host that has no such name, and E112 and E930 for an archive that is odd.
    """
    host = on_host(path)
    source: Source = _LOCAL if host is None else hosts.source(host)
    for each in may_hold(path):
        try:
            is_file = source.stat(each).kind is FileKind.FILE
        except OSError:
            break
        if is_file:
            source = archives.folders(each, source)
    return source


def named_on_host(path: Path) -> Path:
    """The configuration of a machine that a host is asked for by its name; other paths as they are.

    Refuses E887 where the host has no such machine.
    """
    host = on_host(path)
    return path if host is None else hosts.source(host).named(path)


def runs(path: Path) -> bool:
    """Whether the machine of a configuration runs, as far as the place where it is knows that."""
    return source_of(path).running(path)


def stat(path: Path, *, now: bool = False) -> Stat:
    """What is known of a file; raises OSError. ``now``: as it is at this moment."""
    return source_of(path).stat(path, now=now)


def exists(path: Path) -> bool:
    """Whether there is something of this name, as far as it can be seen."""
    return kind_of(path) is not None


def is_file(path: Path) -> bool:
    """Whether a path leads to an ordinary file."""
    return kind_of(path) is FileKind.FILE


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder."""
    return kind_of(path) is FileKind.FOLDER


def kind_of(path: Path) -> FileKind | None:
    """What a path leads to; None where there is nothing, or it may not be seen."""
    try:
        return stat(path).kind
    except (OSError, ValueError):  # a name too long for the file system, or with NUL in it
        return None


def listing(folder: Path) -> list[Path]:
    """The entries of a folder in order of name; at most FOLDER_LIMIT of them, none on errors."""
    try:
        return entries(folder)
    except OSError:
        return []


def entries(folder: Path) -> list[Path]:
    """The same; raises OSError where the folder cannot be read.

    Of an archive, which is a file where it lies itself, the source of what is in it is asked.
    """
    source = source_of(folder / "entry")
    return sorted(each.path for each in islice(source.list(folder), FOLDER_LIMIT))


def real(path: Path) -> Path:
    """The path with all symbolic links followed."""
    return source_of(path).real(path)


def head_of(path: Path, length: int) -> bytes:
    """The first ``length`` bytes of a file, fewer where it ends before; raises OSError."""
    opened = source_of(path).open(path)
    try:
        return read_at(opened, 0, length)
    finally:
        opened.close()


def read_at(opened: Opened, at: int, length: int) -> bytes:
    """``length`` bytes of a file from ``at`` on, fewer where it ends before; raises OSError."""
    buffer = bytearray(length)
    view, done = memoryview(buffer), 0
    while done < length:
        count = opened.read_some(at + done, view[done:])
        if not count:
            break
        done += count
    return bytes(buffer[:done])
