"""The command ``fleet``: many machines by one plan, here or on a cluster."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cli import output
from engine.cli.dry_run import takes_dry_run
from engine.cli.exit_codes import DONE, REFUSED
from engine.cli.parser import add_command, takes_job
from engine.cli.perform import perform

if TYPE_CHECKING:
    from engine.job.fleet.fleet_plan import FleetPlan


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    command = add_command(commands, "fleet", run, "convert and deliver many machines by a plan")
    command.add_argument("verb", nargs="?", choices=("resume",), metavar="resume",
                         help="go on with a plan that was run, and refuse one that was "
                         "not")  # fmt: skip
    command.add_argument("plan", type=Path, metavar="PLAN.toml",
                         help="machines, rules, waves and limits; the same plan goes on where "
                         "it was")  # fmt: skip
    command.add_argument("--cluster", default="", metavar="URL",
                         help="of a Dask scheduler, tcp://host:8786 or tls://…; if left out "
                         "this computer, with resume where the plan ran before")  # fmt: skip
    command.add_argument("--cancel", default="", metavar="MACHINE",
                         help="have a fleet that runs stop one machine")  # fmt: skip
    takes_dry_run(command)
    takes_job(command)


def run(options: argparse.Namespace) -> int:
    """Run a plan, show it, or cancel one machine of it."""
    from engine.job.fleet import cancelling, plan_file
    from engine.job.fleet.fleet_job import FleetJob

    if options.cancel:
        cancelling.ask(plan_file.read(options.plan).state, options.cancel)
        return DONE
    planned = FleetJob.resumed if options.verb else FleetJob.planned
    job = planned(options.plan, options.cluster)
    return _show(job.plan, options) if options.dry_run else perform(job, options)


def _show(plan: FleetPlan, options: argparse.Namespace) -> int:
    """Print what is ready, what needs a person, and how much there is to do."""
    people = [each for each in plan.members if each.state == "person"]
    is_blocked = any(each.blocks for each in plan.findings)
    if options.json:
        output.print_json(plan.as_json())
    else:
        _print_plan(plan)
        output.print_findings(plan.findings)
    return REFUSED if people or is_blocked else DONE


def _print_plan(plan: FleetPlan) -> None:
    from engine.sizes import binary

    lines = []
    for each in plan.members:
        order = each.order
        target = f" -> {order.wish['target']}" if order.wish else ""
        lines.append(f"{each.state:7} wave {order.wave}  {binary(order.size):>10}  "
                     f"{order.name}{target}")  # fmt: skip
        if each.state == "person":
            lines += [f"        {found.code}: {found.message}" for found in each.findings
                      if found.blocks]  # fmt: skip
    output.print_lines(lines)
    output.print_text(
        f"{len(plan.ready)} of {len(plan.members)} machines are ready: {binary(plan.size)} to "
        f"read, at most {binary(plan.needed)} needed, about {_clock(plan.seconds)} here at "
        f"{binary(plan.file.speed)}/s each"
    )


def _clock(seconds: int) -> str:
    """A time in hours, minutes and seconds."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
