"""How far a result has come: here only, on a server, running there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum, auto

from engine.job.push.destination import Destination
from engine.job.push.sightings import Sighting
from engine.job.result.conversion import Conversion, Sent
from engine.ssh.host import Host


class Reach(Enum):
    """Stages of a result, each with another next act."""

    HERE = auto()
    SENT = auto()  #: with its configuration, so that it can be started there
    RUNNING = auto()  #: seen so in this session


@dataclass(frozen=True, slots=True)
class Delivered:
    """The newest delivery of a result, and whether it was seen running there."""

    sent: Sent | None = None
    running: bool = False
    at: datetime | None = None  #: when the server was asked; None if it was not yet
    why: str = ""  #: why it did not run then
    unreached: bool = False  #: the server could not be asked
    unsent: bool = False  #: a delivery was cut off, and can be gone on with

    @classmethod
    def of(cls, found: Conversion, *, running: bool = False) -> Delivered:
        """How far a conversion has come; ``running``: as it was just seen."""
        able = [each for each in found.deliveries if each.config]
        is_running = running and bool(able)
        at = datetime.now(UTC) if is_running else None
        sent = able[-1] if able else None
        return cls(sent, is_running, at, unsent=found.unsent)

    def seen(self, sighting: Sighting) -> Delivered:
        """The same after its server was asked again."""
        unreached = bool(sighting.findings)
        why = sighting.why
        return replace(self, running=sighting.running, at=sighting.at, why=why, unreached=unreached)

    @property
    def reach(self) -> Reach:
        if self.sent is None:
            return Reach.HERE
        return Reach.RUNNING if self.running else Reach.SENT

    @property
    def is_started(self) -> bool:
        """Whether it was started there once, so that it may still run."""
        return self.sent is not None and bool(self.sent.domain)

    @property
    def host(self) -> Host | None:
        """The server; None for this computer."""
        return Destination.of(self.sent.target).host if self.sent else None
