"""Disks that are too large for where the target keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.findings import Finding, finding
from engine.sizes import binary
from engine.xen.domain import Domain
from engine.xen.target import facts

if TYPE_CHECKING:
    from engine.translate.domain_of_machine import Image

GIB = 1 << 30


def findings(images: Sequence[Image], domain: Domain) -> Iterator[Finding]:
    """W538 for each disk that does not fit into the target's usual storage."""
    limit = facts(domain.target).vhd_limit * GIB
    for disk, path, _ in images:
        size = disk.chain.size if disk.chain else 0
        if limit and size > limit:
            yield too_large(path.rpartition("/")[2], size, limit)


def too_large(name: str, size: int, limit: int) -> Finding:
    """W538 for a disk of ``size`` bytes."""
    return finding("W538", disk=name, size=binary(size), limit=binary(limit))
