"""Machines of a running fleet that are to be stopped: asked for by a file beside its report.

So another terminal, another user or a script can ask, wherever the fleet runs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from engine.findings import refuse
from engine.job.fleet import report
from engine.job.fleet.order import Order
from engine.job.places import write_durably
from engine.phrase import Phrase


class Requests:
    """What was asked for since this was made."""

    def __init__(self, state: Path) -> None:
        self._state = state
        for each in state.glob("*.cancel"):
            each.unlink(missing_ok=True)

    def has(self, order: Order) -> bool:
        """Whether somebody wants the work at a machine to stop."""
        return _file(self._state, order.name).is_file()


def ask(state: Path, name: str) -> None:
    """Ask for the machine ``name`` to be stopped; refuses E890 where no fleet has it under way."""
    records = report.earlier(state).values()
    if name not in {each.name for each in records if each.outcome == "waiting"}:
        raise refuse("E890", path=state, reason=Phrase("{name} is not under way", name=name))
    write_durably(_file(state, name), f"{name}\n")


def _file(state: Path, name: str) -> Path:
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    return state / f"{digest[:16]}.cancel"
