"""The cells of a trial matrix: a HAL on a machine, or any other guest with a set of flags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from engine.findings import refuse
from engine.job.trial.subject import Subject
from engine.phrase import Phrase
from engine.translate import disk_verdict
from engine.xen import compat_matrix, device_model, overrides
from engine.xen.compat import Guest, Verdict, verdict, with_hal, worse
from engine.xen.compat_table import KINDS
from engine.xen.domain import Domain, Firmware, Hdtype
from engine.xen.flags import Flags
from engine.xen.target import facts


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to try."""

    hal: str  #: the HAL to start with, by its name; empty for a guest that has no choice
    domain: Domain  #: with the flags to start with
    derived: Verdict = field(compare=False)  #: what is said of it without trying

    @staticmethod
    def of(subject: Subject, guest: Guest, domain: Domain, *, on_xen: bool = False) -> Cell:
        """The cell of ``guest`` on ``domain``, with the worse of what is derived for it.

        That is of the machine, and of the drivers on the disk; ``on_xen``: with Xen's own disks,
        if its platform device is there.
        """
        derived = verdict(guest, Flags.of(domain))
        seen = list(subject.found.values())
        has_own = on_xen and domain.xen_platform_pci
        of_disk = disk_verdict.of(
            seen, domain.hdtype, is_fitted=False, is_mended=False, on_xen=has_own
        )
        return Cell(guest.hal, domain, worse(derived, of_disk or derived))

    @property
    def flags(self) -> Flags:
        return Flags.of(self.domain)

    @property
    def name(self) -> str:
        """For people and for files: ``halacpi acpi=1 apic=0 vcpus=1``."""
        return f"{self.hal} {self.flags}".strip()


def cells(
    subject: Subject,
    hals: Iterable[str] = (),
    flags: Sequence[Mapping[str, str]] = (),
    *,
    on_xen: bool = False,
) -> list[Cell]:
    """The cells, the most promising first.

    ``hals``: only these. ``flags``: only these sets, as --set has them, over what the domain has.
    ``on_xen``: they are tried on a Xen, which has disks of its own besides.
    Refuses E501 and E502 as ``--set`` does, E652 for an unknown HAL.
    """
    guests = _guests(subject.guest, list(hals))
    domains = [_creatable(overrides.apply(subject.domain, _whole(each))) for each in flags]
    found = [
        Cell.of(subject, guest, domain, on_xen=on_xen)
        for guest in guests
        for domain in domains or _machines(guest, subject.domain, on_xen)
    ]
    return sorted(found, key=lambda cell: _promise(cell, subject))


def _promise(cell: Cell, subject: Subject) -> tuple[int, bool, bool]:
    """What to sort by: derived verdict, the HAL that is there, the flags that are chosen."""
    return (
        KINDS.index(cell.derived.kind),
        cell.hal != subject.guest.hal,
        cell.domain != subject.domain,
    )


def _guests(guest: Guest, names: list[str]) -> list[Guest]:
    """The guest with each of the HALs; as it is where it has no choice."""
    known = [row.hal for row in compat_matrix.matrix(guest).rows]
    if not guest.has_hals:
        if names:
            reason = Phrase("this guest has one for all machines")
            raise refuse("E652", name=", ".join(names), known=reason)
        return [guest]
    for name in names:
        if name not in known:
            raise refuse("E652", name=name, known=", ".join(known))
    wanted = names or known
    return [guest if name == guest.hal else with_hal(guest, name) for name in wanted]


def _machines(guest: Guest, domain: Domain, on_xen: bool) -> list[Domain]:
    """The machines that make a difference; without HALs by disk bus and firmware too.

    A Xen has each with and without its platform device; QEMU alone has none.
    """
    columns = compat_matrix.machines(guest, Flags.of(domain))
    found = [_with(domain, each) for each in columns]
    if not guest.has_hals:
        found = [
            replace(each, hdtype=bus, firmware=firmware, xen_platform_pci=device)
            for each in found
            if each.acpi
            for bus in get_args(Hdtype)
            for firmware in get_args(Firmware)
            for device in ((True, False) if on_xen else (domain.xen_platform_pci,))
        ]
    return list(dict.fromkeys(found))


def _whole(settings: Mapping[str, str]) -> Mapping[str, str]:
    """``settings``; another number of vCPUs may not fill the sockets that there were."""
    return {"cores-per-socket": "1", **settings} if "vcpus" in settings else settings


def _with(domain: Domain, flags: Flags) -> Domain:
    """``domain`` with what tells machines apart; the rest stays as it was chosen."""
    made = replace(domain, acpi=flags.acpi, apic=flags.apic, vcpus=flags.vcpus, cores_per_socket=1)
    return _creatable(made)


def _creatable(domain: Domain) -> Domain:
    """``domain`` with what today's Xen needs to create it without ACPI."""
    if domain.acpi or domain.device_model_override or facts(domain.target).no_acpi:
        return domain
    return replace(domain, device_model_override=device_model.USUAL)
