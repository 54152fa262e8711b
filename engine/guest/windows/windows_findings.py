"""What is to be said of one Windows installation."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, finding
from engine.guest.windows import hal
from engine.guest.windows.boot_entries import BootEntry
from engine.guest.windows.drive_letters import DriveLetter
from engine.guest.windows.static_addresses import StaticAddress
from engine.guest.windows.windows_system import Volume, Windows
from engine.phrase import Phrase


def of(windows: Windows, volume: Volume) -> Iterator[Finding]:
    """What is to be said of one installation."""
    name = windows.name
    yield from _left(windows, volume)
    if windows.hal:
        yield from windows.hal.findings()
        yield from mismatch(windows)
    for each in windows.storage:
        if each.bus == "ide" and not each.is_ready:
            yield finding("W646", windows=name, reasons=Phrase.joined("; ", each.missing))
    if windows.boot_entry and windows.boot_entry.names_controller:
        yield names_controller(windows, windows.boot_entry)
    if windows.vmware_services:
        yield has_tools(windows)
    yield from (lost_letter(windows, each) for each in windows.lost_letters)
    for address in windows.addresses:
        yield from fixed_addresses(windows, address)


def _left(windows: Windows, volume: Volume) -> Iterator[Finding]:
    """How an installation was shut down, if not well."""
    name = windows.name
    if windows.has_fast_startup or windows.condition.journal == "kept":
        yield finding("W636", windows=name)
    elif windows.is_hibernated:
        yield finding("W635", windows=name)
    if windows.condition.journal == "unclean":
        yield finding("W638", number=volume.number)
    elif windows.condition.dirty:
        yield finding("W637", number=volume.number)
    for code, hives in (("W639", windows.dirty_hives), ("W820", windows.replayed_hives)):
        yield from (finding(code, hive=hive, windows=name) for hive in hives)


def names_controller(windows: Windows, entry: BootEntry) -> Finding:
    """W821: a boot menu by which the loader needs the driver of VMware's controller."""
    return finding("W821", windows=windows.name, place=entry.place)


def has_tools(windows: Windows) -> Finding:
    """W647: services and drivers of VMware Tools that start."""
    return finding("W647", windows=windows.name)


def offline_disks(windows: Windows) -> Finding:
    """W972: disks that Windows leaves offline until somebody says otherwise."""
    return finding("W972", windows=windows.name)


def lost_letter(windows: Windows, drive: DriveLetter) -> Finding:
    """W825: a drive by the signature of another disk."""
    return finding("W825", windows=windows.name, letter=drive.letter)


def fixed_addresses(windows: Windows, own: StaticAddress) -> Iterator[Finding]:
    """W824 and W971: fixed addresses, on a card that Windows will not have any more."""
    about = {"windows": windows.name, "card": own.card}
    if own.addresses:
        gateway = next(iter(own.gateways), "none")
        command = " ".join((own.addresses[0], own.masks[0], *own.gateways[:1]))
        yield finding(
            "W824", **about, address=", ".join(own.pairs), gateway=gateway, command=command
        )
    if own.addresses_6:
        netsh = "netsh interface ipv6 add"
        commands = [f"{netsh} address NAME {own.addresses_6[0]}"]
        commands += [f"{netsh} route ::/0 NAME {each}" for each in own.gateways_6[:1]]
        yield finding(
            "W971",
            **about,
            address=", ".join(own.addresses_6),
            gateway=next(iter(own.gateways_6), Phrase("announced by routers")),
            command=Phrase.joined(" && ", commands),
        )


def mismatch(windows: Windows) -> Iterator[Finding]:
    """A HAL and a kernel of different kinds stop with 0x79."""
    known = hal.all_hals().get(windows.hal.hal) if windows.hal else None
    for kernel in windows.kernels:
        if known and kernel.multiprocessor not in (None, known.multiprocessor):
            yield finding("W644", hal=known.file, kernel=f"{kernel.file} ({kernel.original_name})")
