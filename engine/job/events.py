"""What a running job says: plain data, shown by the window, the terminal or JSON alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.findings import Finding


@dataclass(frozen=True, slots=True)
class StepStarted:
    """Step ``index`` (from 0) of ``count`` begins; ``total`` is bytes of work, 0 if none."""

    index: int
    count: int
    name: str
    total: int


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of the step's ``total`` bytes; allocated bytes are what counts, holes are free."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """Something to tell the user that came up during the work."""

    finding: Finding


@dataclass(frozen=True, slots=True)
class Log:
    """A line for the log console."""

    level: Literal["debug", "info", "warning", "error"]
    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event. ``refused`` carries findings; ``failed`` the report of a bug."""

    outcome: Literal["done", "stopped", "refused", "failed"]
    findings: tuple[Finding, ...] = ()
    detail: str = ""


Event = StepStarted | Progress | Found | Log | Finished
