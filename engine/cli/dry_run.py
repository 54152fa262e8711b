"""A job shown, and not run: its steps with their bytes, and what is to be known of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.cli import output
from engine.cli.exit_codes import DONE, REFUSED
from engine.findings import blocking

if TYPE_CHECKING:
    from engine.job.work import Job


def takes_dry_run(command: argparse.ArgumentParser) -> None:
    """The option that asks for it."""
    command.add_argument("--dry-run", action="store_true", help="show the plan and stop")


def show(
    job: Job,
    options: argparse.Namespace,
    title: str = "",
    more: Iterable[str] = (),
    told: dict[str, Any] | None = None,
) -> int:
    """Print what would be done; ``told`` are its own data. Returns the exit code."""
    if options.json:
        output.print_json(plain(job, job.result() if told is None else told))
    else:
        from engine.sizes import binary

        output.print_text(title or str(job.title))
        for number, step in enumerate(job.steps(), 1):
            size = f"  ({binary(step.total)})" if step.total else ""
            output.print_text(f"  {number}. {step.name}{size}")
        for line in more:
            output.print_text(f"  {line}")
        output.print_findings(job.findings)
    return code_of(job)


def plain(job: Job, told: dict[str, Any]) -> dict[str, Any]:
    """A job that was looked at as plain data, ``told`` among them; sizes in bytes."""
    steps = job.steps()
    return {
        **told,
        "steps": [each.name for each in steps],
        "bytes": [each.total for each in steps],
        "findings": [each.as_json() for each in job.findings],
    }


def code_of(job: Job) -> int:
    """The exit code: whether the job could be run."""
    return REFUSED if blocking(job.findings) else DONE
