"""Where a delivery goes, as a front end asks for it and tells of it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.deliver import domains, place
from engine.deliver.pool import address as pools
from engine.job.result.conversion import Sent
from engine.ssh.host import Host


@dataclass(frozen=True, slots=True)
class Destination:
    """A server and a path on it."""

    host: Host | None  #: None for this computer
    folder: str  #: empty for a volume or a group of volumes
    server: str  #: as it was typed before the folder: ``root@xen``; empty for other forms

    @classmethod
    def of(cls, target: str) -> Destination:
        """The destination that a user named; refuses E701."""
        found = place.read(target)
        folder = "" if found.device else str(found.path)
        server, colon, _ = target.partition(":/")
        is_plain = bool(colon) and found.host is not None and "/" not in server and server != "ssh"
        return cls(found.host, folder, server if is_plain else "")


def is_pool(target: str) -> bool:
    """Whether a pool is meant, ``xapi://user@host``, and no server with xl."""
    return pools.is_pool(target)


def host_of(target: str) -> str:
    """The computer that a target names, for people; empty for this one. Refuses E701."""
    if is_pool(target):
        return pools.read(target).place
    return str(Destination.of(target).host or "")


def console_command(sent: Sent) -> str:
    """The line to be typed here that shows the serial port of what was started."""
    return domains.command(Destination.of(sent.target).host, "xl", "console", sent.domain)
