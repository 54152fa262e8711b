"""What Xen would be told after other choices, from what a plan has seen of the machine.

No disk is read, so that it is known at once; a plan that is made with the same choices says the
same. Beside it stands what is recommended, in the words of the choices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.choices import Choices
from engine.findings import Finding, Refusal
from engine.guest.wishes import KEEP
from engine.job.convert.plan import Plan, told_xen
from engine.translate import xen_guest
from engine.xen import compat
from engine.xen.compat import Guest, Recommendation, Verdict
from engine.xen.config import written
from engine.xen.domain import Domain
from engine.xen.flags import Flags


@dataclass(frozen=True, slots=True)
class Outlook:
    """A domain as it would be, beside the one that is recommended."""

    plan: Plan  #: that has seen the machine
    choices: Choices
    installed: Guest  #: as it is on the disk
    guest: Guest  #: with the HAL that was chosen
    domain: Domain  #: without the settings where they are not possible, which ``findings`` say
    findings: tuple[Finding, ...]
    best: Recommendation
    recommended: Choices
    recommended_domain: Domain
    consequences: tuple[Finding, ...]  #: the findings that there are not with what is recommended

    @property
    def flags(self) -> Flags:
        return Flags.of(self.domain)

    @property
    def verdict(self) -> Verdict:
        """How the guest does on the machine that was chosen."""
        return compat.verdict(self.guest, self.flags)

    @property
    def is_recommended(self) -> bool:
        """Whether the choices come to what is recommended."""
        return (self.choices.hal, self.domain) == (self.recommended.hal, self.recommended_domain)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What tells which HAL is installed, the strongest first."""
        windows = xen_guest.installation(self.plan.guests.values(), self.choices.root)
        found = windows.hal.evidence if windows and windows.hal else ()
        return tuple(each.text for each in found)

    def hal_choice(self, hal: str) -> str:
        """What --hal takes for ``hal``: keep for the one installed, unless its kernel is wrong."""
        is_kept = hal == self.installed.hal and not (
            hal == self.best.hal and self.best.guest != self.installed
        )
        return KEEP if is_kept else hal

    def config(self) -> str:
        """The configuration as the conversion writes it; empty if it writes none."""
        return "" if any(each.blocks for each in self.findings) else _config(self.domain)

    def recommended_config(self) -> str:
        """The same for what is recommended."""
        return _config(self.recommended_domain)


def of(plan: Plan, choices: Choices) -> Outlook:
    """The outlook for the machine of ``plan`` with other ``choices``."""
    machine, seen = plan.machine, plan.guests.values()
    installed = xen_guest.of(machine, seen, root=choices.root)
    base = Flags(vcpus=machine.vcpus, hpet=machine.hpet, target=choices.target)
    best = compat.recommend(installed, base)
    recommended = replace(
        choices,
        hal=KEEP if best.guest == installed else best.hal or KEEP,
        storage="auto" if choices.storage in ("ide", "ahci") else choices.storage,
        settings={key: value for key, value in choices.settings.items() if _stays(key, choices)},
    )
    domain, findings = told_xen(machine, plan.folder, choices, seen)
    recommended_domain, without = told_xen(machine, plan.folder, recommended, seen)
    return Outlook(
        plan,
        choices,
        installed,
        xen_guest.of(machine, seen, hal=choices.hal, root=choices.root),
        domain,
        findings,
        best,
        recommended,
        recommended_domain,
        tuple(each for each in findings if each not in without),
    )


def changed(outlook: Outlook, settings: Mapping[str, str], hal: str = "") -> Choices:
    """The choices with these settings of the domain too, and with another HAL.

    A setting that changes neither the domain nor a finding is left out: it is what is usual.
    """
    choices = replace(outlook.choices, hal=hal or outlook.choices.hal)
    for key, value in settings.items():
        choices = _with(outlook.plan, choices, key, value)
    return choices


def _with(plan: Plan, choices: Choices, key: str, value: str) -> Choices:
    rest = {name: old for name, old in choices.settings.items() if not _replaces(key, name)}
    ways = replace(choices, settings=rest), replace(choices, settings=rest | {key: value})
    without, told = (
        told_xen(plan.machine, plan.folder, each, plan.guests.values()) for each in ways
    )
    return ways[0] if without == told else ways[1]


def _replaces(key: str, old: str) -> bool:
    """Whether ``key`` takes the place of ``old``: nic.model is for every card."""
    return old == key or (key == "nic.model" and re.fullmatch(r"nic\d+\.model", old) is not None)


def _stays(key: str, choices: Choices) -> bool:
    """Whether the recommendation leaves a setting alone: the names of bridges are the server's."""
    return key not in choices.domain or key.startswith("bridge") or key.endswith(".bridge")


def _config(domain: Domain) -> str:
    try:
        return written(domain)
    except Refusal:  # the path of an image, of which a finding tells
        return ""
