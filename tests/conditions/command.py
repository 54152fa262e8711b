"""Commands run in this process: the codes of what they said, or their words."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from typing import Any

from engine.cli.main import main


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    told: dict[str, Any]  #: its JSON

    @property
    def codes(self) -> list[str]:
        return [each["code"] for each in self.told["findings"]]


def run(*arguments: object) -> Done:
    """Run a command with ``--json``."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        code = main([*map(str, arguments), "--json"])
    return Done(code, json.loads(said.getvalue()))


@dataclass(frozen=True)
class Said:
    """How a command ended, and its words."""

    code: int
    out: str
    err: str


def said(*arguments: object) -> Said:
    """Run a command as people do."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as end:  # a mistake that the command itself has found
            code = int(end.code or 0)
    return Said(code, out.getvalue(), err.getvalue())
