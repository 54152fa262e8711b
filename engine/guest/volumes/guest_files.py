"""A guest's file system as the rest of the engine sees it: NTFS or FAT, read-only or to be edited.

Paths are those of the guest: ``\\WINDOWS\\system32\\hal.dll``; case does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder as its folder lists it."""

    name: str
    is_folder: bool
    size: int  #: bytes, 0 for a folder
    attributes: int  #: of DOS: 1 read-only, 2 hidden, 4 system, 0x800 compressed, 0x4000 encrypted


@dataclass(frozen=True, slots=True)
class Condition:
    """How a volume was left."""

    dirty: bool  #: marked to be checked
    #: of NTFS; ``kept`` is what Windows 8 and later leave behind at a fast start-up
    journal: Literal["clean", "unclean", "kept"] = "clean"


class GuestFiles(Protocol):
    """A file system that can be read. What goes wrong is a refusal, never a library's exception."""

    @property
    def kind(self) -> str:
        """``ntfs``, ``fat16``, ``fat32``."""

    def find(self, path: str) -> Entry | None:
        """The file or folder at ``path``; None if there is none."""

    def list(self, path: str) -> tuple[Entry, ...]:
        """What a folder holds; empty if it is none."""

    def read(self, path: str, limit: int = 64 << 20) -> bytes:
        """The content of a file of at most ``limit`` bytes."""


class EditableFiles(GuestFiles, Protocol):
    """A file system that can be changed; all changes go to an overlay."""

    def replace(self, path: str, content: bytes) -> None:
        """Give a file new content in place: its record, names, times of creation and ACL stay."""

    def create(self, path: str, content: bytes, like: str) -> None:
        """Make a file, on FAT with an 8.3 name; ACL and attributes are those of ``like``."""

    def create_folder(self, path: str, like: str) -> None:
        """Make an empty folder, named and made like a file; its ACL is that of ``like``."""

    def set_attributes(self, path: str, attributes: int) -> None:
        """Set the DOS attributes."""


def split(path: str) -> list[str]:
    """Names that a path is made of; slashes of both kinds part them."""
    return [name for name in path.replace("/", "\\").split("\\") if name]
