"""A disk as it is drawn: what its layers hold, and what lies where on it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from engine.disk.block_map import Mapping
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
    chain: DiskChain, start: int, stop: int, columns: int, cancel: threading.Event | None = None
) -> Coverage:
    """What the layers of ``chain`` hold, as :func:`engine.disk.copying.coverage.cover` says it."""
    found = coverage.cover(_layers(chain), start, stop, columns, cancel)
    return found if chain.blank is None else found.without_newest()


def _layers(chain: DiskChain) -> tuple[Mapping, ...]:
    """The layers, the newest first; before them what hides a part of all of them."""
    return (*([] if chain.blank is None else [chain.blank]), *chain.layer_mappings)


def allocated(machine: VirtualMachine) -> dict[tuple[Slot, str], int]:
    """Bytes of data by disk and file name of the layer; "" is what the result takes of all.

    Refuses what is damaged.
    """
    found: dict[tuple[Slot, str], int] = {}
    for disk in machine.disks:
        if disk.chain is not None and disk.chain.size:
            seen = cover(disk.chain, 0, disk.chain.size, 1)
            found[disk.slot, ""] = int(seen.shown.sum())
            for layer, held in zip(disk.chain.layers, seen.data, strict=True):
                found[disk.slot, layer.path.name] = int(held.sum())
    return found
