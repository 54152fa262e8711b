"""The result of a conversion started on this computer, as a job; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from engine.boot.emulator import AcceleratorChoice
from engine.findings import Finding, Refusal, Stopped, refuse
from engine.job import drives
from engine.job.events import Log
from engine.job.result.conversion import Conversion
from engine.job.result.edited_config import taken_over
from engine.job.trial.live import Live
from engine.job.trial.trial_boot import Trial, keep_picture, watched
from engine.job.work import Job, Request, Step, Work
from engine.phrase import Phrase
from engine.xen import overrides

KIND = "try"
NOTHING: Mapping[str, str] = {}  #: no setting differs from the configuration


@dataclass(frozen=True, slots=True)
class TryJob(Job):
    """A test boot to be made."""

    trial: Trial
    taken: tuple[Finding, ...] = ()  #: what a changed configuration comes to
    live: Live | None = None  #: what it is used by until it is stopped; None to end with a verdict
    seen: dict[str, Any] = field(default_factory=dict, init=False)  #: plain data

    @classmethod
    def planned(
        cls,
        folder: Path,
        seconds: float | None = None,
        screenshot: Path | None = None,
        *,
        window: bool = False,
        accelerator: AcceleratorChoice = "auto",
        settings: Mapping[str, str] = NOTHING,
    ) -> TryJob:
        """The job to start the conversion in ``folder``, with other ``settings`` of its domain.

        Refuses E402, E412, E414, E443, E501, E714.
        """
        conversion = Conversion.open(folder)
        domain, _ = conversion.deliverable("E714")
        conversion.check_images()
        taken = taken_over(conversion, domain)
        domain = overrides.apply(taken.domain, settings)
        if screenshot is not None and screenshot.exists():
            raise refuse("E402", path=screenshot)
        images = {
            disk.target: (folder / PurePosixPath(disk.target).name).absolute()
            for disk in domain.disks
            if not disk.cdrom
        }
        trial = Trial(folder, domain, images, seconds, screenshot, window, accelerator)
        return cls(trial, taken.findings)

    @property
    def title(self) -> Phrase:
        return Phrase("Start {machine}", machine=self.trial.domain.name)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.taken

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.trial.folder])

    @property
    def request(self) -> Request:
        return {
            "kind": KIND,
            "folder": str(self.trial.folder.absolute()),
            "seconds": self.trial.seconds,
            "window": self.trial.window,
            "accelerator": self.trial.accelerator,
        }

    def again(self, fresh: Job) -> Job:
        return replace(fresh, live=self.live) if isinstance(fresh, TryJob) else fresh

    def steps(self) -> list[Step]:
        return [_Start(self)]

    @property
    def told(self) -> Phrase:
        return Phrase(
            "{machine} has started ({said}); what it did was not kept",
            machine=self.trial.domain.name,
            said=self.seen.get("said", ""),
        )

    def result(self) -> dict[str, Any]:
        return {"folder": str(self.trial.folder.absolute()), **self.seen}


@dataclass(frozen=True, slots=True)
class _Start:
    """Starts the guest and watches it; refuses what its verdict says where it has not started."""

    job: TryJob
    total: int = 0

    @property
    def name(self) -> Phrase:
        return Phrase("Start {machine}", machine=self.job.trial.domain.name)

    def run(self, work: Work) -> None:
        job, trial = self.job, self.job.trial
        live = job.live
        result = live.run(trial, work.cancel) if live else watched(trial, work.emit, work.cancel)
        if result is None:
            raise Stopped
        job.seen.update(result.as_json())
        if trial.screenshot is not None:
            keep_picture(result, trial.screenshot)
            job.seen["screenshot"] = str(trial.screenshot.absolute())
        if work.cancel.is_set() and live is None:
            raise Stopped
        if result.verdict.finding is not None:
            raise Refusal(result.verdict.finding)
        work.emit(Log("info", f"The guest has started: {result.verdict.said}"))
