"""The command ``verify``: images compared with their manifest."""

from __future__ import annotations

import argparse
from typing import Any

from engine.cli.parser import add_command, takes_folder, takes_job
from engine.cli.perform import perform


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    command = add_command(commands, "verify", run, "compare images with their manifest")
    takes_folder(command)
    command.add_argument("--accept", action="store_true",
                         help="take the images as they are now, started or repaired as they were, "
                         "and note their digests")  # fmt: skip
    takes_job(command)


def run(options: argparse.Namespace) -> int:
    """Verify a conversion."""
    from engine.job.result.conversion import Conversion
    from engine.job.result.verify_job import VerifyJob

    return perform(VerifyJob(Conversion.open(options.folder), options.accept), options)
