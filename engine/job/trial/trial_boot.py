"""Starts the result of a conversion on this computer; says what was seen, and writes nothing."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.boot.emulator import AcceleratorChoice, started
from engine.boot.look import Seen
from engine.boot.verdict import Verdict
from engine.boot.watch import LIMIT, Watch
from engine.findings import refuse, words
from engine.job.events import Log
from engine.job.work import Emit
from engine.phrase import Phrase
from engine.xen.domain import Domain

#: Ways to fail that may be the accelerator's fault: hangs, triple faults, what it does not run.
_OF_ACCELERATOR = ("E740", "E741", "E742", "E746")
_TELL_EVERY = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Trial:
    """A test boot to be made."""

    folder: Path
    domain: Domain
    images: dict[str, Path]  #: where the disks are here, by the paths that the domain has
    seconds: float | None  #: at most; None for as many as the accelerator is worth
    screenshot: Path | None = None
    window: bool = False
    accelerator: AcceleratorChoice = "auto"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a guest that was started."""

    seen: Seen
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        seen, look = self.seen, self.seen.look
        return {
            **self.verdict.as_json(),
            **asdict(seen.runner),
            "seconds": round(seen.seconds, 1),
            "running": seen.running,
            "restarts": seen.restarts,
            "screen": look.text,
            "serial": look.serial,
            "firmware": look.firmware,
        }


def watched(trial: Trial, emit: Emit, cancel: threading.Event) -> Result:
    """What becomes of it; once more in emulation where the accelerator may be to blame."""
    result = _once(trial, trial.accelerator, emit, cancel)
    found, used = result.verdict.finding, result.seen.runner.accelerator
    if trial.accelerator != "auto" or used == "tcg" or cancel.is_set():
        return result
    if found is None or found.code not in _OF_ACCELERATOR:
        return result
    emit(Log("warning", f"{found.message} With {used}; once more in emulation"))
    return _once(trial, "tcg", emit, cancel)


def _once(
    trial: Trial, accelerator: AcceleratorChoice, emit: Emit, cancel: threading.Event
) -> Result:
    with started(trial.domain, trial.images, window=trial.window, accelerator=accelerator) as guest:
        guest.said = lambda line: emit(Log("info", f"serial: {line}"))
        seconds = trial.seconds or LIMIT[guest.runner.accelerator]
        emit(Log("info", f"Runs by {guest.runner}, {seconds:g} s at most"))
        watch = Watch(guest, _Progress(emit))
        verdict = watch.until(seconds, cancel)
    return Result(watch.seen, verdict)


class _Progress:
    """Says how it goes: at once what is new on the screen, and now and then that time passes."""

    def __init__(self, emit: Emit) -> None:
        self._emit, self._said, self._line = emit, 0.0, ""

    def __call__(self, seen: Seen) -> None:
        line = seen.last_line
        if line == self._line and seen.seconds - self._said < _TELL_EVERY:
            return
        self._said, self._line = seen.seconds, line
        restarts = f", {seen.restarts} restarts" if seen.restarts else ""
        self._emit(Log("info", f"{seen.seconds:.0f} s{restarts}: {line}"))


def keep_picture(result: Result, path: Path) -> None:
    """Write the last picture as PNG to a new file; refuses E723."""
    picture = result.seen.look.picture
    if picture is None:
        raise refuse("E723", path=path, reason=Phrase("there is no screen"))
    try:
        with path.open("xb") as file:
            file.write(picture.png())
    except OSError as error:
        raise refuse("E723", path=path, reason=words(error)) from None
