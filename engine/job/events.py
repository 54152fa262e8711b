"""What a running job says: plain data, shown by the window, the terminal or JSON alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from engine.findings import Finding
from engine.phrase import Phrase


@dataclass(frozen=True, slots=True)
class StepOutline:
    """Name of a step, and its bytes of work: 0 if it is over in a moment."""

    name: Phrase
    total: int


@dataclass(frozen=True, slots=True)
class StepsKnown:
    """All steps that will run now, before the first of them begins."""

    steps: tuple[StepOutline, ...]


@dataclass(frozen=True, slots=True)
class StepStarted:
    """Step ``index`` (from 0) of ``count`` begins; ``total`` is bytes of work, 0 if none."""

    index: int
    count: int
    name: Phrase
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
    result: dict[str, Any] = field(default_factory=dict)  #: of the job, as plain data


Event = StepsKnown | StepStarted | Progress | Found | Log | Finished
