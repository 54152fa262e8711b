"""What is to be said of a domain's flags: whether its guest starts with them, and how well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.actions import said
from engine.findings import Finding, finding
from engine.phrase import Phrase
from engine.vmware.model import VirtualMachine
from engine.xen import compat, device_model
from engine.xen.compat import Guest
from engine.xen.compat_table import Kind, hals
from engine.xen.domain import Domain
from engine.xen.flags import Flags
from engine.xen.target import facts

_CODES: dict[Kind, str] = {"fails": "W520", "runs": "W521", "unknown": "W522"}
_HELPLESS: dict[Kind, str] = {"fails": "W530", "runs": "W521", "unknown": "W531"}
OF_DOMAIN = frozenset({*_CODES.values(), *_HELPLESS.values(), "W524", "W525"})
_COMMENTS: dict[Kind, str] = {
    "fits": "{flags} is for {guest}. {reason}",
    "runs": "With {flags} {guest} runs, though not at its best. {reason}",
    "unknown": "It is not known whether {guest} starts with {flags}. {reason}",
    "fails": "With {flags} {guest} does not start. {reason}",
}
_XP = "5.1"
#: How Windows XP itself changes from one processor to several.
_TO_SEVERAL = (
    r"rundll32 syssetup,SetupInfObjectInstallAction ACPIAPIC_MP_HAL 128 %windir%\inf\hal.inf"
)


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
    """W520 to W525, W530 and W531 for ``domain`` with ``guest``, and with the HALs its boot menu
    offers too.
    """
    yield from _on_flags(guest, domain)
    for name in trials if guest.has_hals else ():
        yield from _on_flags(compat.with_hal(guest, name), domain)
    if domain.vcpus < machine.vcpus and "vcpus" not in settings:
        remedy = _several(guest)
        yield finding("W523", guest=guest.called, vcpus=machine.vcpus, remedy=remedy)
    yield from _on_devices(guest, domain)


def of_domain(guest: Guest, domain: Domain) -> Iterator[Finding]:
    """The codes OF_DOMAIN for ``domain`` with ``guest`` alone, whatever machine it was."""
    yield from _on_flags(guest, domain)
    yield from _on_devices(guest, domain)


def _on_devices(guest: Guest, domain: Domain) -> Iterator[Finding]:
    if not domain.apic and domain.vcpus > 1:
        yield finding("W524", vcpus=domain.vcpus)
    known = compat.devices(guest)
    for model in sorted({vif.model for vif in domain.vifs} & set(known.missing)):
        yield finding("W525", guest=guest.called, model=model, best=known.nics[0])


def _several(guest: Guest) -> Phrase:
    """What it takes to use several processors."""
    hal = hals().get(guest.hal)
    if hal is None or not hal.for_several:
        return Phrase(
            "Leave it at one: Windows lets no HAL for several take the place of this one "
            "(KB309283)."
        )
    if guest.release == _XP and hal.name == "halaacpi":
        return said(
            "To use several, choose a HAL for several ({do_choose_hal}), or run in the guest "
            "before: {command}",
            hal=hal.for_several,
            command=_TO_SEVERAL,
        )
    return said("To use several, choose a HAL for several ({do_choose_hal}).", hal=hal.for_several)


def _on_flags(guest: Guest, domain: Domain) -> Iterator[Finding]:
    """What does not fit the guest, and what helps.

    Where no flags fit it is the HAL that has to change; else those are named that do not fit. That
    Xen creates no such domain at all is said by W532.
    """
    flags = Flags.of(domain)
    if not (flags.acpi or facts(flags.target).no_acpi):
        flags = replace(flags, device_model_override=device_model.USUAL)
    found = compat.verdict(guest, flags)
    if found.kind == "fits":
        return
    changes = compat.remedy(guest, flags)
    wrong = " ".join(f"{key}={flags.settings[key]}" for key in changes)
    pairs = [f"{key}={value}" for key, value in changes.items()]
    remedy = " ".join(f"--set {pair}" for pair in pairs)
    fitting = Phrase("{settings} in the card Xen", settings=" ".join(pairs))
    best = compat.recommend(guest, flags)
    if not remedy and best.verdict.kind == "fits":
        remedy = f"--hal {best.hal}"
        fitting = Phrase("{hal} in the card Guest", hal=best.hal)
    yield finding(
        (_CODES if remedy else _HELPLESS)[found.kind],
        guest=guest.called,
        flags=wrong or flags,
        reason=found.reason,
        remedy=remedy,
        fitting=fitting,
    )
