"""What can be chosen for a guest under Xen, each with its verdict: a table that people look at.

For a Windows with several HALs it is every HAL on every machine. For others it is each setting
that matters with its values, of which the disk is judged by what was seen inside the guest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from engine.job.convert.outlook import Outlook
from engine.phrase import Phrase
from engine.report.guest_report import hal_choices
from engine.translate import cards, disk_verdict, xen_guest
from engine.xen import compat
from engine.xen.compat import Verdict, worse
from engine.xen.compat_matrix import machines, matrix
from engine.xen.domain import Firmware, Hdtype, Model
from engine.xen.flags import NAMES, Flags
from engine.xen.target import facts

NIC_MODEL = "nic.model"
_TELLING = ("acpi", "apic", "vcpus")  #: what the machines of the HALs differ in


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. ``hal`` and ``settings`` are as --hal and --set take them."""

    verdict: Verdict
    hal: str
    settings: Mapping[str, str]
    is_chosen: bool
    is_recommended: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The options for a HAL, or for a setting."""

    key: str  #: the name of the HAL, or the key of the setting
    detail: str  #: what Device Manager calls such a machine
    change: str  #: what it takes to have this HAL, a sentence; empty for the one installed
    is_installed: bool
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """A table; ``machines`` are its columns, of which there are none for settings."""

    machines: tuple[Flags, ...]
    rows: tuple[Row, ...]


def options(outlook: Outlook) -> Options:
    """The table that fits the guest."""
    return _of_hals(outlook) if outlook.installed.has_hals else Options((), tuple(_rows(outlook)))


def overall(outlook: Outlook) -> Verdict:
    """How the guest does with all that was chosen: on the machine, and from the disk it gets."""
    return worse(outlook.verdict, _from_disk(outlook, outlook.flags) or outlook.verdict)


# -- HALs


def _of_hals(outlook: Outlook) -> Options:
    best, flags = outlook.best, outlook.flags
    several = flags.vcpus if flags.several else outlook.plan.machine.vcpus
    rest = {name: getattr(flags, name) for name in NAMES if name not in _TELLING}
    usual = machines(outlook.installed, Flags(vcpus=several, target=flags.target))
    rest["device_model_override"] = flags.device_model_override
    columns = tuple(replace(each, **rest) for each in usual)
    own = best.guest if best.hal == outlook.installed.hal else outlook.installed
    changes = _changes(outlook)
    rows = (
        Row(
            row.hal,
            row.computer,
            changes.get(row.hal, ""),
            row.is_installed,
            tuple(
                Option(
                    verdict,
                    outlook.hal_choice(row.hal),
                    {key: machine.settings[key] for key in _TELLING},
                    row.hal == outlook.guest.hal and _alike(machine, flags),
                    row.hal == best.hal and _alike(machine, best.flags),
                )
                for machine, verdict in zip(columns, row.verdicts, strict=True)
            ),
        )
        for row in matrix(own, columns).rows
    )
    return Options(columns, tuple(rows))


def _changes(outlook: Outlook) -> dict[str, str]:
    """By HAL: what Windows thinks of a change to it, and whether its file is in the guest."""
    windows = xen_guest.installation(outlook.plan.guests.values(), outlook.choices.root)
    found: dict[str, str] = {}
    for row in hal_choices(windows) if windows else ():
        if row["verdict"] != "same":
            file = Phrase.joined(" ", (row["file"], row["version"]))
            where = file if row["file"] else Phrase("not in the guest")
            found[row["hal"]] = Phrase(
                "To change to it: {reason}; its file is {where}.", reason=row["reason"], where=where
            )
    return found


def _alike(one: Flags, other: Flags) -> bool:
    """Whether a guest finds the same: with several vCPUs apic=0 changes nothing."""
    return (one.acpi, one.apics, one.several) == (other.acpi, other.apics, other.several)


# -- settings


def _rows(outlook: Outlook) -> Iterator[Row]:
    best, flags = outlook.best.flags, outlook.flags
    several = max(2, outlook.plan.machine.vcpus, flags.vcpus)
    disks = replace(best, hdtype=flags.hdtype, xen_platform_pci=flags.xen_platform_pci)
    yield _row(outlook, "hdtype", get_args(Hdtype), disks)
    yield _row(outlook, "xen_platform_pci", (True, False), disks)
    yield _row(outlook, "firmware", get_args(Firmware), best)
    yield _row(outlook, "acpi", (True, False), best)
    mixed = replace(best, vcpus=flags.vcpus, apic=flags.apic)  # these two hang together
    yield _row(outlook, "apic", (True, False), mixed)
    yield _row(outlook, "vcpus", (1, several), mixed)
    yield _row(outlook, "pae", (True, False), best)
    if outlook.guest.family == "windows":
        yield _row(outlook, "viridian", (True, False), best)
    if outlook.domain.vifs:
        yield _cards(outlook)


def _row(outlook: Outlook, key: str, values: tuple[Any, ...], base: Flags) -> Row:
    now, best = outlook.flags.settings[key], outlook.best.flags.settings[key]

    def option(value: Any) -> Option:
        flags = replace(base, **{key: value})
        found = compat.verdict(outlook.guest, flags)
        if key in ("hdtype", "xen_platform_pci"):
            found = worse(_from_disk(outlook, flags) or found, found)
        text = flags.settings[key]
        return Option(found, outlook.choices.hal, {key: text}, text == now, text == best)

    return Row(key, "", "", False, tuple(map(option, values)))


def _from_disk(outlook: Outlook, flags: Flags) -> Verdict | None:
    choices = outlook.choices
    seen = list(outlook.plan.guests.values())
    return disk_verdict.of(
        seen,
        flags.hdtype,
        choices.root,
        is_fitted=choices.storage != "keep",
        is_mended=choices.linux == "auto",
        on_xen=flags.xen_platform_pci,
    )


def _cards(outlook: Outlook) -> Row:
    known = compat.devices(outlook.guest)
    chosen = {vif.model for vif in outlook.domain.vifs}
    best = {vif.model for vif in outlook.recommended_domain.vifs}
    kept = {cards.same_as(nic.model) for nic in outlook.plan.machine.nics}

    def option(model: Model) -> Option:
        name = outlook.guest.name or Phrase("The guest")
        if model in kept:
            text = Phrase("It is the card that {guest} had on VMware.", guest=name)
            found = Verdict("fits", text, Phrase("the configuration of the machine"))
        elif model in known.missing:
            text = Phrase("{guest} brings no driver for this card.", guest=name)
            found = Verdict("fails", text, known.source)
        elif model in known.nics:
            text = Phrase("{guest} brings a driver for this card.", guest=name)
            found = Verdict("fits", text, known.source)
        else:
            text = Phrase(
                "It is not known whether {guest} brings a driver for this card.", guest=name
            )
            found = Verdict("unknown", text, known.source)
        hal, setting = outlook.choices.hal, {NIC_MODEL: model}
        return Option(found, hal, setting, chosen == {model}, best == {model})

    return Row(NIC_MODEL, "", "", False, tuple(map(option, _two_models(outlook))))


def _two_models(outlook: Outlook) -> Iterator[Model]:
    """The card that is recommended, and the one that is chosen or comes next."""
    best = next(vif.model for vif in outlook.recommended_domain.vifs)
    chosen = next(vif.model for vif in outlook.domain.vifs)
    has = facts(outlook.domain.target).models
    known = compat.devices(outlook.guest).nics
    others = (chosen, *known, *get_args(Model))
    yield best
    yield next(model for model in others if model != best and model in has)
