"""Commands run in this process, and the codes of what they said."""

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
