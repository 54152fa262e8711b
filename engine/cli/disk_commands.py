"""The commands ``flatten`` and ``raw``: one image of one disk."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from engine.cli import choices_of, dry_run
from engine.cli.parser import add_command, source_path, takes_job, takes_reading, takes_trust
from engine.cli.perform import perform
from engine.findings import refuse
from engine.image_formats import Format

_TEXTS: dict[str, tuple[Format, str, str]] = {
    "flatten": ("vmdk", "OUT.vmdk", "merge a chain into one growable VMDK"),
    "raw": ("raw", "OUT.img", "make a raw image of a chain, in a file or on a block device"),
}


def add_to(commands: Any) -> None:
    """Add the commands to those of the parser."""
    for name, (format, target, text) in _TEXTS.items():
        command = add_command(commands, name, partial(run, format=format), text)
        command.add_argument(
            "disk", type=source_path, metavar="DISK.vmdk", help="the newest of a chain"
        )
        command.add_argument("target", type=Path, metavar=target, help="a new file, or with raw "
                             "a block device")  # fmt: skip
        takes_trust(command)
        takes_reading(command)
        if name == "raw":
            command.add_argument("--yes", action="store_true",
                                 help="agree to overwriting a device")  # fmt: skip
        dry_run.takes_dry_run(command)
        takes_job(command)


def run(options: argparse.Namespace, format: Format) -> int:
    """Make an image."""
    from engine.job.convert.disk_job import DiskJob

    target: Path = options.target
    if str(target) == "-":
        raise refuse("E506", path=target)
    if target.is_block_device() and not (options.yes or options.dry_run):
        raise refuse("E413", path=target)
    reading = choices_of.reading(options)
    job = DiskJob.planned(options.disk, target, format, **reading)
    return dry_run.show(job, options) if options.dry_run else perform(job, options)
