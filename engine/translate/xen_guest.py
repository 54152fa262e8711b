"""What Xen is asked about a guest: facts found inside it, else what VMware's name for it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from engine.findings import Refusal
from engine.guest import fit
from engine.guest.inspect import Guest
from engine.guest.linux.linux_system import Linux
from engine.guest.windows import hal_change
from engine.guest.windows.windows_system import Windows
from engine.guest.wishes import KEEP, RECOMMENDED
from engine.vmware.model import VirtualMachine
from engine.xen import compat
from engine.xen.compat import Family
from engine.xen.domain import Firmware
from engine.xen.flags import Flags

#: How VMware's names of guests begin, and the version of Windows NT that is meant.
_WINDOWS = {
    "win2000": (5, 0),
    "winxp": (5, 1),
    "winnet": (5, 2),
    "winvista": (6, 0),
    "longhorn": (6, 0),
    "winlonghorn": (6, 0),
    "winhyperv": (6, 1),
    "windows7": (6, 1),
    "windows8": (6, 2),
    "windows": (10, 0),
    "win95": (4, 10),
    "win98": (4, 10),
    "winme": (4, 10),
    "win": (4, 0),
}
_XP, _XP_64 = (5, 1), (5, 2)
_LINUX = ("linux", "debian", "ubuntu", "rhel", "redhat", "centos", "fedora", "sles", "suse",
          "opensuse", "oracle", "rocky", "alma", "mandr", "asianux", "turbo", "nld", "oes", "sjds",
          "vmware-photon", "coreos", "amazonlinux", "otherlinux", "other24", "other26", "other3x",
          "other4x", "other5x", "other6x")  # fmt: skip
_LINUX_64 = ("amd64", "x86_64", "aarch64")


def of(
    machine: VirtualMachine, found: Iterable[Guest], *, hal: str = KEEP, root: str = ""
) -> compat.Guest:
    """The guest of ``machine``; ``found`` is what is on its disks.

    ``hal`` is the choice that is made for it (keep, recommended, or a name), ``root`` the Windows
    that is meant. Other than that it is the Windows that starts, else a Linux, else a name.
    """
    guests = list(found)
    named = by_name(machine)
    windows = installation(guests, root)
    if windows is not None:
        inside = of_windows(windows, hal=hal, firmware=named.firmware)
        return replace(inside, edition=f"{named.edition} {windows.product}")
    linux = next((each for guest in guests for each in guest.linux), None)
    return named if linux is None else _of_linux(linux, named)


def by_name(machine: VirtualMachine) -> compat.Guest:
    """What VMware's name of the guest tells: ``winnetenterprise-64``, ``windows7_64Guest``."""
    name = machine.guest_os.lower()
    bits: Literal[32, 64] = 64 if re.search(r"64(guest)?$", name) else 32
    version = next((found for start, found in _WINDOWS.items() if name.startswith(start)), (0, 0))
    if version == _XP and bits == 64:
        version = _XP_64
    family: Family = "windows" if version > (0, 0) else "other"
    if name.startswith(_LINUX):
        family = "linux"
    return compat.Guest(
        family,
        version,
        bits,
        firmware="uefi" if machine.firmware == "efi" else "bios",
        local_time=family == "windows",
        name=machine.system,
        edition=f"{machine.guest_os} {machine.guest_detail}",
    )


def of_windows(windows: Windows, *, hal: str = KEEP, firmware: Firmware = "bios") -> compat.Guest:
    """A Windows with the HAL that is chosen for it; the kernels go with a HAL that is put in."""
    plain = compat.Guest(
        "windows",
        windows.version,
        32 if windows.architecture in ("x86", "") else 64,
        firmware=firmware,
        local_time=not windows.keeps_utc,
        name=windows.name,
    )
    if not plain.has_hals or windows.hal is None:
        return plain
    installed = windows.hal.hal
    if hal == KEEP:
        return compat.with_hal(plain, installed, _mp_kernel(windows))
    wanted = hal_change.recommendation(windows).hal if hal == RECOMMENDED else hal.lower()
    return compat.with_hal(plain, wanted or installed)


def _mp_kernel(windows: Windows) -> bool | None:
    kinds = {kernel.multiprocessor for kernel in windows.kernels}
    return kinds.pop() if len(kinds) == 1 else None


def installation(guests: Iterable[Guest], root: str = "") -> Windows | None:
    """The Windows at ``root``, else one that a boot menu starts, else any."""
    with_windows = [guest for guest in guests if guest.windows]
    if not with_windows:
        return None
    starting = (guest for guest in with_windows if guest.windows[0].boot_entry)
    guest = next(starting, with_windows[0])
    try:
        return fit.choose(guest, root)
    except Refusal:
        return guest.windows[0]  # that there is no such root is said where it is fitted


def _of_linux(linux: Linux, named: compat.Guest) -> compat.Guest:
    """Linux does not tell how it keeps the clock: in UTC, unless told otherwise."""
    wide = any(kernel.version.endswith(_LINUX_64) for kernel in linux.kernels)
    return compat.Guest(
        "linux",
        bits=64 if wide else named.bits,
        firmware=named.firmware,
        name=linux.distribution or named.name,
    )


def flags_text(windows: Windows, hal: str = KEEP) -> str:
    """Flags of Xen that go with ``hal`` in an image, whatever machine it is used in."""
    flags = compat.suited(of_windows(windows, hal=hal), Flags(vcpus=2))
    one = "" if flags.several else " vcpus=1"
    return f"acpi={flags.acpi:d} apic={flags.apic:d}{one}"
