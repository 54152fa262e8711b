"""Disks that are left out: which of them the guest cannot do without, as far as can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.disk.reader import Reader
from engine.findings import Finding, Refusal, finding
from engine.guest.inspect import Guest, inspect
from engine.guest.volumes.groups import Group
from engine.phrase import Phrase
from engine.vmware.model import Disk, Slot, VirtualMachine

_EFI_SYSTEM = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"


def judged(
    order: Sequence[Disk], machine: VirtualMachine, seen: Mapping[int, Guest]
) -> tuple[Finding, ...]:
    """E117 for each disk left out of ``machine`` that holds what is needed.

    ``order`` has all disks in the order of the BIOS; ``seen`` are the guests of those kept, by
    their places in ``machine``. A disk that cannot be read is judged by what the others miss.
    """
    if not machine.left_out:
        return ()
    kept = {machine.disks[number].slot: guest for number, guest in seen.items()}
    gone = {disk.slot: guest for disk in machine.left_out if (guest := _look(disk)) is not None}
    first = _first_to_start([disk.slot for disk in order], kept | gone)
    found = []
    for disk in machine.left_out:
        reasons = [] if machine.disks else [Phrase("no other disk is left")]
        reasons += [*_needed(disk.slot, gone, kept, first), *_parts(disk.slot, gone, kept)]
        if reasons:
            found.append(finding("E117", slot=disk.slot, reason=reasons[0], place=disk.slot))
    return tuple(found)


def _look(disk: Disk) -> Guest | None:
    if disk.chain is None:
        return None
    try:
        return inspect(Reader(disk.chain.mapping, disk.chain.files))
    except Refusal:  # it is not converted: that it cannot be looked into stands against nothing
        return None


def _first_to_start(order: Sequence[Slot], seen: Mapping[Slot, Guest]) -> Slot | None:
    """The disk that the firmware starts; None if no disk is seen to be one."""
    return next((slot for slot in order if slot in seen and _starts(seen[slot])), None)


def _starts(guest: Guest) -> bool:
    """Whether there is a boot volume, or a system, on the disk."""
    parts = guest.table.partitions
    marked = any(each.active or each.type == _EFI_SYSTEM for each in parts)
    return marked or bool(guest.windows or guest.linux)


def _is_understood(guest: Guest) -> bool:
    """Whether it can be seen what is on the disk, so that a boot volume would be seen too."""
    return any(each.file_system.kind for each in guest.table.partitions)


def _needed(
    slot: Slot, gone: Mapping[Slot, Guest], kept: Mapping[Slot, Guest], first: Slot | None
) -> Iterator[Phrase]:
    """Why the machine does not start without the disk."""
    if slot == first:
        yield Phrase("the machine starts from it")
    guest = gone.get(slot)
    if guest is None and first is None and kept and all(map(_is_understood, kept.values())):
        yield Phrase("the machine starts from none of the others")
    if guest is None or any(each.windows or each.linux for each in kept.values()):
        return
    for windows in guest.windows:
        yield Phrase("{system} is on it", system=windows.name)
    for linux in guest.linux:
        yield Phrase("{system} is on it", system=linux.distribution or "Linux")


def _parts(slot: Slot, gone: Mapping[Slot, Guest], kept: Mapping[Slot, Guest]) -> Iterator[Phrase]:
    """Which volumes are not whole without the disk."""
    for other, guest in kept.items():
        for group in guest.groups:
            if _is_part(slot, group, gone, kept):
                yield Phrase(
                    "a part of {group} is on it, another one at {other}",
                    group=group.words,
                    other=other,
                )


def _is_part(
    slot: Slot, group: Group, gone: Mapping[Slot, Guest], kept: Mapping[Slot, Guest]
) -> bool:
    """Whether the disk has a part of the group; unseen, whether a part is nowhere else."""
    if slot in gone:
        return _held(gone[slot], group) > 0
    present = sum(_held(guest, group) for guest in (*kept.values(), *gone.values()))
    return present < group.count


def _held(guest: Guest, group: Group) -> int:
    """How many parts of the group are on the disk of ``guest``."""
    same = (each for each in guest.groups if (each.kind, each.id) == (group.kind, group.id))
    return sum(each.held for each in same)
