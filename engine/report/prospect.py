"""What becomes of a guest under Xen, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from engine.guest.inspect import Guest
from engine.guest.linux.installation import WRITABLE
from engine.guest.linux.linux_system import Linux
from engine.guest.windows.storage import NAMES
from engine.guest.windows.windows_system import Windows
from engine.phrase import Phrase

_BUSES = {"ide": "IDE", "ahci": "AHCI", "pv": "PV"}


def of(guest: Guest) -> Iterator[Phrase]:
    """A sentence for each system on a disk, in the order in which they are listed."""
    yield from map(of_windows, guest.windows)
    yield from map(of_linux, guest.linux)


def of_windows(windows: Windows) -> Phrase:
    """Whether it starts from Xen's disks, and what converting does about it."""
    ready = [NAMES[each.bus] for each in windows.storage if each.is_ready]
    if ready:
        return Phrase("It will start under Xen from {buses}.", buses=", ".join(ready))
    if not windows.storage:
        return Phrase("It is not known whether it starts under Xen.")
    if any(each.drivers for each in windows.storage):
        return Phrase("As it is it would stop under Xen (0x0000007B); converting mends that.")
    return Phrase("As it is it would stop under Xen (0x0000007B); it has no driver for its disks.")


def of_linux(linux: Linux) -> Phrase:
    """Whether it finds its disks and keeps its names, and what converting does about it."""
    newest = next((each for each in linux.kernels if each.is_newest), None)
    if newest is None:
        return Phrase("It is not known whether it starts under Xen: it has no kernel in /boot.")
    buses = ", ".join(_BUSES[bus] for bus in newest.drivers)
    is_lost = bool(linux.renamed) or not newest.finds_disks
    if not linux.commands:
        return Phrase("It will start under Xen from {buses} disks and keep its names.", buses=buses)
    if linux.file_system in WRITABLE and (newest.finds_disks or newest.is_mendable):
        if is_lost:
            return Phrase("As it is it would not find its disks under Xen; converting mends that.")
        return Phrase("It will start under Xen; converting keeps its names and adds drivers.")
    if is_lost:
        return Phrase(
            "As it is it would not find its disks under Xen; what converting cannot mend is to be "
            "typed in it."
        )
    return Phrase("It will start under Xen, but names change; commands for that are to be typed.")
