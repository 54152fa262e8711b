"""A conversion tried as it is: kept as the cell that it is, and found again."""

from __future__ import annotations

from pathlib import Path

from engine.job.result.conversion import Conversion
from engine.job.trial import results, subject
from engine.job.trial.cell import Cell
from engine.job.trial.results import HERE, Results, Tried
from engine.job.trial.subject import Subject
from engine.job.trial.trial_boot import Result


def cell(about: Subject) -> Cell:
    """The cell with the HAL that is installed and the flags of the configuration."""
    return Cell.of(about, about.guest, about.domain)


def keep(folder: Path, result: Result) -> Tried:
    """Note what became of the conversion in ``folder``, with its last picture.

    Refuses E403, and as :func:`engine.job.trial.subject.look` does.
    """
    about = subject.look(folder)
    return Results(about).keep(cell(about), HERE, result)


def kept(folder: Path) -> Tried | None:
    """What became of it here, if it was tried; refuses as ``keep`` does.

    The guest is looked into only if anything was tried.
    """
    if not results.kept(Conversion.open(folder)):
        return None
    about = subject.look(folder)
    return Results(about).get(cell(about))
