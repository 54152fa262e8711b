"""A disk as it is drawn: what its layers hold, and what lies where on it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from engine.disk.copying import coverage
from engine.disk.copying.coverage import Coverage
from engine.guest.inspect import Guest
from engine.guest.partitions import Partition
from engine.phrase import Phrase
from engine.vmware.model import DiskChain, Slot, VirtualMachine

__all__ = ["Area", "Coverage", "allocated", "areas", "cover"]


@dataclass(frozen=True, slots=True)
class Area:
    """A partition: the bytes [start, stop) of a disk, and what it is called."""

    start: int
    stop: int
    label: str


def areas(guest: Guest) -> tuple[Area, ...]:
    """The partitions of a disk with their file systems, in the order of the disk."""
    found = sorted(guest.table.partitions, key=lambda each: each.offset)
    return tuple(Area(each.offset, each.offset + each.size, _label(each)) for each in found)


def _label(partition: Partition) -> str:
    system = partition.file_system
    kind = system.kind or Phrase("unknown")
    words = (str(partition.number or ""), kind, system.label or partition.name)
    return Phrase.joined(" ", filter(None, words))


def cover(
    chain: DiskChain, start: int, stop: int, columns: int, cancel: threading.Event
) -> Coverage:
    """What the layers of ``chain`` hold, as :func:`engine.disk.copying.coverage.cover` says it."""
    return coverage.cover(chain.layer_mappings, start, stop, columns, cancel)


def allocated(machine: VirtualMachine) -> dict[tuple[Slot, str], int]:
    """Bytes of data by disk and file name of the layer; "" is what the result takes of all.

    Refuses what is damaged.
    """
    found: dict[tuple[Slot, str], int] = {}
    for disk in machine.disks:
        if disk.chain is not None and disk.chain.size:
            seen = coverage.cover(disk.chain.layer_mappings, 0, disk.chain.size, 1)
            found[disk.slot, ""] = int(seen.shown.sum())
            for layer, held in zip(disk.chain.layers, seen.data, strict=True):
                found[disk.slot, layer.path.name] = int(held.sum())
    return found
