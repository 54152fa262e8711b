"""An installation of Linux, opened: its files as fstab puts them together, and its devices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.disk.disk import Disk
from engine.findings import Finding, Refusal, finding
from engine.guest.linux.linux_files import Device, LinuxFiles, devices, open_linux
from engine.guest.partitions import PartitionTable
from engine.guest.volumes.file_systems import FAT_KINDS, LINUX_KINDS

#: File systems that libext2fs changes.
WRITABLE = ("ext2", "ext3", "ext4")
_LINES_LIMIT = 10_000
#: Names of disks that depend on their bus or place.
UNSTABLE = re.compile(
    r"/dev/(?:(?:sd|hd|vd|xvd)[a-z]+\d*|nvme\d+n\d+(?:p\d+)?"
    r"|disk/by-(?:id|path)/(?!dm-|md-|lvm-)[\w#+.:=@-]+)"
)
_MAPPED = ("/dev/mapper/", "/dev/disk/by-id/dm-name-")
_FIRST = re.compile(r"/dev/(?:(?:sd|hd|vd|xvd)a|nvme0n1p)(\d+)")
_TEXT_LIMIT = 4 << 20


@dataclass(frozen=True)
class Mount:
    """A file system and where it is mounted; the root's place is empty."""

    place: str
    device: Device
    files: LinuxFiles = field(repr=False)


@dataclass(frozen=True)
class Tree:
    """The files of an installation, from all its file systems on this disk. Paths begin with /."""

    mounts: tuple[Mount, ...]  #: the root first

    def locate(self, path: str) -> tuple[Mount, str]:
        """The file system that ``path`` is on, and its path there."""
        within = [each for each in self.mounts if f"{path}/".startswith(f"{each.place}/")]
        mount = max(within, key=lambda each: len(each.place))
        return mount, path[len(mount.place) :] or "/"

    def exists(self, path: str) -> bool:
        mount, own = self.locate(path)
        return mount.files.exists(own)

    def list(self, path: str) -> tuple[str, ...]:
        """The names in a folder, sorted; empty if it is none."""
        mount, own = self.locate(path)
        return mount.files.list(own)

    def read(self, path: str, limit: int = _TEXT_LIMIT) -> bytes:
        """The content of a file; refuses E617, E620 and E631."""
        mount, own = self.locate(path)
        return mount.files.read(own, limit)

    def text(self, path: str, limit: int = _TEXT_LIMIT) -> str:
        """The content as text; empty if there is no such file or it is large."""
        mount, own = self.locate(path)
        return mount.files.text(own, limit)


@dataclass(frozen=True)
class Installation:
    """A Linux with its devices. ``mounted`` are source and place of fstab's lines, of disks."""

    tree: Tree
    devices: tuple[Device, ...]
    mounted: tuple[tuple[str, str], ...]

    @property
    def root(self) -> Device:
        return self.tree.mounts[0].device

    def can_write(self, path: str) -> bool:
        """Whether what is at ``path`` is on a volume that can be changed."""
        device = self.tree.locate(path)[0].device
        return device.file_system.kind in WRITABLE and bool(device.extents)

    def resolve(self, source: str) -> Device | None:
        """The device that a line of fstab means; None if it is not on this disk."""
        return _resolve(source, self.devices)

    def elsewhere(self) -> Iterator[str]:
        """File systems of fstab that are not on this disk, nor hidden in something of it."""
        if any(each.file_system.kind in ("luks", "md") for each in self.devices):
            return
        for source, place in self.mounted:
            if place.startswith("/") and place != "/" and self.resolve(source) is None:
                yield f"{place} ({source})"


def find(disk: Disk, table: PartitionTable) -> tuple[list[Installation], list[Finding]]:
    """Every installation on the disk, and what could not be read (W631, W664)."""
    own, notes = devices(disk, table)
    views: list[tuple[Device, LinuxFiles]] = []
    found: dict[str, Installation] = {}
    for device in own:
        if device.file_system.kind in LINUX_KINDS:
            try:
                views += [(device, files) for files in open_linux(device)]
            except Refusal as refusal:
                notes.append(unreadable(device, refusal))
    for device, files in views:
        try:
            if device.name not in found and _is_root(files):
                found[device.name] = _opened(device, files, views, tuple(own), notes)
        except Refusal as refusal:
            notes.append(unreadable(device, refusal))
    return list(found.values()), notes


def unreadable(device: Device, refusal: Refusal) -> Finding:
    """W631: that a file system cannot be read."""
    reason = refusal.findings[0].message
    return finding("W631", number=device.name, kind=device.file_system.kind, reason=reason)


def _is_root(files: LinuxFiles) -> bool:
    return files.exists("/etc/fstab") or (files.exists("/etc") and files.exists("/sbin/init"))


def _opened(
    device: Device,
    files: LinuxFiles,
    views: list[tuple[Device, LinuxFiles]],
    own: tuple[Device, ...],
    notes: list[Finding],
) -> Installation:
    """The installation with its root on ``device``, and what else of it is on this disk."""
    mounted = tuple(mounts(files.text("/etc/fstab")))
    tree = [Mount("", device, files)]
    for source, place in mounted:
        target = _resolve(source, own) if place.startswith("/") and place != "/" else None
        if target is not None:
            view = next((view for other, view in views if other.name == target.name), None)
            view = view or _fat(target, notes)
            tree += [Mount(place.rstrip("/"), target, view)] if view is not None else []
    return Installation(Tree(tuple(tree)), own, mounted)


def _fat(device: Device, notes: list[Finding]) -> LinuxFiles | None:
    """A FAT volume, which counts only where a Linux mounts it."""
    if device.file_system.kind not in FAT_KINDS:
        return None
    try:
        return open_linux(device)[0]
    except Refusal as refusal:
        notes.append(unreadable(device, refusal))
        return None


def _resolve(source: str, own: tuple[Device, ...]) -> Device | None:
    key, _, value = source.partition("=")
    value = value.strip("\"'")
    for each in own:
        known = {
            "UUID": each.file_system.uuid,
            "LABEL": each.file_system.label,
            "PARTUUID": each.part_uuid,
        }
        if value and known.get(key.upper(), "").lower() == value.lower():
            return each
        if each.name in _names(source):
            return each
    return None


def mounts(fstab: str) -> Iterator[tuple[str, str]]:
    """What is mounted and where, of disks only."""
    for line in fstab.splitlines()[:_LINES_LIMIT]:
        words = line.split()
        if len(words) >= 3 and not words[0].startswith("#") and style(words[0]):
            yield re.sub("[\"']", "", words[0]), words[1]


def style(source: str) -> str:
    """How a line of fstab names its disk: uuid, label, name, lvm; empty if it is none."""
    key = source.partition("=")[0].upper()
    if key in ("UUID", "PARTUUID") or "/by-uuid/" in source or "/by-partuuid/" in source:
        return "uuid"
    if key in ("LABEL", "PARTLABEL") or "/by-label/" in source:
        return "label"
    if UNSTABLE.fullmatch(source):
        return "name"
    names = _names(source)
    return "lvm" if names and not names[0].isdecimal() else ""


def _names(source: str) -> list[str]:
    """The names that a device of fstab may have among ours: the partition's number, ``vg/lv``."""
    if match := _FIRST.fullmatch(source):
        return [match[1]]
    for begin in _MAPPED:
        if source.startswith(begin):
            # A hyphen in a name is doubled, the one between group and volume is not.
            group, _, volume = source[len(begin) :].replace("--", "\0").partition("-")
            return [f"{group}/{volume}".replace("\0", "-")] if volume else []
    match = re.fullmatch(r"/dev/([\w.+-]+/[\w.+-]+)", source)
    return [match[1]] if match and not UNSTABLE.fullmatch(source) else []
