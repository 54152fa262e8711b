"""The command ``certificate``: one page about a finished conversion, for whoever gets it."""

from __future__ import annotations

import argparse
import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.cli import output
from engine.cli.exit_codes import DONE
from engine.cli.parser import add_command, takes_folder


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    text = "write a page with all that was done, changed, tried and compared"
    command = add_command(commands, "certificate", run, text)
    takes_folder(command)
    command.add_argument("target", type=Path, nargs="?", metavar="OUT.html",
                         help="NAME.certificate.html in DIR if left out")  # fmt: skip
    command.add_argument("--by", metavar="NAME", help="who certifies it; the user if left out")


def run(options: argparse.Namespace) -> int:
    """Write a certificate."""
    from engine.job.result.conversion import Conversion
    from engine.report import certificate

    conversion = Conversion.open(options.folder)
    target: Path = options.target or certificate.default_path(conversion)
    html = certificate.page(conversion, options.by or _user(), datetime.now(UTC).astimezone())
    certificate.write(html.encode("utf-8", "replace"), target)
    if options.json:
        output.print_json({"file": str(target.absolute()), "findings": []})
    else:
        output.print_text(f"Written: {target}")
    return DONE


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return ""
