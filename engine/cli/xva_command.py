"""The command ``xva``: a conversion packed for XCP-ng or XenServer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine.cli import dry_run
from engine.cli.parser import add_command, takes_folder, takes_job
from engine.cli.perform import perform
from engine.findings import refuse


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    command = add_command(commands, "xva", run, "pack a conversion for XCP-ng or XenServer")
    takes_folder(command)
    command.add_argument("target", type=Path, nargs="?", metavar="OUT.xva",
                         help="NAME.xva in DIR if left out")  # fmt: skip
    command.add_argument("--yes", action="store_true",
                         help="agree to leave out what was changed in the configuration and has "
                         "no place in an archive")  # fmt: skip
    dry_run.takes_dry_run(command)
    takes_job(command)


def run(options: argparse.Namespace) -> int:
    """Pack a conversion."""
    from engine.job.result.xva_job import XvaJob

    if str(options.target) == "-":
        raise refuse("E506", path=options.target)
    job = XvaJob.planned(options.folder, options.target, agreed=options.yes)
    return dry_run.show(job, options) if options.dry_run else perform(job, options)
