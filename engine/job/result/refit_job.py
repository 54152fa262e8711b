"""The guest of an image fitted for Xen again, after that was taken back: a job."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.job import drives
from engine.job.events import Found
from engine.job.result import guest_image
from engine.job.result.hal_jobs import Recover
from engine.job.work import Job, Request, Step, Work
from engine.phrase import Phrase

KIND = "refit"


@dataclass(slots=True)
class RefitJob(Job):
    """To the byte what the conversion had fitted; as long as nothing else was written there."""

    image: Path
    undo: Path | None = field(default=None, init=False)  #: the file that takes it back once more

    @property
    def title(self) -> Phrase:
        return Phrase("Fit the guest in {image} again", image=self.image.name)

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.image])

    @property
    def request(self) -> Request:
        return {"kind": KIND, "image": str(self.image.absolute())}

    def steps(self) -> list[Step]:
        return [Recover(self.image), _Refit(self)]

    @property
    def told(self) -> Phrase:
        if self.undo is None:
            return Phrase("There is nothing to be fitted again")
        return Phrase("The guest in {image} is fitted for Xen again", image=self.image)

    def result(self) -> dict[str, Any]:
        return {"undo": str(self.undo.absolute()) if self.undo else None}


@dataclass(frozen=True, slots=True)
class _Refit:
    job: RefitJob
    total: int = 0

    @property
    def name(self) -> Phrase:
        return Phrase("Change the guest in {image}", image=self.job.image.name)

    def run(self, work: Work) -> None:
        job = self.job
        job.undo, notes = guest_image.refit(job.image)
        for each in notes:
            work.emit(Found(each))
