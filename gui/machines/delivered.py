"""How far a result has come: here only, on a server, running there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from engine.job.push.destination import Destination
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

    @classmethod
    def of(cls, found: Conversion, *, running: bool = False) -> Delivered:
        """How far a conversion has come; ``running``: as it was just seen."""
        able = [each for each in found.deliveries if each.config]
        return cls(able[-1] if able else None, running and bool(able))

    @property
    def reach(self) -> Reach:
        if self.sent is None:
            return Reach.HERE
        return Reach.RUNNING if self.running else Reach.SENT

    @property
    def host(self) -> Host | None:
        """The server; None for this computer."""
        return Destination.of(self.sent.target).host if self.sent else None
