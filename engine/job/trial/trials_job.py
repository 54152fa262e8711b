"""Every HAL and set of flags of a finished conversion tried, as a job; images are only read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.boot.emulator import AcceleratorChoice
from engine.deliver import place
from engine.findings import Finding, Refusal, finding
from engine.job.events import Found
from engine.job.trial import cell, local, matrix, report, server, subject
from engine.job.trial.cell import Cell
from engine.job.trial.matrix import Matrix
from engine.job.trial.results import HERE, PICTURES, Results, Tried
from engine.job.trial.subject_job import SubjectJob
from engine.job.work import Step, Work
from engine.phrase import Phrase

KIND = "trials"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialsWish:
    """What is tried, and how."""

    hals: tuple[str, ...] = ()  #: only these; all where empty
    flags: tuple[Mapping[str, str], ...] = ()  #: only these sets, over what the domain has
    seconds: float | None = None  #: that each is watched at most
    accelerator: AcceleratorChoice = "auto"
    jobs: int | None = None  #: so many at a time; None for as many as there is room for
    again: bool = False  #: also what was tried before
    only: tuple[str, ...] = ()  #: of these only the cells with these names; all where empty
    on: str = ""  #: a Xen server, user@host or ssh://user@host:port; empty for this computer

    @property
    def where(self) -> str:
        """As results name it."""
        return self.on or HERE


@dataclass(frozen=True, slots=True)
class TrialsJob(SubjectJob):
    """Cells to be tried."""

    kind = KIND
    cells: Sequence[Cell]
    wish: TrialsWish

    @classmethod
    def planned(cls, folder: Path, wish: TrialsWish) -> TrialsJob:
        """The job for the conversion in ``folder``.

        Refuses E412, E414, E443, E501, E502, E652, E701, E714.
        """
        if wish.on:
            place.read(server.url(wish.on, "/"))
        about = subject.look(folder)
        cells = cell.cells(about, wish.hals, wish.flags, on_xen=bool(wish.on))
        return cls(about, [each for each in cells if each.name in wish.only or not wish.only], wish)

    @property
    def title(self) -> Phrase:
        return Phrase("Try HALs and flags of {machine}", machine=self.subject.domain.name)

    @property
    def findings(self) -> tuple[Finding, ...]:
        device = {each.domain.xen_platform_pci for each in self.cells}
        unseen = (finding("W975"),) if not self.wish.on and False in device else ()
        return (*self.subject.taken, *unseen)

    @property
    def asked(self) -> dict[str, Any]:
        return {"wish": asdict(self.wish)}

    def steps(self) -> list[Step]:
        return [_TryCells(self)]

    @property
    def tried(self) -> list[tuple[Cell, Tried]]:
        """The cells that were tried, with what became of them."""
        results = Results(self.subject)
        found = ((each, results.get(each, self.wish.where)) for each in self.cells)
        return [(each, tried) for each, tried in found if tried is not None]

    @property
    def told(self) -> Phrase:
        reached = [each.name for each, tried in self.tried if tried.reached]
        return Phrase(
            "{reached} of {count} came to a login; the most promising is {name}",
            reached=len(reached),
            count=len(self.cells),
            name=reached[0] if reached else "",
        )

    def result(self) -> dict[str, Any]:
        return {
            "folder": self.folder,
            "cells": [report.as_json(each, tried) for each, tried in self.tried],
        }


@dataclass(frozen=True, slots=True)
class _TryCells:
    """Tries what was not tried before; refuses E748 where nothing came to a login."""

    job: TrialsJob
    total: int = 0

    @property
    def name(self) -> Phrase:
        return Phrase("Try {count} combinations of HAL and flags", count=len(self.job.cells))

    def run(self, work: Work) -> None:
        job, wish = self.job, self.job.wish
        if wish.on:
            with server.on(job.subject, wish.on, wish.seconds, work) as xen:
                matrix.run(self._matrix(xen.attempt, wish.jobs or 1), work.emit, work.cancel)
        else:
            attempt = local.here(job.subject, wish.seconds, wish.accelerator)
            made = self._matrix(attempt, wish.jobs or local.jobs_for(job.cells))
            matrix.run(made, work.emit, work.cancel)
        tried = job.tried
        notes = report.disagreements(tried)
        if not any(found.reached for _, found in tried):
            pictures = job.subject.folder / PICTURES
            raise Refusal((finding("E748", count=len(tried), path=pictures), *notes))
        for each in notes:
            work.emit(Found(each))

    def _matrix(self, attempt: matrix.TryCell, jobs: int) -> Matrix:
        job = self.job
        return Matrix(job.subject, job.cells, attempt, job.wish.where, jobs, job.wish.again)
