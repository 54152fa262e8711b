"""What was seen of guests that were tried; made up."""

from __future__ import annotations

from engine.boot.look import Look, Seen
from engine.boot.runner import Runner
from engine.boot.screen.picture import Picture
from engine.boot.verdict import Verdict
from engine.findings import finding
from engine.job.trial import cell
from engine.job.trial.cell import Cell
from engine.job.trial.subject import Subject
from engine.job.trial.trial_boot import Result

RUNNER = Runner("kvm", "max", "QEMU 7.2", "pc")
PICTURE = Picture(2, 1, bytes(range(6)))


def picture(value: int) -> Picture:
    return Picture(2, 1, bytes([value] * 6))


def reached(said: str = "a login", shown: Picture | None = PICTURE) -> Result:
    seen = Seen(RUNNER, Look(shown, "text", "serial"), 4.26)
    return Result(seen, Verdict("reached", None, said))


def failed(code: str = "E740", accelerator: str = "kvm") -> Result:
    seen = Seen(Runner(accelerator), Look(None, "", "s" * 9000), 7.0)
    fields = {"last": "x", "reason": "y", "accelerator": accelerator}
    return Result(seen, Verdict("failed", finding(code, "", seconds=1, count=2, **fields), "hung"))


def cell_of(about: Subject, **settings: str) -> Cell:
    [found] = cell.cells(about, (), [settings])
    return found
