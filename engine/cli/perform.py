"""Jobs run by the command line: their events are shown, signals stop them, their end is told."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cli import output
from engine.cli.exit_codes import DONE, OF_OUTCOME, REFUSED, STOPPED
from engine.cli.report import as_json, in_words, report
from engine.cli.signals import Interrupted
from engine.findings import Finding, Refusal, Stopped

if TYPE_CHECKING:
    from engine.cli.several import Underway
    from engine.cli.terminal import Terminal
    from engine.job.events import Event, Finished
    from engine.job.work import Job


def perform(job: Job, options: argparse.Namespace) -> int:
    """Run a job and say how it ended; returns the exit code."""
    options.is_job = True
    finished, findings = _run(job, options)
    return report(job, finished, findings, options)


def perform_all(
    places: Sequence[Path], planned: Callable[[Path], Job], options: argparse.Namespace
) -> int:
    """Run a job for each of ``places``; the exit code is that of the worst.

    What one of them is refused for does not keep the others; once one is stopped, so are the rest.
    """
    from engine.cli import several
    from engine.job import hooks

    options.is_job = True
    ends: list[dict[str, Any]] = []
    code = DONE
    # A snapshot is taken when its turn comes, and a hook knows only of its own machine.
    together = not getattr(options, "take_snapshot", False) and not hooks.wanted()
    with several.begun(places, planned, options, together=together) as all_work:
        for each in all_work:
            if not options.json and not options.quiet:
                output.tell(f"{each.place}:")
            try:
                one, told = _told(each, options)
            except Stopped:  # before it was begun, and so were all after it
                if not ends:
                    raise
                code = STOPPED
                break
            code = max(code, one)
            ends.append({"source": str(each.place.absolute()), **told})
            if one == STOPPED:
                options.stop.cancel.set()
    if options.json:
        outcome = next(name for name, value in OF_OUTCOME.items() if value == code)
        output.print_json({"outcome": outcome, "machines": ends, "findings": []})
    return code


def _told(one: Underway, options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    """The exit code of one of several, and its end as plain data, once it was told."""
    from engine.cli.terminal import Terminal

    with Terminal(options) as terminal:
        for event in one.events():
            if not terminal.show(event):
                options.stop.cancel.set()  # nobody is there to be told; it can be resumed
    try:
        job, finished = one.end.result()
    except Refusal as refusal:
        if not options.json:
            output.print_findings(refusal.findings)
        listed = [each.as_json() for each in refusal.findings]
        return REFUSED, {"outcome": "refused", "findings": listed}
    if not options.json:
        in_words(job, finished, options)
    return OF_OUTCOME[finished.outcome], as_json(finished, _all_findings(job, finished, terminal))


def _run(job: Job, options: argparse.Namespace) -> tuple[Finished, tuple[Finding, ...]]:
    """How a job ended, and all findings about it."""
    from engine.cli.terminal import Terminal
    from engine.job.events import Finished, StepsKnown
    from engine.job.work import run

    with Terminal(options) as terminal:

        def show(event: Event) -> None:
            if isinstance(event, StepsKnown):
                options.stop.only_ask()
            if not terminal.show(event):
                options.stop.cancel.set()  # nobody is there to be told; it can be resumed

        try:
            finished = run(job, show, options.stop.cancel)
        except Interrupted:
            finished = Finished("stopped", result=job.result())
    return finished, _all_findings(job, finished, terminal)


def _all_findings(job: Job, finished: Finished, terminal: Terminal) -> tuple[Finding, ...]:
    """What a job is refused for; else all that was known of it, and came up."""
    known = tuple(dict.fromkeys((*job.findings, *terminal.found)))
    return finished.findings or known
