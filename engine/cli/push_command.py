"""The command ``push``: a conversion brought to the Xen server, verified there."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from engine.cli import dry_run
from engine.cli.parser import add_command, limit, takes_folder, takes_job
from engine.cli.perform import perform

if TYPE_CHECKING:
    from engine.job.push.push_job import PushJob


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    command = add_command(commands, "push", run, "bring a conversion to the Xen server")
    takes_folder(command)
    command.add_argument("target", metavar="TARGET",
                         help="a folder, or below /dev a volume group or volume; here, "
                         "user@host:/folder or ssh://user@host:port/folder")  # fmt: skip
    command.add_argument("--configs", default="", metavar="FOLDER",
                         help="for the configuration, on the server; that of the images, or "
                         "/etc/xen with volumes, if left out")  # fmt: skip
    command.add_argument("--limit", type=limit, default=0, metavar="RATE",
                         help="send at most so many bytes a second: 20M, 500k")  # fmt: skip
    command.add_argument("--yes", action="store_true",
                         help="agree to overwriting what is there")  # fmt: skip
    dry_run.takes_dry_run(command)
    takes_job(command)


def run(options: argparse.Namespace) -> int:
    """Deliver a conversion, or show what would be done."""
    from engine.job.push.push_job import PushJob
    from engine.job.push.push_journal import Wish

    wish = Wish(options.target, options.yes, options.configs, options.limit)
    job = PushJob.planned(options.folder, wish)
    return _show(job, options) if options.dry_run else perform(job, options)


def _show(job: PushJob, options: argparse.Namespace) -> int:
    """Look there, and print what would be done."""
    with job.looked() as delivery:
        places = [f"{each.source.name} -> {each.final} ({each.state})" for each in delivery.items]
        places.append(f"the configuration -> {delivery.config}")
        title = f"{delivery.folder} -> {delivery.server.name}"
        return dry_run.show(job, options, title, places)
