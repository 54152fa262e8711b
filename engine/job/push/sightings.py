"""Whether what was started on servers still runs there; asked without changing anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.deliver import domains
from engine.findings import Finding, Refusal
from engine.job.push.destination import Destination
from engine.job.result.conversion import Sent
from engine.ssh.connection import connected
from engine.ssh.host import Host


@dataclass(frozen=True, slots=True)
class Sighting:
    """A domain as a server told of it."""

    at: datetime  #: when it was asked
    running: bool = False
    why: str = ""  #: why it does not run, or why the server could not be asked
    findings: tuple[Finding, ...] = ()  #: why the server could not be asked


def look_again(started: Iterable[Sent]) -> dict[Sent, Sighting]:
    """What became of deliveries that were started; each server is asked once.

    Nobody is asked for a password.
    """
    by_host: dict[Host | None, list[Sent]] = {}
    for sent in dict.fromkeys(started):
        by_host.setdefault(Destination.of(sent.target).host, []).append(sent)
    found: dict[Sent, Sighting] = {}
    for host, those in by_host.items():
        found |= _on(host, those)
    return found


def _on(host: Host | None, started: list[Sent]) -> dict[Sent, Sighting]:
    try:
        with connected(host, quietly=True) as server:
            seen = {each: domains.look(server, each.domain) for each in started}
    except Refusal as refusal:
        now, (first, *_) = datetime.now(UTC), refusal.findings
        return dict.fromkeys(started, Sighting(now, False, first.message, refusal.findings))
    now = datetime.now(UTC)
    return {each: Sighting(now, one.state == "running", one.why) for each, one in seen.items()}
