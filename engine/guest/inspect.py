"""Looks into the guest on a disk: partitions, Windows, Linux. Nothing is written.

It is done in a process of its own, which reads the disk through this one: the guest was made by
strangers, and the libraries that read it may crash or never end over what they find.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from engine.disk.disk import Disk
from engine.findings import Finding, Refusal, finding, refuse
from engine.guest import efi_loader, partitions
from engine.guest.helper import packing
from engine.guest.helper.helper_process import SILENCE, Native, ReadOnly
from engine.guest.helper.helper_protocol import Broken
from engine.guest.linux import linux_system
from engine.guest.linux.linux_system import Linux
from engine.guest.partitions import PartitionTable
from engine.guest.volumes import groups
from engine.guest.volumes.file_systems import WINDOWS_KINDS
from engine.guest.volumes.groups import Group
from engine.guest.volumes.open_volume import open_files
from engine.guest.windows import windows_search
from engine.guest.windows.windows_system import Volume, Windows

_ENCRYPTED = ("bitlocker", "luks")


@dataclass(frozen=True, slots=True)
class Guest:
    """What is on a disk. Plain data: ``packed`` and ``unpacked`` are each other's inverse."""

    table: PartitionTable
    windows: tuple[Windows, ...]  #: the one that starts by default first
    linux: tuple[Linux, ...]
    findings: tuple[Finding, ...]
    groups: tuple[Group, ...] = ()  #: what it is a part of, with other disks

    def as_json(self) -> dict[str, Any]:
        """For programs; phrases are their English texts."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return found

    def packed(self) -> Any:
        """As data for JSON, with what phrases were made of."""
        return packing.packed(self)

    @staticmethod
    def unpacked(data: Any) -> Guest:
        """The guest of ``packed``; raises ValueError for anything else."""
        found: Guest = packing.unpacked(Guest, data)
        return found


def inspect(disk: Disk, silence: float = SILENCE) -> Guest:
    """What is on ``disk``; refuses E630 if it cannot be found out, and what ``disk`` refuses.

    What is damaged, or of an unknown kind, is a finding of the guest and not a refusal.
    """
    with Native(silence, "engine.guest.helper.inspector") as helper:
        try:
            answer = helper.call("inspect", disk=ReadOnly(disk), size=disk.size)
            return Guest.unpacked(json.loads(answer.body))
        except Broken as broken:
            raise refuse("E630", reason=broken.reason) from None
        except (ValueError, RecursionError) as error:
            raise refuse("E630", reason=error) from None
        except Refusal as refusal:
            if refusal.findings[0].code == "E680":
                raise refuse("E630", reason=refusal.findings[0].message) from None
            raise


def look(disk: Disk) -> Guest:
    """What is on ``disk``, found out in this process; refuses what ``disk`` refuses."""
    table = partitions.read(disk)
    notes = [*table.findings, *_encrypted(table)]
    volumes = tuple(_volumes(disk, table, notes))
    notes += _without_loader(volumes)
    found_windows, said = windows_search.find(volumes, table)
    notes += said
    found_linux, said = linux_system.find(disk, table)
    notes += said
    return Guest(
        table,
        tuple(found_windows),
        tuple(found_linux),
        tuple(dict.fromkeys(notes)),
        groups.find(disk, table),
    )


def _encrypted(table: PartitionTable) -> Iterator[Finding]:
    for each in table.partitions:
        if each.file_system.kind in _ENCRYPTED:
            yield finding("W634", number=each.number, kind=each.file_system.kind)


def _without_loader(volumes: tuple[Volume, ...]) -> Iterator[Finding]:
    """W827 for an EFI system partition without the loader that any firmware starts."""
    for volume in volumes:
        with contextlib.suppress(Refusal):
            if efi_loader.is_missing(volume.files):
                yield efi_loader.missing(volume.number)


def _volumes(disk: Disk, table: PartitionTable, notes: list[Finding]) -> Iterator[Volume]:
    for index, each in enumerate(table.partitions):
        if each.file_system.kind not in WINDOWS_KINDS:
            continue
        try:
            files = open_files(disk, each)
            yield Volume(index, each.number, files, files.condition())
        except Refusal as refusal:
            reason = refusal.findings[0].message
            kind = each.file_system.kind
            notes.append(finding("W631", number=each.number, kind=kind, reason=reason))
