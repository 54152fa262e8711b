"""A FAT volume as a Linux mounts it: where Arch and others have /boot, on the EFI system partition.

Its names are compared as they are written, as the files of a Linux are.
"""

from __future__ import annotations

import io
import stat
from dataclasses import dataclass

from engine.guest.volumes.fat_reader import FatFiles
from engine.guest.volumes.guest_files import Entry


@dataclass(frozen=True, slots=True)
class FatNode:
    """A file or folder, as the libraries for the other file systems have them."""

    volume: FatFiles
    path: str
    entry: Entry

    @property
    def filetype(self) -> int:
        return stat.S_IFDIR if self.entry.is_folder else stat.S_IFREG

    @property
    def size(self) -> int:
        return self.entry.size

    def listdir(self) -> dict[str, FatNode]:
        found = self.volume.list(self.path)
        return {
            each.name: FatNode(self.volume, f"{self.path}\\{each.name}", each) for each in found
        }

    def open(self) -> io.BytesIO:
        return io.BytesIO(self.volume.read(self.path, self.size))


def root(volume: FatFiles) -> FatNode:
    """The outermost folder."""
    return FatNode(volume, "", Entry("\\", True, 0, 0))
