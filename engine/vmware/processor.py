"""Guests that no Xen for x86 can run: those for other processors, and macOS."""

from __future__ import annotations

from engine.findings import Finding, finding
from engine.vmware.guest_names import name_of

_ARM, _MACOS = "arm-", "darwin"


def findings(guest_os: str) -> tuple[Finding, ...]:
    """E118 and E119 by VMware's name of the guest: ``arm-fedora-64``, ``darwin20-64``."""
    if guest_os.startswith(_ARM):
        return (finding("E118", guest=name_of(guest_os)),)
    if guest_os.startswith(_MACOS):
        return (finding("E119", guest=name_of(guest_os)),)
    return ()
