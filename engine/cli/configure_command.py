"""The command ``configure``: the configuration of a finished conversion with other settings."""

from __future__ import annotations

import argparse
from typing import Any

from engine.cli import choices_of
from engine.cli.parser import add_command, setting, takes_folder, takes_job
from engine.cli.perform import perform


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    text = "write the configuration of a conversion again, with other settings"
    command = add_command(commands, "configure", run, text)
    takes_folder(command)
    command.add_argument("--set", type=setting, action="append", metavar="KEY=VALUE",
                         help="a key of the domain")  # fmt: skip
    command.add_argument("--yes", action="store_true",
                         help="agree to lose what was changed in the configuration and is no "
                         "setting")  # fmt: skip
    takes_job(command)


def run(options: argparse.Namespace) -> int:
    """Write a configuration again."""
    from engine.job.result.configure_job import ConfigureJob

    settings = choices_of.settings(options)
    return perform(ConfigureJob.planned(options.folder, settings, agreed=options.yes), options)
