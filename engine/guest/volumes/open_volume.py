"""A guest's NTFS or FAT volume, read-only and without any native library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from engine.disk.disk import Disk
from engine.findings import refuse
from engine.guest.helper.bounds import Unpacking
from engine.guest.partitions import Partition
from engine.guest.volumes.guest_files import Condition, Entry, GuestFiles
from engine.guest.volumes.volume_stream import Stream
from engine.phrase import Phrase

SMALL = 4 << 20  #: bytes: no configuration file is larger
PROGRAM = 64 << 20  #: bytes: no kernel or driver is larger


class ReadableFiles(GuestFiles, Protocol):
    """Files that can be read in part too."""

    @property
    def unpacking(self) -> Unpacking:
        """What the archives among the files have unpacked to."""

    def part(self, path: str, offset: int, length: int) -> bytes:
        """Up to ``length`` bytes of the file at ``path`` from ``offset`` on."""

    def condition(self) -> Condition:
        """How the volume was left."""


@dataclass(frozen=True, slots=True)
class FileDisk:
    """A file of a guest, of ``size`` bytes, as something to be read like a disk."""

    files: ReadableFiles
    path: str
    size: int

    def pread(self, offset: int, length: int) -> bytes:
        """``length`` bytes at ``offset``, fewer at the end of the file."""
        return self.files.part(self.path, offset, length)


def open_files(disk: Disk, partition: Partition) -> ReadableFiles:
    """The files of a partition with NTFS or FAT; refuses E631 (damaged), E632 (anything else)."""
    # Here, not above: the libraries take longer to load than most disks to be looked into.
    from engine.guest.volumes.fat_reader import FatFiles
    from engine.guest.volumes.ntfs_reader import NtfsFiles

    kind = partition.file_system.kind
    stream = Stream(disk, partition.offset, partition.size)
    if kind == "ntfs":
        return NtfsFiles(stream)
    if kind in ("fat12", "fat16", "fat32"):
        return FatFiles(stream, kind)
    raise refuse("E632", kind=kind or Phrase("unknown"))


def read_if_there(files: GuestFiles, path: str, limit: int = SMALL) -> bytes | None:
    """The content of a file of at most ``limit`` bytes; None if there is none so small."""
    entry = files.find(path)
    if entry is None or entry.is_folder or entry.size > limit:
        return None
    return files.read(path, limit)


def folders(files: GuestFiles, path: str = "\\") -> tuple[Entry, ...]:
    """The folders in a folder."""
    return tuple(entry for entry in files.list(path) if entry.is_folder)
