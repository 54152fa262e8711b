"""The order for one machine of a fleet: plain data, so that it can travel to another computer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.host_paths import path_of


@dataclass(frozen=True, slots=True)
class Order:
    """A machine to be converted, and delivered where ``wish`` is not None."""

    name: str  #: of its folder; no other machine of the fleet has it at the same place
    machine: str  #: path of what VMware wrote, or its URL on a host
    folder: str  #: of the results
    choices: dict[str, Any]  #: as Choices has them for JSON
    wish: dict[str, Any] | None = None  #: fields of the delivery's Wish
    size: int = 0  #: bytes that are to be read
    wave: int = 1
    #: How many machines there may be at the same time, by what they share: ``server xen1``.
    shares: dict[str, int] = field(default_factory=dict)
    host_limit: int = 0  #: machines at a time on the computer that works; 0 for no limit

    @property
    def path(self) -> Path:
        """The path of what VMware wrote."""
        return path_of(self.machine)


@dataclass(frozen=True, slots=True)
class Record:
    """How the work at one machine ended: plain data too, and a line of the report."""

    name: str
    machine: str
    folder: str
    outcome: str  #: done, refused, stopped, failed; waiting before it was begun
    findings: tuple[dict[str, str], ...] = ()
    detail: str = ""  #: the report of a bug
    disks: tuple[dict[str, Any], ...] = ()  #: file, size in bytes, digest
    delivered: str = ""  #: the target of the delivery
    worker: str = ""  #: the computer that did it, and its process
    began: float = 0.0  #: seconds since 1970, as soon as it had its shares
    ended: float = 0.0
    shares: tuple[str, ...] = ()  #: what it shared with others

    @property
    def seconds(self) -> float:
        return round(self.ended - self.began, 3)
