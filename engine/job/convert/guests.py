"""The guest of a machine: looked into through the chain, and fitted as the user chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from engine.choices import GUEST, GUEST_KEYS, LINUX_PARTS
from engine.disk.reader import Reader
from engine.findings import Finding, Refusal, finding, refuse
from engine.guest import fit_process
from engine.guest.fit import Fitting
from engine.guest.inspect import Guest, inspect
from engine.guest.windows.hal import all_hals
from engine.guest.windows.windows_findings import offline_disks
from engine.guest.wishes import KEEP, RECOMMENDED, Wishes
from engine.phrase import Phrase
from engine.vmware.model import Disk, VirtualMachine
from engine.xen.domain import Domain

T = TypeVar("T")
_INSPECTOR_FAILED, _UNREAD = "E630", "W822"


@dataclass(frozen=True, slots=True)
class Look:
    """What is on the disks of a machine, by the places of the disks in it."""

    guests: dict[int, Guest]
    findings: tuple[Finding, ...]

    @property
    def main(self) -> int | None:
        """The disk with the Windows that starts, else with any Windows; None if there is none."""
        with_windows = [number for number, guest in self.guests.items() if guest.windows]
        starting = (n for n in with_windows if self.guests[n].windows[0].boot_entry)
        return next(starting, with_windows[0] if with_windows else None)


def look(machine: VirtualMachine) -> Look:
    """Look into every disk that can be read; what it refuses is a finding, so is W648."""
    guests: dict[int, Guest] = {}
    findings: list[Finding] = []
    for number, disk in enumerate(machine.disks):
        if disk.chain is None:
            continue
        try:
            guests[number] = inspect(Reader(disk.chain.mapping, disk.chain.files))
        except Refusal as refusal:
            findings += _refused(disk, refusal)
        else:
            findings += guests[number].findings
    if len(machine.disks) > 1:
        installed = (windows for guest in guests.values() for windows in guest.windows)
        findings += [offline_disks(windows) for windows in installed if windows.offlines_disks]
    return Look(guests, tuple(dict.fromkeys(findings)))


def _refused(disk: Disk, refusal: Refusal) -> tuple[Finding, ...]:
    """That a guest cannot be looked into is no reason not to convert it; a damaged disk is."""
    if refusal.findings[0].code != _INSPECTOR_FAILED:
        return refusal.findings
    return (finding("W648", slot=disk.slot, reason=refusal.findings[0].message),)


def fittings(machine: VirtualMachine, found: Look, wishes: Wishes) -> dict[int, Fitting]:
    """The changes of the guest that ``wishes`` ask for, by the places of the disks.

    Windows may be on another disk than the one that the BIOS starts. Refuses as
    :func:`engine.guest.fit_process.prepare` does.
    """
    number = found.main
    if number is None:
        if wishes.pv_drivers:
            named = ", ".join(wishes.pv_drivers)
            raise refuse("E970", name=named, reason=Phrase("no Windows is on the disks"))
        if wishes.names_hal:
            raise refuse("E645", root="Windows", known=Phrase("none"))
        if wishes.bus and not wishes.only_if_needed:
            _check_all_read(found)
        return {}
    if not wishes.any:
        return {}
    own = found.guests[number]
    others = tuple(each.table.id for place, each in found.guests.items() if place != number)
    wishes = replace(wishes, other_disks=others)
    prepared = {number: fit_process.prepare(_disk(machine, number), own, wishes)}
    first = min(found.guests)
    if number != first:
        disk = _disk(machine, first)
        prepared[first] = fit_process.prepare_start(disk, found.guests[first], own, wishes)
    return prepared


def _check_all_read(found: Look) -> None:
    """Refuse (E820) a wish for drivers where there is a Windows that cannot be read."""
    unread = [each.message for each in found.findings if each.code == _UNREAD]
    if unread:
        raise refuse("E820", reason=unread[0])


def _disk(machine: VirtualMachine, number: int) -> Reader:
    chain = machine.disks[number].chain
    if chain is None:
        raise ValueError(f"disk {number} was not looked into")
    return Reader(chain.mapping, chain.files)


def wishes(
    hal: str,
    storage: str,
    domain: Domain,
    settings: Mapping[str, str],
    *,
    agreed: bool,
    first_boot: tuple[str, ...] = (),
    pv_drivers: tuple[str, ...] = (),
    media: tuple[str, ...] = (),
) -> Wishes:
    """What the user chose; ``settings`` are those of --set that begin with ``guest.``.

    Refuses E501 and E652.
    """
    read = _Settings(settings)
    return Wishes(
        hal=hal if hal in (KEEP, RECOMMENDED) else hal_name(hal),
        trials=tuple(map(hal_name, trials(settings))),
        trial_first=read.word("first", {"1": True, "0": False}, False),
        timeout=read.number("timeout"),
        bus=None if storage == "keep" else domain.hdtype,
        nvme=domain.firmware == "uefi",
        only_if_needed=storage == "auto",
        stop_at_crash=read.word("crash", {"stop": True, "keep": False}, True),
        cpu_drivers=read.word("cpu", {"fit": True, "keep": False}, True),
        tools=read.word("tools", {"mend": True, KEEP: False}, True),
        heads=read.word("heads", {"fit": True, "keep": False}, True),
        signature=read.word("signature", {"mend": True, KEEP: False}, True),
        loader=domain.firmware == "uefi" and read.word("loader", {"mend": True, KEEP: False}, True),
        root=read.text("windows"),
        agreed=agreed,
        recover=read.word("journal", {"discard": True, "keep": False}, False),
        addresses=read.word("addresses", {"mend": True, KEEP: False}, True),
        several_disks=len(domain.disks) > 1,
        cards=tuple(vif.mac.lower() for vif in domain.vifs),
        first_boot=first_boot,
        pv_drivers=pv_drivers,
        media=media,
        without_log=read.word("hive-log", {"ignore": True, "keep": False}, False),
    )


def trials(settings: Mapping[str, str]) -> tuple[str, ...]:
    """The HALs that the boot menu is to offer, as the user named them."""
    return tuple(filter(None, settings.get(f"{GUEST}trial", "").lower().split(",")))


def hal_wishes(
    hal: str,
    trials: Iterable[str] = (),
    *,
    first: bool = False,
    timeout: int | None = None,
    root: str = "",
    agreed: bool = False,
    recover: bool = False,
    media: tuple[str, ...] = (),
) -> Wishes:
    """What the user wishes for the HAL alone; refuses E652."""
    return Wishes(
        hal=hal if hal in (KEEP, RECOMMENDED) else hal_name(hal),
        trials=tuple(map(hal_name, trials)),
        trial_first=first,
        timeout=timeout,
        root=root,
        agreed=agreed,
        recover=recover,
        media=media,
    )


def hal_name(name: str) -> str:
    """A HAL as the user named it, by its name; refuses E652."""
    known = [hal.name for hal in all_hals().values() if hal.may_become]
    if name.lower() not in known:
        raise refuse("E652", name=name, known=", ".join(known))
    return name.lower()


@dataclass(frozen=True, slots=True)
class _Settings:
    """The settings guest.…, read as what they are; refuses E501."""

    settings: Mapping[str, str]

    def __post_init__(self) -> None:
        for key, value in self.settings.items():
            if key.removeprefix(GUEST) not in GUEST_KEYS:
                known = ", ".join(GUEST + name for name in GUEST_KEYS)
                raise refuse(
                    "E501", key=key, value=value, reason=Phrase("there are {known}", known=known)
                )

        for part in LINUX_PARTS:
            self.word(part, {"mend": True, KEEP: False}, True)

    def text(self, name: str) -> str:
        return self.settings.get(GUEST + name, "")

    def word(self, name: str, words: Mapping[str, bool], default: bool) -> bool:
        def read(text: str) -> bool:
            if text not in words:
                raise ValueError(Phrase("it is one of {words}", words=", ".join(words)))
            return words[text]

        return self._read(name, read, default)

    def number(self, name: str) -> int | None:
        def read(text: str) -> int | None:
            if not (text.isdecimal() and text.isascii() and len(text) <= 4):
                raise ValueError(Phrase("it is no number of seconds"))
            return int(text)

        return self._read(name, read, None)

    def _read(self, name: str, read: Callable[[str], T], default: T) -> T:
        text = self.text(name)
        if not text:
            return default
        try:
            return read(text)
        except ValueError as error:
            raise refuse("E501", key=GUEST + name, value=text, reason=error) from None
