"""Tries the cells of a matrix, several at a time; each with an overlay of its own.

Whatever happens, the images are only read. What was found out stays; the rest can be tried later.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

from engine.findings import Refusal, Stopped
from engine.job.events import Event, Found, Log
from engine.job.trial import report
from engine.job.trial.cell import Cell
from engine.job.trial.overlay import Changes
from engine.job.trial.results import HERE, Results, Tried
from engine.job.trial.subject import Subject
from engine.job.trial.trial_boot import Result
from engine.job.work import Emit

TryCell = Callable[[Cell, Changes, Emit, threading.Event], Result]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells to be tried. ``attempt`` starts one: here, or on a server."""

    subject: Subject
    cells: Sequence[Cell]
    attempt: TryCell
    where: str = HERE
    jobs: int = 1
    again: bool = False  #: also those that were tried before


def run(matrix: Matrix, emit: Emit, cancel: threading.Event) -> list[Tried]:
    """What became of the cells, in their order; raises Stopped. Refuses E403."""
    results = Results(matrix.subject)
    wanted = [
        cell for cell in matrix.cells if matrix.again or results.get(cell, matrix.where) is None
    ]
    changes = Changes(matrix.subject)
    one = _One(matrix, changes, results, emit, cancel, len(wanted))
    with ThreadPoolExecutor(max(matrix.jobs, 1)) as pool:
        futures = [pool.submit(one.attempt, number, cell) for number, cell in enumerate(wanted)]
        try:
            for future in as_completed(futures):
                future.result()
        except BaseException:
            cancel.set()  # what runs ends, what waits does not begin
            raise
    if cancel.is_set():
        raise Stopped
    found = (results.get(cell, matrix.where) for cell in matrix.cells)
    return [each for each in found if each is not None]


@dataclass(frozen=True, slots=True)
class _One:
    """Tries one cell after another; each of them in a thread."""

    matrix: Matrix
    changes: Changes
    results: Results
    emit: Emit
    cancel: threading.Event
    count: int

    def attempt(self, number: int, cell: Cell) -> None:
        if self.cancel.is_set():
            return
        self.emit(Log("info", f"Try {cell.name} ({number + 1} of {self.count})"))
        try:
            result = self.matrix.attempt(cell, self.changes, self._quietly(cell), self.cancel)
        except Refusal as refusal:
            found = refusal.findings[0]
            self.emit(Found(found))
            self.results.keep_refused(
                cell, self.matrix.where, found.code, found.message, found.remedy
            )
            return
        if self.cancel.is_set():
            return  # what was seen until then says nothing
        tried = self.results.keep(cell, self.matrix.where, result)
        self.emit(Log("info", report.line(cell, tried)))

    def _quietly(self, cell: Cell) -> Emit:
        """Of what one cell says only warnings are for all to hear, with its name."""

        def emit(event: Event) -> None:
            if isinstance(event, Log):
                level = event.level if event.level == "warning" else "debug"
                self.emit(replace(event, level=level, text=f"{cell.name}: {event.text}"))

        return emit
