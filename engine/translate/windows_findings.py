"""What a Windows makes of its new machine, whatever flags it has: activation, and memory."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, finding
from engine.sizes import binary
from engine.xen import windows_memory
from engine.xen.compat import Guest
from engine.xen.domain import Domain

_2000 = (5, 0)
_XP = (5, 1)  # the first that is activated
MIB = 1 << 20


def windows_findings(guest: Guest, domain: Domain) -> Iterator[Finding]:
    """W541, W542, W544 and W800, as far as they are true of ``guest``."""
    if guest.family != "windows":
        return
    if guest.version >= _XP:
        yield finding("W542", guest=guest.called)
    if guest.version == _2000 and domain.hdtype == "ide":
        yield finding("W800", guest=guest.called)
    limit = windows_memory.limit(guest)
    if limit and domain.memory > limit.mib:
        yield finding(
            "W544" if limit.stops else "W541",
            guest=guest.called,
            limit=binary(limit.mib * MIB),
            memory=binary(domain.memory * MIB),
            mib=limit.mib,
        )
