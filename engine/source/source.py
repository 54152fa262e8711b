"""What a place has to do so that machines can be read from it: list, stat, and read at any byte.

A path says itself where it lies (:mod:`engine.source.paths`); nothing here can write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

#: Bytes of a file from an offset on, and where they are to go.
Part = tuple[int, memoryview]
#: Parts that are still to come, in order of the file: what has come is taken out.
Left = list[Part]


class FileKind(Enum):
    """What a name stands for, symbolic links followed."""

    FILE = auto()
    FOLDER = auto()
    DEVICE = auto()  #: a block device
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Stat:
    """What a source knows of a file without opening it."""

    kind: FileKind
    size: int  #: bytes
    modified: int  #: nanoseconds since 1970
    held: int  #: bytes that it takes where it lies
    identity: tuple[int, int]  #: device and number: two paths with the same are one file
    #: Who may read and write it, as ``chmod`` counts: nobody else where that is not known.
    rights: int = 0o600


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in a folder."""

    path: Path
    file: bool  #: an ordinary file, also behind a link
    folder: bool  #: a folder itself, not a link to one


class Opened(Protocol):
    """A file opened to read, by several threads; all methods raise OSError, and may refuse."""

    @property
    def fd(self) -> int:
        """The descriptor that it is read by; -1 where it is on another computer, or in memory."""

    @property
    def base(self) -> int:
        """The byte of the descriptor at which it begins: not 0 for a member of an archive."""

    def read_some(self, at: int, buffer: memoryview) -> int:
        """Read at most ``len(buffer)`` bytes from ``at`` on; how many, 0 only at the end."""

    def read_parts(self, parts: Sequence[Part]) -> None:
        """Fill all of ``parts``, which are in order of the file; one request where that helps."""

    def stretches(self, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
        """The parts [begin, end) of [start, stop) that are no holes; all where it is not known.

        After ``limit`` of them, all the rest.
        """

    def size(self) -> int:
        """Its bytes now."""

    def close(self) -> None:
        """Close it."""


class Source(Protocol):
    """A place with files of machines; all methods raise OSError, and may refuse."""

    @property
    def connections(self) -> int:
        """How many reads at once are quickest; 0 where none has to wait for another computer."""

    def list(self, folder: Path) -> Iterator[Entry]:
        """The names in a folder, in any order."""

    def stat(self, path: Path, *, now: bool = False) -> Stat:
        """What is known of a file; ``now``: nothing that was known before will do."""

    def readable(self, path: Path) -> bool:
        """Whether the user may read a file, as far as that can be told without reading."""

    def real(self, path: Path) -> Path:
        """The path with all symbolic links followed."""

    def running(self, path: Path) -> bool:
        """Whether the machine of a configuration runs, where the place itself knows."""

    def open(self, path: Path, *, direct: bool = False) -> Opened:
        """The file; ``direct``: its reads go past the system's cache where that can be."""


class HostSource(Source, Protocol):
    """A source that is another computer."""

    def named(self, path: Path) -> Path:
        """The configuration of the machine that is called so; a path of a file as it is."""

    def close(self) -> None:
        """End all connections; the next use makes new ones."""


def spans(parts: Sequence[Part], limit: int = 1 << 62) -> Iterator[list[Part]]:
    """Parts in groups that follow each other in the file, of at most ``limit`` bytes each.

    A part that is larger by itself is cut.
    """
    group: list[Part] = []
    end, room = -1, limit
    for at, buffer in _cut(parts, limit):
        if group and (at != end or len(buffer) > room):
            yield group
            group, room = [], limit
        group.append((at, buffer))
        end, room = at + len(buffer), room - len(buffer)
    if group:
        yield group


def _cut(parts: Sequence[Part], limit: int) -> Iterator[Part]:
    for at, buffer in parts:
        for begin in range(0, len(buffer), limit):
            yield at + begin, buffer[begin : begin + limit]
