"""Which blocks of a disk no file system uses; only where a check of its own proves it.

Boot sectors, tables of partitions and whatever lies outside of file systems are in no span. What
is unknown, encrypted, of several disks, damaged, asleep or not shut down has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from engine.disk.disk import Disk
from engine.disk.spans import NONE, Spans, union
from engine.findings import Refusal
from engine.guest import partitions
from engine.guest.free_blocks import ext_free, fat_free, lvm_free, ntfs_free, swap_free, xfs_free
from engine.guest.free_blocks.found import FreeBlocks, Volume
from engine.guest.free_blocks.free_spans import NotProvenError
from engine.guest.linux.linux_files import Device, devices
from engine.guest.partitions import Partition, PartitionTable
from engine.guest.volumes.file_systems import WINDOWS_KINDS
from engine.guest.volumes.open_volume import ReadableFiles, open_files
from engine.guest.volumes.volume_stream import Stream
from engine.phrase import Phrase

#: What is left out begins and ends with whole units, and is of this length at least: shorter ones
#: cost more to be left out than they save. Both in bytes.
UNIT, LEAST = 4096, 64 << 10
#: Longer ones alone where there are more.
SPANS_LIMIT = 1 << 19
_SIGNATURE_AT = 4086  #: of swap; a Linux that sleeps has changed it
_SLEEPING = (b"S1SUSPEND\0", b"ULSUSPEND\0", b"LINHIB0001")
_ASLEEP = Phrase("a system on it is hibernated")
_HEAD, _TAIL = 34 * 512, 33 * 512  #: where a GUID partition table and its copy are


def find(disk: Disk) -> FreeBlocks:
    """The free blocks of ``disk``; refuses what ``disk`` refuses."""
    table = partitions.read(disk)
    own, _ = devices(disk, table)
    is_asleep = any(map(_sleeps, own))
    whole = _ASLEEP if is_asleep else _why_not_at_all(table)
    looked_at = [(each, *_of_device(each, own, whole)) for each in own]
    free = union([found for _, found, _ in looked_at])
    if table.scheme != "none":
        free = free.without(0, _HEAD).without(disk.size - _TAIL, disk.size)
    least = LEAST
    while len(long := free.inward(UNIT, least)) > SPANS_LIMIT:
        least *= 2
    volumes = (
        Volume(each.name, each.file_system.kind, each.size, found.inward(UNIT, least).total, why)
        for each, found, why in looked_at
    )
    return FreeBlocks(long, tuple(volumes), is_asleep)


def _why_not_at_all(table: PartitionTable) -> str:
    """What keeps all of a disk from being believed; empty if nothing does."""
    if table.scheme == "dynamic":
        return Phrase("the disk is a dynamic one")
    if table.findings:
        return Phrase("the table of partitions is damaged")
    places = sorted((each.offset, each.offset + each.size) for each in table.partitions)
    if any(after < end for (_, end), (after, _) in pairwise(places)):
        return Phrase("partitions overlap")
    return ""


def _sleeps(device: Device) -> bool:
    """Whether a system has left its memory there; what cannot be read tells nothing here."""
    volume = Stream(device.disk, device.offset, device.size)
    if volume.pread(_SIGNATURE_AT, 10) in _SLEEPING:
        return True
    if device.file_system.kind not in WINDOWS_KINDS:
        return False
    try:
        return ntfs_free.is_sleeping(_files(device))
    except Refusal:
        return False


def _of_device(device: Device, every: Sequence[Device], whole: str) -> tuple[Spans, str]:
    """What is free of a device in bytes of the disk, or why that is not known."""
    try:
        if whole:
            raise NotProvenError(whole)
        if not device.extents:
            raise NotProvenError(Phrase("its logical volume is not a simple one"))
        return _spans(device, every).through(device.extents), ""
    except NotProvenError as error:
        return NONE, error.reason
    except Refusal as refusal:
        return NONE, refusal.findings[0].message
    except MemoryError:
        return NONE, Phrase("it is too large")
    except Exception:
        # Readers raise every kind of exception over what is damaged.
        return NONE, Phrase("it is damaged")


def _spans(device: Device, every: Sequence[Device]) -> Spans:
    """What is free in bytes of the device; raises NotProvenError, and whatever reading it does."""
    kind = device.file_system.kind
    volume = Stream(device.disk, device.offset, device.size)
    if kind in ("ext2", "ext3", "ext4"):
        return ext_free.find(volume)
    if kind == "xfs":
        return xfs_free.find(volume)
    if kind in ("fat16", "fat32"):
        return fat_free.find(volume)
    if kind == "swap":
        return swap_free.find(volume)
    if kind == "lvm":
        others = sum(each.file_system.kind == "lvm" for each in every) - 1
        return lvm_free.find(volume, others)
    if kind == "ntfs":
        return ntfs_free.find(volume, _files(device))
    raise NotProvenError(Phrase("its kind is not known here"))


def _files(device: Device) -> ReadableFiles:
    """The files of a Windows file system."""
    kind = device.file_system
    return open_files(device.disk, Partition(0, device.offset, device.size, "", False, kind))
