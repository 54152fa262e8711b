"""The command ``explain``: what a code means, and what helps."""

from __future__ import annotations

import argparse
import re
from typing import Any

from engine.actions import ACTIONS
from engine.catalogue import CATALOGUE
from engine.cli import output
from engine.cli.exit_codes import DONE, REFUSED
from engine.cli.parser import add_command, nearest


def add_to(commands: Any) -> None:
    """Add the command to those of the parser."""
    text = "say what a code such as E406 means, and what helps"
    command = add_command(commands, "explain", run, text)
    command.add_argument("code", metavar="CODE", nargs="?", help="all of them if left out")


def run(options: argparse.Namespace) -> int:
    """Explain one code, or list all."""
    code = (options.code or "").upper()
    if code and code not in CATALOGUE:
        output.tell(f"There is no {code}{nearest(code, CATALOGUE) or '.'}")
        return REFUSED
    found = [code] if code else sorted(CATALOGUE, key=lambda each: (each[1:], each[0]))
    if options.json:
        output.print_json({"codes": [_as_json(each) for each in found], "findings": []})
    else:
        for each in found:
            output.print_text("\n".join(_as_text(each)))
    return DONE


def _as_json(code: str) -> dict[str, str]:
    message, remedy = _texts(code)
    severity = "error" if code.startswith("E") else "warning"
    return {"code": code, "severity": severity, "message": message, "remedy": remedy}


def _as_text(code: str) -> tuple[str, ...]:
    message, remedy = _texts(code)
    effect = "keeps the work from being done" if code.startswith("E") else "is a warning"
    return (f"{code} {effect}: {message}", f"       {remedy}")


def _texts(code: str) -> tuple[str, str]:
    """Message and remedy; what is filled in is written in capitals."""
    message, remedy = CATALOGUE[code]
    for name, action in ACTIONS.items():
        remedy = remedy.replace(f"{{{name}}}", action.option)
    return _in_capitals(message), _in_capitals(remedy)


def _in_capitals(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda each: each[1].upper(), text)
