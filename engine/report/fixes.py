"""What can be done in a guest on the way, as far as it was looked at: each can be left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.choices import GUEST, KEEP, LINUX_PARTS, Choices
from engine.guest.inspect import Guest
from engine.guest.linux.linux_system import Linux
from engine.guest.windows.windows_system import Windows

_NO_LOADER = "W827"
_NT5 = 5  # the version of Windows 2000, XP and 2003
_LINUX_PARTS = tuple(each for each in LINUX_PARTS if each != "loader")  # that any Linux has


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that is done, unless it is switched off."""

    name: str  #: ``storage`` or ``linux`` of the choices, or the key of a setting after guest.
    on: str = "mend"  #: the word of the setting for doing it
    needs: str = ""  #: another one that it is part of
    about: tuple[str, ...] = ()  #: what was seen that it is about, such as names of services

    def is_on(self, choices: Choices) -> bool:
        """Whether it is done with these choices."""
        if self.name in ("storage", "linux"):
            return bool(getattr(choices, self.name) != KEEP)
        return choices.settings.get(GUEST + self.name, self.on) == self.on


def fixes(guests: Iterable[Guest], is_uefi: bool) -> Iterator[Fix]:
    """What can be done in the systems that start, for Xen's UEFI or its BIOS."""
    for guest in guests:
        for windows in guest.windows[:1]:
            yield from _of_windows(windows)
        for linux in guest.linux[:1]:
            yield from _of_linux(linux)
        if is_uefi and any(each.code == _NO_LOADER for each in guest.findings):
            yield Fix("loader", needs="storage" if guest.windows else "linux")


def _of_windows(windows: Windows) -> Iterator[Fix]:
    yield Fix("storage")
    if windows.vmware_services:
        yield Fix("tools", needs="storage", about=windows.vmware_services)
    if windows.addresses:
        about = tuple(each.text for each in windows.addresses)
        yield Fix("addresses", needs="storage", about=about)
    if windows.version[0] == _NT5:
        yield Fix("cpu", "fit", needs="storage")
        yield Fix("heads", "fit", needs="storage")
    yield Fix("crash", "stop", needs="storage")


def _of_linux(linux: Linux) -> Iterator[Fix]:
    if linux.commands:
        yield Fix("linux", about=linux.commands)
        for name in _LINUX_PARTS:
            yield Fix(name, needs="linux")
