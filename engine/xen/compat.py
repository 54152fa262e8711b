"""Which guest runs on which machine of Xen's: verdicts with reasons, and what is best.

Pure functions over resources/xen_compat.toml. A guest is described by what matters for Xen, so that
whoever looked into it can fill that in.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from engine.phrase import Phrase
from engine.xen import compat_table
from engine.xen.compat_table import KINDS, Devices, Kind, hals, meets
from engine.xen.domain import Firmware
from engine.xen.flags import NAMES, Flags
from engine.xen.target import Facts, facts

Family = Literal["windows", "linux", "other"]
Generation = Literal["nt5", "nt6", "nt6.2", "linux", "other"]

_KEPT = 4096  #: verdicts that are not found out anew: a fleet's machines are much alike
STANDARD = "hal"  #: the HAL of the Standard PC, which starts on every machine with a BIOS


@dataclass(frozen=True, slots=True)
class Guest:
    """What matters of a guest. ``hal`` and ``mp_kernel`` are of 32-bit Windows 2000, XP and 2003.

    Raises ValueError for a HAL in any other guest, and for one that there is not.
    """

    family: Family
    version: tuple[int, int] = (0, 0)  #: of Windows NT; 4.10 for Windows 95, 98 and Me
    bits: Literal[32, 64] = 32
    hal: str = ""  #: its name on the media without .dll, empty if it is unknown
    mp_kernel: bool | None = None  #: whether its kernel is for several processors, if known
    firmware: Firmware = "bios"  #: that it was installed with
    local_time: bool = False  #: whether it keeps the machine's clock in local time
    name: str = ""  #: for sentences
    edition: str = ""  #: words that tell which edition of Windows it is, if it is known

    def __post_init__(self) -> None:
        if self.hal and not (self.has_hals and self.hal in hals()):
            raise ValueError(f"{self.name or self.family} cannot have the HAL {self.hal}")

    @property
    def generation(self) -> Generation:
        """What the rows of the table tell apart."""
        if self.family != "windows":
            return self.family
        if self.version >= (6, 0):
            return "nt6.2" if self.version >= (6, 2) else "nt6"
        return "nt5" if self.version >= (5, 0) else "other"

    @property
    def release(self) -> str:
        """The version of Windows NT; empty for other guests."""
        return f"{self.version[0]}.{self.version[1]}" if self.family == "windows" else ""

    @property
    def has_hals(self) -> bool:
        """Whether it is a Windows that comes with several HALs."""
        return self.generation == "nt5" and self.bits == 32

    @property
    def called(self) -> str:
        """Its name for people, with the HAL that it has."""
        name = self.name or Phrase("the guest")
        return Phrase("{guest} with {hal}.dll", guest=name, hal=self.hal) if self.hal else name

    def __str__(self) -> str:
        return self.called


def with_hal(guest: Guest, hal: str, mp_kernel: bool | None = None) -> Guest:
    """``guest`` with the HAL called so, with an unknown one if there is none of that name."""
    return replace(guest, hal=hal if hal in hals() else "", mp_kernel=mp_kernel)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a guest does on a machine, why, and who says so."""

    kind: Kind
    reason: str  #: a sentence
    source: str


@functools.lru_cache(maxsize=_KEPT)
def verdict(guest: Guest, flags: Flags) -> Verdict:
    """How ``guest`` does with ``flags``: the worst that any row of the table says."""
    target = facts(flags.target)
    said = [row for row in compat_table.rows() if row.speaks_of(guest, flags, target)]
    worst = max(said, key=lambda row: KINDS.index(row.verdict))
    return Verdict(worst.verdict, worst.reason, worst.source)


def worse(one: Verdict, other: Verdict) -> Verdict:
    """The worse of two, the first of two that are alike."""
    return max((one, other), key=lambda each: KINDS.index(each.kind))


def suited(guest: Guest, base: Flags) -> Flags:
    """``base``, which has what the machine had, as it suits ``guest`` with the HAL it has."""
    hal, target = hals().get(guest.hal), facts(base.target)
    is_nt5 = guest.generation == "nt5"
    return replace(
        base,
        acpi=_acpi(guest, target),
        apic=hal is None or hal.apic or (hal.name == STANDARD and not target.pir_without_apic),
        vcpus=base.vcpus if hal is None or hal.multiprocessor else 1,
        pae=True,
        nx=True,
        viridian=guest.generation in ("nt6", "nt6.2"),
        firmware="bios" if is_nt5 else guest.firmware,
        hdtype=base.hdtype if _takes_ahci(guest, target) else "ide",
        xen_platform_pci=True,
    )


def _takes_ahci(guest: Guest, target: Facts) -> bool:
    """Whether AHCI disks are as good as IDE disks to a guest, which may have PV drivers."""
    return guest.generation != "nt5" and (guest.generation != "linux" or target.unplugs_ahci)


def _acpi(guest: Guest, target: Facts) -> bool:
    """ACPI, also for a HAL that makes no use of it: only Xen 3's manual advises against it.

    Windows NT 4 does without wherever Xen can.
    """
    if guest.release == "4.0":
        return not target.no_acpi
    hal = hals().get(guest.hal)
    return hal is None or hal.acpi or target.stack != "xm"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The HAL to have and the flags to go with it."""

    guest: Guest  #: as it would be
    flags: Flags
    verdict: Verdict
    advice: str  #: what to do, a sentence; the verdict's reason says why

    @property
    def hal(self) -> str:
        """The HAL to have; empty where there is no choice, or it is not known."""
        return self.guest.hal


def recommend(guest: Guest, base: Flags | None = None) -> Recommendation:
    """What fits ``guest`` best, as near as possible to what it is; ``base`` as for :func:`suited`.

    The HAL is kept if any flags fit it and its kernel, else one of the two is replaced.
    """
    wanted = base or Flags()
    found = [_recommended(guest, each, wanted) for each in _nearest(guest)]
    return min(found, key=lambda each: KINDS.index(each.verdict.kind))


def downgrade(guest: Guest, base: Flags | None = None) -> Recommendation | None:
    """The way of old instructions: the Standard PC, which asks least of the machine.

    None where there is no such HAL, or it is installed. Windows then finds all its devices anew.
    """
    if not guest.has_hals or guest.hal == STANDARD:
        return None
    return _recommended(guest, with_hal(guest, STANDARD), base or Flags())


def _recommended(old: Guest, new: Guest, base: Flags) -> Recommendation:
    flags = suited(new, base)
    return Recommendation(new, flags, verdict(new, flags), _advice(old, new, flags))


def _advice(old: Guest, new: Guest, flags: Flags) -> Phrase:
    if not new.hal:
        return Phrase("Set {flags}.", flags=flags)
    if new.hal != old.hal:
        known = old.hal or Phrase("the HAL")
        return Phrase(
            "Replace {old} by {new}.dll and set {flags}.", old=known, new=new.hal, flags=flags
        )
    if new == old:
        return Phrase("Keep {hal}.dll and set {flags}.", hal=new.hal, flags=flags)
    return Phrase(
        "Keep {hal}.dll with the kernel that goes with it and set {flags}.",
        hal=new.hal,
        flags=flags,
    )


def _nearest(guest: Guest) -> Iterator[Guest]:
    """The guest as it is, with a HAL for a machine that is alike, with the kernel for its HAL.

    The Standard PC comes last: Windows finds all its devices anew.
    """
    yield guest
    own = hals().get(guest.hal)
    like = [
        name
        for name, other in hals().items()
        if own and name != own.name and (other.acpi, other.apic) == (own.acpi, own.apic)
    ]
    yield from (replace(guest, hal=name) for name in like)
    yield from (with_hal(guest, name) for name in (guest.hal, *like))
    if own:
        yield with_hal(guest, STANDARD)


def remedy(guest: Guest, flags: Flags) -> dict[str, str]:
    """The fewest settings to change in ``flags`` so that they fit ``guest``; empty if none do."""
    best = suited(guest, flags)
    changed = {name: getattr(best, name) for name in NAMES}
    for name in NAMES:
        fewer = {key: value for key, value in changed.items() if key != name}
        if verdict(guest, replace(flags, **fewer)).kind == "fits":
            changed = fewer
    mended = replace(flags, **changed)
    if verdict(guest, mended).kind != "fits":
        return {}
    return {name: mended.settings[name] for name in changed}


def devices(guest: Guest) -> Devices:
    """What ``guest`` knows without further drivers."""
    return next(each for each in compat_table.devices() if meets(guest, each.guest))
