"""How a job looks while it runs: on a terminal, in a log, or as lines of JSON.

On a terminal one bar shows the step under way; what is done stands above it. Elsewhere each step
has a line, and one more every half minute, with the time. All of it is on standard error; lines of
JSON (``--json --progress``) are on standard output.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from engine.cli import output
from engine.findings import Finding
from engine.job.events import Event, Finished, Found, Log, StepStarted
from engine.job.events import Progress as Advanced
from engine.printable import one_line, printable
from engine.sizes import binary

LINE_EVERY = 30.0  # seconds between two lines of progress where there is no terminal
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class Terminal:
    """Shows the events of one job as they come; the findings that came up are kept."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.found: list[Finding] = []
        self._told: tuple[Finding, ...] = getattr(options, "told", ())  #: before it began
        self._least = 40 if options.quiet or options.json else 10 if options.verbose else 20
        self._lines = options.json and options.progress
        self._log = logging.getLogger("vmx2xen")
        self._plain = _Plain(self._say, always=options.progress)
        self._bar = _Bar(shown=self._least <= 20)
        self._heard = True

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def show(self, event: Event) -> bool:
        """Show one event; whether there is still somebody to be shown it."""
        if self._lines and not isinstance(event, Log | Finished):
            output.print_json_line(_as_json(event))
        if isinstance(event, Advanced):
            self._bar.advance(event)
            self._plain.advance(event)
        else:
            self._show(event)
        return self._heard

    def _show(self, event: Event) -> None:
        match event:
            case StepStarted(index, count, name, total):
                self._log.info("[%d/%d] %s", index + 1, count, name)
                self._plain.begin(name)
                if not self._bar.begin(f"[{index + 1}/{count}] {name}", total):
                    self._say(f"[{index + 1}/{count}] {name}", 20)
            case Found(finding):
                self.found.append(finding)
                text = f"{finding.code}: {finding.message} {finding.remedy}"
                self._log.log(40 if finding.blocks else 30, "%s", text)
                if finding not in self._told:
                    self._say(str(finding), 30)
            case Log(level, text):
                self._log.log(_LEVELS[level], "%s", text)
                self._say(text, _LEVELS[level])

    def _say(self, text: str, level: int) -> None:
        if level < self._least:
            return
        if self._bar.shown:
            self._bar.print(text)
        elif not output.tell(text):
            self._heard = False


class _Bar:
    """The bar of the step under way, where standard error is a terminal."""

    def __init__(self, *, shown: bool) -> None:
        console = Console(stderr=True, highlight=False)
        self.shown = shown and console.is_terminal
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            _Amount(),
            TimeRemainingColumn(compact=True),
            console=console,
            disable=not self.shown,
            transient=True,
        )
        self._task: TaskID | None = None
        self._name = ""

    def start(self) -> None:
        self._progress.start()

    def stop(self) -> None:
        self._end()
        self._progress.stop()

    def begin(self, name: str, total: int) -> bool:
        """A step begins; whether it has a bar."""
        self._end()
        if not self.shown or not total:
            return False
        self._name = one_line(name)
        self._task = self._progress.add_task(self._name, total=total)
        return True

    def advance(self, event: Advanced) -> None:
        if self._task is not None:
            self._progress.update(self._task, completed=event.done, total=event.total)

    def print(self, text: str) -> None:
        """A line above the bar, cut by the terminal alone."""
        self._progress.console.print(printable(text), markup=False, soft_wrap=True)

    def _end(self) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None
            self.print(self._name)


class _Amount(ProgressColumn):
    """How much is done, and how fast; in one unit."""

    def render(self, task: Task) -> Text:
        speed = f" {binary(task.speed)}/s" if task.speed else ""
        return Text(f"{binary(task.completed)} of {binary(task.total or 0)}{speed}")


class _Plain:
    """Lines of progress now and then, where nobody watches a bar."""

    def __init__(self, say: Callable[[str, int], None], *, always: bool) -> None:
        self._say = say
        self._every = 1.0 if always else LINE_EVERY
        self._name, self._began, self._next = "", 0.0, 0.0
        self._first = 0

    def begin(self, name: str) -> None:
        self._name, self._began, self._first = name, time.monotonic(), -1
        self._next = self._began + self._every

    def advance(self, event: Advanced) -> None:
        now = time.monotonic()
        if self._first < 0:  # what was done before a resume is no speed
            self._first = event.done
        if now < self._next or not event.total:
            return
        self._next = now + self._every
        speed = (event.done - self._first) / max(now - self._began, 0.001)
        left = f", {_duration((event.total - event.done) / speed)} left" if speed > 0 else ""
        share = 100 * event.done // event.total
        at = datetime.now().astimezone().strftime("%H:%M:%S")
        text = f"{at} {self._name}: {share} % of {binary(event.total)}, {binary(speed)}/s{left}"
        self._say(text, 20)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


def _as_json(event: Event) -> dict[str, Any]:
    """An event as a line for programs; sizes in bytes, times in ISO 8601."""
    told: dict[str, Any] = {"event": _NAMES[type(event).__name__]}
    match event:
        case StepStarted(index, count, name, total):
            told |= {"step": index + 1, "steps": count, "name": name, "total": total}
        case Advanced(done, total):
            told |= {"done": done, "total": total}
        case Found(finding):
            told |= {"finding": finding.as_json()}
        case _:
            told |= {"names": [step.name for step in getattr(event, "steps", ())]}
    return {**told, "at": datetime.now(UTC).isoformat(timespec="milliseconds")}


_NAMES = {
    "StepsKnown": "steps",
    "StepStarted": "step",
    "Progress": "progress",
    "Found": "finding",
}
