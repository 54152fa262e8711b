"""The command ``resume``: what was stopped goes on, a conversion or a delivery."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from engine.cli import output
from engine.cli.exit_codes import DONE
from engine.cli.parser import add_command, takes_folder, takes_job
from engine.cli.perform import perform, perform_all


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    text = "go on with a conversion or a delivery that was stopped"
    command = add_command(commands, "resume", run, text)
    takes_folder(command)
    command.add_argument("--yes", "--trust", action="store_true", dest="trusted",
                         help="agree, anew, to files outside the machine's folder")  # fmt: skip
    takes_job(command)


def run(options: argparse.Namespace) -> int:
    """Go on; what is finished already is no mistake."""
    from engine.job import requests
    from engine.job.result.conversion import is_result

    folder: Path = options.folder
    planned = partial(requests.resumed, trusted=options.trusted)
    if not requests.left_in(folder):
        inside = [each for each in _folders(folder) if requests.left_in(each)]
        if inside:
            return perform_all(inside, planned, options)
        if is_result(folder) or any(is_result(each) for each in _folders(folder)):
            return _finished(options)
    return perform(planned(folder), options)


def _folders(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []


def _finished(options: argparse.Namespace) -> int:
    if options.json:
        folder = str(options.folder.absolute())
        output.print_json({"outcome": "done", "folder": folder, "findings": []})
    else:
        output.print_text(f"There is nothing to go on with: {options.folder} is finished.")
    return DONE
