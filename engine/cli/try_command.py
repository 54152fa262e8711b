"""The command ``try``: a conversion started in QEMU, without changing it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine.choices import ACCELERATORS
from engine.cli import choices_of
from engine.cli.parser import add_command, seconds, setting, takes_folder, takes_job
from engine.cli.perform import perform


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    command = add_command(commands, "try", run, "start a conversion in QEMU, without changing it")
    takes_folder(command)
    command.add_argument("--seconds", type=seconds, metavar="N",
                         help="that it is watched at most; a clear verdict ends it")  # fmt: skip
    command.add_argument("--accelerator", choices=ACCELERATORS, default="auto",
                         help="the processor's own virtualization, or emulation")  # fmt: skip
    command.add_argument("--screenshot", type=Path, metavar="FILE.png",
                         help="the screen as it is in the end")  # fmt: skip
    command.add_argument("--set", type=setting, action="append", metavar="KEY=VALUE",
                         help="a key of the domain, for this start alone")  # fmt: skip
    takes_job(command)


def run(options: argparse.Namespace) -> int:
    """Start a conversion and watch it."""
    from engine.job.trial.try_job import TryJob

    job = TryJob.planned(
        options.folder,
        options.seconds,
        options.screenshot,
        window=not options.json,
        accelerator=options.accelerator,
        settings=choices_of.settings(options),
    )
    return perform(job, options)
