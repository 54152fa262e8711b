"""What is recommended for a guest under Xen, as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from engine.guest.inspect import Guest
from engine.translate import xen_guest
from engine.vmware.model import VirtualMachine
from engine.xen import compat
from engine.xen.compat import Recommendation
from engine.xen.flags import NAMES, Flags
from engine.xen.target import Target, facts


def as_json(machine: VirtualMachine, found: dict[str, Guest], target: Target) -> dict[str, Any]:
    """What is recommended for ``machine`` on ``target``, and the downgrade where there is one."""
    best, other = _ways(machine, found, target)
    return {
        "target": target,
        "guest": str(best.guest),
        "recommended": _way(best),
        "downgrade": _way(other) if other else None,
    }


def as_text(machine: VirtualMachine, found: dict[str, Guest], target: Target) -> Iterator[str]:
    """The same for people."""
    best, other = _ways(machine, found, target)
    yield f"  Under {facts(target).title}: {best.advice} {best.verdict.reason}"
    if other:
        yield f"    Or as with Xen 3: {other.advice} {other.verdict.reason}"


def _ways(
    machine: VirtualMachine, found: dict[str, Guest], target: Target
) -> tuple[Recommendation, Recommendation | None]:
    guest = xen_guest.of(machine, found.values())
    base = Flags(vcpus=machine.vcpus, hpet=machine.hpet, target=target)
    return compat.recommend(guest, base), compat.downgrade(guest, base)


def _way(way: Recommendation) -> dict[str, Any]:
    return {
        "hal": way.hal,
        "flags": {name: getattr(way.flags, name) for name in NAMES},
        "advice": way.advice,
        **asdict(way.verdict),
    }
