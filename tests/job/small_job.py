"""A job of one step that does what a test wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.findings import Finding
from engine.job.drives import Drives
from engine.job.work import Job, Step, Work
from engine.phrase import Phrase


class SmallJob(Job):
    """Its step calls ``act``."""

    def __init__(
        self,
        act: Callable[[Work], object] = lambda work: None,
        *,
        drives: str = "",
        findings: tuple[Finding, ...] = (),
        resumable: Path | None = None,
    ) -> None:
        self._act, self._drives = act, frozenset(drives)
        self._findings, self._resumable = findings, resumable
        self.name, self.total = Phrase("Work"), 1

    @property
    def title(self) -> Phrase:
        return Phrase("A small one")

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self._findings

    @property
    def resumable(self) -> Path | None:
        return self._resumable

    @property
    def drives(self) -> Drives:
        return self._drives

    @property
    def request(self) -> dict[str, Any]:
        return {"kind": "small"}

    def steps(self) -> list[Step]:
        return [self]

    def run(self, work: Work) -> None:
        self._act(work)

    @property
    def told(self) -> Phrase:
        return Phrase("over")

    def result(self) -> dict[str, Any]:
        return {"made": "it"}
