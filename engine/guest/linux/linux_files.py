"""Reads the file systems of Linux (ext2-4, XFS, btrfs; FAT), on partitions and logical volumes.

By the dissect libraries, in pure Python; the journal of a file system is not replayed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import Any

from engine.disk.disk import Disk
from engine.findings import Finding, Refusal, finding, refuse
from engine.guest.linux import fat_files
from engine.guest.linux.logical_volumes import logical_volumes
from engine.guest.partitions import PartitionTable
from engine.guest.volumes.extents import Extent
from engine.guest.volumes.fat_reader import FatFiles
from engine.guest.volumes.file_systems import FAT_KINDS, FileSystem, identify
from engine.guest.volumes.guest_files import Entry
from engine.guest.volumes.volume_stream import Stream, refusing
from engine.phrase import Phrase

_LINKS_LIMIT = 40
_FOLDER_LIMIT = 100_000
#: Where a distribution keeps its root on btrfs, if not in the default subvolume.
_SUBVOLUMES = ("@", "@rootfs", "root", "@/.snapshots/1/snapshot")


@dataclass(frozen=True, slots=True)
class Device:
    """Something that Linux sees as a block device."""

    name: str  #: ``1`` for a partition, ``vg/lv`` for a logical volume
    disk: Disk
    offset: int
    size: int
    file_system: FileSystem
    part_uuid: str = ""
    #: The stretches of the disk that it is made of; none where it is not as simple as that.
    extents: tuple[Extent, ...] = ()


def devices(disk: Disk, table: PartitionTable) -> tuple[list[Device], list[Finding]]:
    """The partitions and the logical volumes on them, and what could not be opened (W220, W631,
    W664).
    """
    parts = [
        Device(
            str(each.number),
            disk,
            each.offset,
            each.size,
            each.file_system,
            each.uuid,
            (Extent(each.offset, each.size),),
        )
        for each in table.partitions
    ]
    notes: list[Finding] = []
    volumes: list[Device] = []
    physical = [each for each in parts if each.file_system.kind == "lvm"]
    if physical:
        try:
            with refusing(Phrase("the volume group")):
                opened = [
                    (each.offset, Stream(each.disk, each.offset, each.size)) for each in physical
                ]
                for name, volume, extents in logical_volumes(opened, notes):
                    system = identify(volume, 0, volume.size)
                    found = Device(name, volume, 0, volume.size, system, extents=extents)
                    volumes.append(found)
        except Refusal as refusal:
            reason = refusal.findings[0].message
            notes.append(finding("W631", number=physical[0].name, kind="lvm", reason=reason))
    return parts + volumes, notes


class LinuxFiles:
    """The files of one file system. Refuses E617, E620 and E631."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._folders: dict[int, dict[str, Any]] = {}

    def exists(self, path: str) -> bool:
        with refusing(path):
            return self._find(path) is not None

    def list(self, path: str) -> tuple[str, ...]:
        """The names in a folder, sorted; empty if it is none."""
        with refusing(path):
            node = self._find(path)
            if node is None or not S_ISDIR(_kind(node)):
                return ()
            return tuple(sorted(name for name in self._names(node) if name not in (".", "..")))

    def read(self, path: str, limit: int = 4 << 20) -> bytes:
        with refusing(path):
            node = self._find(path)
            if node is None or not S_ISREG(_kind(node)):
                raise refuse("E617", path=path)
            if node.size > limit:
                raise refuse("E620", path=path, size=node.size, limit=limit)
            data: bytes = node.open().read(node.size)
            return data

    def entries(self, path: str) -> tuple[Entry, ...]:
        """What a folder holds, links as such; empty if it is none."""
        with refusing(path):
            node = self._find(path)
            if node is None or not S_ISDIR(_kind(node)):
                return ()
            found = self._names(node)
            return tuple(_entry(name, found[name]) for name in sorted(found.keys() - {".", ".."}))

    def find(self, path: str) -> Entry | None:
        """The file or folder at ``path``, links followed; None if there is none."""
        with refusing(path):
            node = self._find(path)
            return None if node is None else _entry((_split(path) or ["/"])[-1], node)

    def part(self, path: str, offset: int, length: int) -> bytes:
        """Up to ``length`` bytes of the file at ``path`` from ``offset`` on."""
        with refusing(path):
            node = self._find(path)
            if node is None or not S_ISREG(_kind(node)):
                raise refuse("E617", path=path)
            stream = node.open()
            stream.seek(offset)
            data: bytes = stream.read(max(min(length, node.size - offset), 0))
            return data

    def text(self, path: str, limit: int = 4 << 20) -> str:
        """The content as text; empty if there is no such file or it is large."""
        try:
            return self.read(path, limit).decode("utf-8", "replace")
        except Refusal:
            return ""

    def _find(self, path: str) -> Any:
        """The node at ``path``, links followed; None if there is none."""
        trail = [self._root]
        names = _split(path)
        links = 0
        while names:
            name = names.pop(0)
            if name == "..":
                trail = trail[:-1] or [self._root]
                continue
            if not S_ISDIR(_kind(trail[-1])):
                return None
            node = self._names(trail[-1]).get(name)
            if node is None:
                return None
            if not S_ISLNK(_kind(node)):
                trail.append(node)
                continue
            links += 1
            if links > _LINKS_LIMIT:
                return None
            target = str(node.link)
            trail = [self._root] if target.startswith("/") else trail
            names = _split(target) + names
        return trail[-1]

    def _names(self, node: Any) -> dict[str, Any]:
        key = id(node)
        if key not in self._folders:
            found: dict[str, Any] = node.listdir()
            if len(found) > _FOLDER_LIMIT:
                raise ValueError(Phrase("too many entries"))
            self._folders[key] = found
        return self._folders[key]


def _split(path: str) -> list[str]:
    return [name for name in path.split("/") if name not in ("", ".")]


def _entry(name: str, node: Any) -> Entry:
    kind = _kind(node)
    return Entry(name, S_ISDIR(kind), node.size if S_ISREG(kind) else 0, 0)


def _kind(node: Any) -> int:
    """The kind of a node as in st_mode; the libraries name it differently."""
    return int(node.filetype if hasattr(node, "filetype") else node.type)


def open_linux(device: Device) -> list[LinuxFiles]:
    """The file system of ``device``: several views of it for btrfs, whose root may be a subvolume.

    Refuses E631, and E632 if it is of another kind.
    """
    kind = device.file_system.kind
    stream = Stream(device.disk, device.offset, device.size)
    with refusing(Phrase("the {kind} file system", kind=kind)):
        if kind in ("ext2", "ext3", "ext4"):
            from dissect.extfs import ExtFS

            return [LinuxFiles(ExtFS(stream).root)]
        if kind == "xfs":
            from dissect.xfs import XFS

            return [LinuxFiles(XFS(stream).root)]
        if kind == "btrfs":
            from engine.guest.volumes.btrfs_tree import CheckedBtrfs

            return [LinuxFiles(root) for root in _btrfs_roots(CheckedBtrfs(stream))]
        if kind in FAT_KINDS:
            return [LinuxFiles(fat_files.root(FatFiles(stream, kind)))]
    raise refuse("E632", kind=kind or Phrase("unknown"))


def _btrfs_roots(volume: Any) -> Iterator[Any]:
    yield volume.root
    for path in _SUBVOLUMES:
        node: Any = volume.fs_tree.root
        for name in path.split("/"):
            node = dict(node.iterdir()).get(name) if node is not None and node.is_dir() else None
        if node is not None and node.is_dir():
            yield node
