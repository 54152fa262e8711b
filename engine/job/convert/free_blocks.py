"""Free blocks of a machine's file systems: what leaving them out saves, and leaving them out.

They become zeros in a layer over the chain, under the change of the guest: whatever reads the disk
after that, be it fitting or copying, sees what the image will hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from engine.choices import FreeBlocksChoice
from engine.disk.block_map import zeros
from engine.disk.copying.pieces import held
from engine.disk.reader import Reader
from engine.findings import Finding, Refusal, finding
from engine.guest.free_blocks import process
from engine.guest.free_blocks.find import UNIT
from engine.guest.free_blocks.found import FreeBlocks
from engine.sizes import binary
from engine.vmware.model import Disk, VirtualMachine


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is left out of one disk."""

    found: FreeBlocks
    saved: int  #: bytes that need not be read, nor written

    def as_json(self) -> dict[str, Any]:
        """For the manifest; sizes in bytes."""
        return {
            "saved": self.saved,
            "volumes": [
                {"name": each.name, "kind": each.kind, "size": each.size, "free": each.free}
                for each in self.found.volumes
                if not each.why_kept
            ],
            "digest": self.found.digest,
        }


def leave_out(
    machine: VirtualMachine, choice: FreeBlocksChoice
) -> tuple[VirtualMachine, dict[int, LeftOut], list[Finding]]:
    """The machine without its free blocks, what is left out by the place of the disk, and findings.

    The machine itself unless ``choice`` is skip. Of what could not be proved free nothing is left
    out (W860, W862); W861 says what is.
    """
    if choice == "keep":
        return machine, {}, []
    looked_at = [_looked_at(disk) for disk in machine.disks]
    is_asleep = any(found.is_asleep for found, _ in looked_at if found)
    disks, left_out, notes = [], dict[int, LeftOut](), list[Finding]()
    for number, (disk, (found, said)) in enumerate(zip(machine.disks, looked_at, strict=True)):
        notes += said
        own = None if found is None or is_asleep else _cut(disk, found)
        if own is not None:
            disk, left_out[number] = own
            notes.append(finding("W861", slot=disk.slot, saved=binary(left_out[number].saved)))
        disks.append(disk)
    return replace(machine, disks=tuple(disks)), left_out, notes


def saved(machine: VirtualMachine) -> int:
    """Bytes of the machine's disks that leaving out free blocks would save."""
    _, left_out, _ = leave_out(machine, "skip")
    return sum(each.saved for each in left_out.values())


def _cut(disk: Disk, found: FreeBlocks) -> tuple[Disk, LeftOut] | None:
    """The disk without its free blocks; None where it has none, or its map is damaged."""
    chain, free = disk.chain, found.spans
    if chain is None or not len(free):
        return None
    blank = chain.with_blank(zeros(chain.size, free.start, free.stop, UNIT))
    try:
        saved = held(chain.mapping) - held(blank.mapping)
    except Refusal:  # planning tells of it
        return None
    return replace(disk, chain=blank), LeftOut(found, saved)


def _looked_at(disk: Disk) -> tuple[FreeBlocks | None, list[Finding]]:
    """The free blocks of a disk, and what is to be said of volumes that are copied whole."""
    if disk.chain is None or not disk.chain.size:
        return None, []
    try:
        found, why = process.look(Reader(disk.chain.mapping, disk.chain.files))
    except Refusal:  # planning tells of it
        return None, []
    if found is None:
        return None, [finding("W862", slot=disk.slot, reason=why)]
    return found, list(_kept(disk, found))


def _kept(disk: Disk, found: FreeBlocks) -> Iterator[Finding]:
    """W860 for each volume that is known, and of which nothing is left out."""
    for each in found.volumes:
        name, kind = each.name, each.kind
        if kind and each.why_kept:
            yield finding("W860", slot=disk.slot, name=name, kind=kind, reason=each.why_kept)
