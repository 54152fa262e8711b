"""What is to be said of a domain's flags: whether its guest starts with them, and how well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.findings import Finding, finding
from engine.vmware.model import VirtualMachine
from engine.xen import compat
from engine.xen.compat import Guest
from engine.xen.compat_table import Kind
from engine.xen.domain import Domain
from engine.xen.flags import Flags

_CODES: dict[Kind, str] = {"fails": "W520", "runs": "W521", "unknown": "W522"}
_COMMENTS: dict[Kind, str] = {
    "fits": "{flags} is for {guest}. {reason}",
    "runs": "With {flags} {guest} runs, though not at its best. {reason}",
    "unknown": "It is not known whether {guest} starts with {flags}. {reason}",
    "fails": "With {flags} {guest} does not start. {reason}",
}


def comment(guest: Guest, domain: Domain) -> str:
    """Why the flags are as they are, for the configuration."""
    flags = Flags.of(domain)
    found = compat.verdict(guest, flags)
    return _COMMENTS[found.kind].format(flags=flags, guest=guest, reason=found.reason)


def findings(
    machine: VirtualMachine,
    guest: Guest,
    domain: Domain,
    settings: Mapping[str, str],
    trials: Iterable[str],
) -> Iterator[Finding]:
    """W520 to W525 for ``domain`` with ``guest``, and with the HALs its boot menu offers too."""
    yield from _on_flags(guest, domain)
    for name in trials if guest.has_hals else ():
        yield from _on_flags(compat.with_hal(guest, name), domain)
    if domain.vcpus < machine.vcpus and "vcpus" not in settings:
        yield finding("W523", guest=guest.called, vcpus=machine.vcpus)
    if not domain.apic and domain.vcpus > 1:
        yield finding("W524", vcpus=domain.vcpus)
    known = compat.devices(guest)
    for model in sorted({vif.model for vif in domain.vifs} & set(known.missing)):
        yield finding("W525", guest=guest.called, model=model, best=known.nics[0])


def _on_flags(guest: Guest, domain: Domain) -> Iterator[Finding]:
    """The remedy is in options of the command line.

    Where no flags fit it is the HAL that has to change; else those are named that do not fit.
    """
    flags = Flags.of(domain)
    found = compat.verdict(guest, flags)
    if found.kind == "fits":
        return
    changes = compat.remedy(guest, flags)
    wrong = " ".join(f"{key}={flags.settings[key]}" for key in changes)
    remedy = " ".join(f"--set {key}={value}" for key, value in changes.items())
    yield finding(
        _CODES[found.kind],
        guest=guest.called,
        flags=wrong or flags,
        reason=found.reason,
        remedy=remedy or "--hal recommended",
    )
