"""How a job looks on a terminal: step names, progress, findings. All on standard error."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from engine.job.events import Event, Found, Log, StepStarted
from engine.job.events import Progress as Advanced


class Terminal:
    """Shows events as they come; a plain line for each step where there is no terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._console = Console(stderr=True, quiet=quiet, highlight=False)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(binary_units=True),
            TransferSpeedColumn(),
            TimeRemainingColumn(compact=True),
            console=self._console,
            disable=quiet or not self._console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def show(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, StepStarted):
            self._start(event)
        elif isinstance(event, Advanced) and self._task is not None:
            self._progress.update(self._task, completed=event.done, total=event.total)
        elif isinstance(event, Found):
            self._console.print(str(event.finding), markup=False)
        elif isinstance(event, Log) and event.level != "debug":
            self._console.print(event.text, markup=False)

    def _start(self, event: StepStarted) -> None:
        name = f"[{event.index + 1}/{event.count}] {event.name}"
        if self._progress.disable or not event.total:
            self._task = None
            self._console.print(name, markup=False)
        else:
            self._task = self._progress.add_task(name.replace("[", r"\["), total=event.total)
