"""The volumes of a disk, partitions and logical volumes, each with its files if it can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.disk.disk import Disk
from engine.findings import Finding, Refusal, finding
from engine.guest import partitions
from engine.guest.linux.linux_files import Device, devices
from engine.guest.ownership import ext_inodes, fat_chains, ntfs_records
from engine.guest.ownership.owned import Owned
from engine.guest.volumes.extents import Extent
from engine.guest.volumes.volume_stream import Stream, refusing
from engine.phrase import Phrase


@dataclass(frozen=True, slots=True)
class OwnedVolume:
    """A volume, and its files where they can be told from its blocks."""

    name: str  #: number of the partition, or ``vg/lv``
    kind: str  #: of the file system, as :class:`FileSystem` has it
    label: str
    extents: tuple[Extent, ...]  #: where on the disk it lies
    owned: Owned | None


def find(disk: Disk) -> tuple[tuple[OwnedVolume, ...], tuple[Finding, ...]]:
    """The volumes of ``disk``; what cannot be read is a finding (W845). Refuses what it refuses."""
    table = partitions.read(disk)
    found, notes = devices(disk, table)
    volumes = []
    for device in found:
        if device.file_system.kind == "lvm" and any(each.disk is not disk for each in found):
            continue  # its logical volumes stand for it
        owned, said = _read(device)
        notes += said
        kind, label = device.file_system.kind, device.file_system.label
        volumes.append(OwnedVolume(device.name, kind, label, device.extents, owned))
    return tuple(volumes), (*table.findings, *notes)


def _read(device: Device) -> tuple[Owned | None, list[Finding]]:
    reader = _READERS.get(device.file_system.kind)
    if reader is None or not device.extents:
        return None, []
    try:
        with refusing(Phrase("the volume {name}", name=device.name)):
            return reader(Stream(device.disk, device.offset, device.size)), []
    except Refusal as refusal:
        reason = refusal.findings[0].message
        return None, [finding("W845", name=device.name, reason=reason)]


def _xfs(stream: Stream) -> Owned:
    from engine.guest.ownership import xfs_inodes  # the library takes long to load

    return xfs_inodes.read(stream)


def _fat(kind: str) -> Callable[[Stream], Owned]:
    return lambda stream: fat_chains.read(stream, kind)


_READERS: dict[str, Callable[[Stream], Owned]] = {
    "ntfs": ntfs_records.read,
    "fat12": _fat("fat12"),
    "fat16": _fat("fat16"),
    "fat32": _fat("fat32"),
    "ext2": ext_inodes.read,
    "ext3": ext_inodes.read,
    "ext4": ext_inodes.read,
    "xfs": _xfs,
}
