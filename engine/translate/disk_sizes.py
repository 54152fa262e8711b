"""Disks that are too large for where the target keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.findings import Finding, finding
from engine.sizes import binary
from engine.xen.domain import Domain
from engine.xen.target import facts

GIB = 1 << 30


def findings(disks: Iterable[tuple[str, int]], domain: Domain) -> Iterator[Finding]:
    """Finding W538 for each disk, a name and its size in bytes, that is too large there."""
    limit = facts(domain.target).vhd_limit * GIB
    for name, size in disks:
        if limit and size > limit:
            yield too_large(name, size, limit)


def too_large(name: str, size: int, limit: int) -> Finding:
    """Finding W538 for a disk of ``size`` bytes."""
    return finding("W538", disk=name, size=binary(size), limit=binary(limit))
