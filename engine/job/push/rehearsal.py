"""A place on a server looked at before anything is sent: is there room, and does xl work?"""

from __future__ import annotations

from dataclasses import dataclass

from engine.deliver import domains, place, store
from engine.findings import Finding, Refusal
from engine.ssh.connection import connected
from engine.ssh.host import Host

_NO_DOMAIN = ""  #: the name of none: the list is asked for, and that is all


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a delivery to a place would find there."""

    host: Host | None  #: None for this computer
    path: str
    free: int  #: bytes; 0 for a device
    findings: tuple[Finding, ...]  #: why xl cannot start anything there, E706 or E946


def rehearse(target: str) -> Rehearsal:
    """Look at the place that a user named; refuses as a delivery would before its first byte.

    Those are E701 to E706, E712, E713, E715, E886 and E931.
    """
    named = place.read(target)
    with connected(named.host) as server:
        found = store.look(server, named)
        try:
            domains.look(server, _NO_DOMAIN)
        except Refusal as refusal:
            return Rehearsal(named.host, str(named.path), found.free, refusal.findings)
    return Rehearsal(named.host, str(named.path), found.free, ())
