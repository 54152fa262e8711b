"""Reads the file systems of Linux (ext2-4, XFS, btrfs), on partitions and on logical volumes.

By the dissect libraries, in pure Python; the journal of a file system is not replayed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import Any

from engine.disk.disk import Disk
from engine.findings import Finding, Refusal, finding, refuse
from engine.guest.partitions import PartitionTable
from engine.guest.volumes.extents import Extent
from engine.guest.volumes.file_systems import SECTOR, FileSystem, identify
from engine.guest.volumes.volume_stream import Stream, refusing
from engine.phrase import Phrase

_LINKS_LIMIT = 40
_FOLDER_LIMIT = 100_000
_VOLUMES_LIMIT = 256
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
    """The partitions and the logical volumes on them, and what could not be opened (W631, W664)."""
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
                volumes = list(_logical_volumes(physical, notes))
        except Refusal as refusal:
            reason = refusal.findings[0].message
            notes.append(finding("W631", number=physical[0].name, kind="lvm", reason=reason))
    return parts + volumes, notes


def _logical_volumes(physical: list[Device], notes: list[Finding]) -> Iterator[Device]:
    from dissect.volume.lvm import LVM2
    from dissect.volume.lvm.physical import LVM2Device

    groups: dict[str, list[Any]] = {}
    places: dict[str, int] = {}
    for each in physical:
        opened = LVM2Device(Stream(each.disk, each.offset, each.size))
        groups.setdefault(_group_name(opened.metadata), []).append(opened)
        places[opened.id] = each.offset
    for name, members in groups.items():
        group: Any = LVM2(members).volume_group
        for volume in group.lv[:_VOLUMES_LIMIT]:
            if not volume.is_visible:
                continue
            own = f"{name}/{volume.name}"
            try:
                stream = _StreamDisk(volume.open())
            except Exception:
                # The library says in many ways that a volume is of a kind or on a disk it lacks.
                notes.append(finding("W664", what=Phrase("the logical volume {name}", name=own)))
                continue
            extents = tuple(_extents(group, volume, places))
            found = identify(stream, 0, stream.size)
            yield Device(own, stream, 0, stream.size, found, extents=extents)


def _extents(group: Any, volume: Any, places: dict[str, int]) -> Iterator[Extent]:
    """Where a linear logical volume lies on the disk; nothing for one of another kind.

    ``places``: where each physical volume begins on the disk, by its id. What is written to the
    origin of a snapshot would be seen in the snapshot too.
    """
    snapshots = [part for each in group.lv for part in each.segments if part.type == "snapshot"]
    segments = sorted(volume.segments, key=lambda each: each.start_extent)
    ends = [0, *itertools.accumulate(each.extent_count for each in segments)]
    is_linear = all(
        each.type in ("linear", "striped") and len(each.stripes) == 1 and each.start_extent == end
        for each, end in zip(segments, ends, strict=False)
    )
    if not is_linear or any(each.origin == volume.name for each in snapshots):
        return
    size = group.extent_size * SECTOR
    for each in segments:
        [(name, first)] = each.stripes
        physical = group.physical_volumes[name]
        start = places[physical.id.replace("-", "")] + physical.pe_start * SECTOR
        yield Extent(start + first * size, each.extent_count * size)


def _group_name(metadata: Any) -> str:
    return next((key for key, value in metadata.items() if isinstance(value, dict)), "")


class _StreamDisk:
    """A stream of a library as a disk; what goes wrong is refused (E631)."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.size = int(stream.size)

    def pread(self, offset: int, length: int) -> bytes:
        with refusing(Phrase("the logical volume")):
            self._stream.seek(offset)
            data: bytes = self._stream.read(max(min(length, self.size - offset), 0))
            return data


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
    raise refuse("E632", kind=kind or Phrase("unknown"))


def _btrfs_roots(volume: Any) -> Iterator[Any]:
    yield volume.root
    for path in _SUBVOLUMES:
        node: Any = volume.fs_tree.root
        for name in path.split("/"):
            node = dict(node.iterdir()).get(name) if node is not None and node.is_dir() else None
        if node is not None and node.is_dir():
            yield node
