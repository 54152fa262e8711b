"""How a command ended: one sentence, or JSON alone, and the exit code. The same for every job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine import __version__
from engine.cli import output
from engine.cli.exit_codes import OF_OUTCOME, REFUSED, STOPPED

if TYPE_CHECKING:
    import argparse

    from engine.findings import Finding
    from engine.job.events import Finished
    from engine.job.work import Job


def report(
    job: Job, finished: Finished, findings: Sequence[Finding], options: argparse.Namespace
) -> int:
    """Say how a job ended, in words or as JSON; returns the exit code."""
    if options.json:
        output.print_json(as_json(finished, findings))
    if finished.outcome == "failed" or not options.json:
        in_words(job, finished, options)
    return OF_OUTCOME[finished.outcome]


def as_json(finished: Finished, findings: Sequence[Finding]) -> dict[str, Any]:
    """The end of a job as plain data."""
    return {
        "outcome": finished.outcome,
        **finished.result,
        "findings": [each.as_json() for each in findings],
    }


def in_words(job: Job, finished: Finished, options: argparse.Namespace) -> None:
    """Say how a job ended in a sentence, and what can be done next."""
    if finished.outcome == "done":
        output.print_text(f"Done: {job.told}.")
        for each in job.advice:
            output.print_text(f"{each.words}: {output.command_line(each.command)}")
    elif finished.outcome == "refused":
        output.print_findings(finished.findings)
    elif finished.outcome == "stopped":
        output.print_findings(finished.findings)
        output.tell(f"Stopped. To go on: {again(job, options)}")
    else:
        report_bug(finished.detail)


def again(job: Job, options: argparse.Namespace) -> str:
    """The command that goes on with a job, or begins it anew."""
    if job.resumable is not None:
        return output.command_line(("vmx2xen", "resume", str(job.resumable)))
    return output.command_line(("vmx2xen", *options.typed))


def report_refused(findings: Sequence[Finding], as_json: bool) -> int:
    """Say why a command was refused before any job began."""
    if as_json:
        listed = [each.as_json() for each in findings]
        output.print_json({"outcome": "refused", "findings": listed})
    else:
        output.print_findings(findings)
    return REFUSED


def report_interrupted(arguments: Sequence[str]) -> int:
    """Say that a command was stopped before any job began."""
    if "--json" in arguments:
        output.print_json({"outcome": "stopped", "findings": []})
    else:
        typed = output.command_line(("vmx2xen", *arguments))
        output.tell(f"Stopped before anything was written. To do it: {typed}")
    return STOPPED


def report_bug(detail: str) -> None:
    """Say that this is a bug, and what to do with its report."""
    output.tell(detail.rstrip())
    output.tell(
        f"This is a bug of vmx2xen {__version__}. Please report it, with the lines above, "
        "where you got vmx2xen from; the README says what helps."
    )
