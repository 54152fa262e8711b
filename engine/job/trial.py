"""Starts the result of a conversion on this computer; says what was seen, and writes nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from engine.boot.emulator import Seen, failed, started
from engine.findings import Stopped, refuse
from engine.job import manifest
from engine.job.events import Finished, Log, StepStarted
from engine.job.work import Emit, guarded
from engine.phrase import Phrase
from engine.xen.domain import Domain


@dataclass(frozen=True, slots=True)
class Trial:
    """A test boot to be made."""

    folder: Path
    domain: Domain
    images: dict[str, Path]  #: where the disks are here, by the paths that the domain has
    seconds: float
    screenshot: Path | None
    window: bool


def plan(folder: Path, seconds: float, screenshot: Path | None, *, window: bool) -> Trial:
    """What is to be started; refuses E402, E412, E414, E714."""
    domain, _ = manifest.described(folder, "E714")
    if screenshot is not None and screenshot.exists():
        raise refuse("E402", path=screenshot)
    images = {
        disk.target: (folder / PurePosixPath(disk.target).name).absolute()
        for disk in domain.disks
        if not disk.cdrom
    }
    for path in images.values():
        if not path.is_file():
            raise refuse("E412", path=folder, reason=Phrase("{file} is missing", file=path.name))
    return Trial(folder, domain, images, seconds, screenshot, window)


def run(trial: Trial, emit: Emit, cancel: threading.Event) -> tuple[Finished, dict[str, Any]]:
    """Start it and watch; blocks until done, never raises. Also what was seen, as JSON."""
    report: dict[str, Any] = {}

    def work() -> None:
        emit(StepStarted(0, 1, f"Start {trial.domain.name}", 0))
        with started(trial.domain, trial.images, window=trial.window) as emulator:
            seen = emulator.watch(
                trial.seconds, cancel, lambda line: emit(Log("info", f"serial: {line}"))
            )
            report.update(_as_json(seen))
            if trial.screenshot is not None and seen.running:
                emulator.keep_picture(trial.screenshot)
                report["screenshot"] = str(trial.screenshot)
        if cancel.is_set():
            raise Stopped
        refusal = failed(seen)
        if refusal is not None:
            raise refusal
        emit(Log("info", _summary(seen)))

    return guarded(work, emit), report


def _as_json(seen: Seen) -> dict[str, Any]:
    return {
        "accelerator": seen.accelerator,
        "running": seen.running,
        "restarts": seen.restarts,
        "firmware": seen.nothing,
        "serial": seen.serial,
    }


def _summary(seen: Seen) -> str:
    return "The guest is running" if seen.running else "The guest has shut itself down"
