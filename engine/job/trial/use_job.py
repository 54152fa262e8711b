"""A combination that was tried put into use, as a job: its HAL into the image, its flags into the
configuration.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.choices import KEEP
from engine.findings import finding, refuse
from engine.guest.wishes import Wishes
from engine.job.events import Found
from engine.job.result import guest_image, told_domain
from engine.job.result.hal_jobs import HalChangeJob
from engine.job.trial import cell, subject
from engine.job.trial.cell import Cell
from engine.job.trial.results import Results
from engine.job.trial.subject_job import SubjectJob
from engine.job.work import Advice, Step, Work
from engine.phrase import Phrase

KIND = "use"


@dataclass(frozen=True, slots=True)
class UseJob(SubjectJob):
    """A cell to be used. Done again, an interrupted one is completed."""

    kind = KIND
    cell: Cell
    agreed: bool = False  #: also to a HAL that Windows would not offer

    @classmethod
    def planned(cls, folder: Path, name: str, *, agreed: bool = False) -> UseJob:
        """The job to use the cell called ``name``, whose settings may be in any order.

        What it does not name stays. Refuses E749, and as TrialsJob is refused.
        """
        about = subject.look(folder)
        has_hals, installed = about.guest.has_hals, about.guest.hal
        hals = [each for each in name.split() if "=" not in each] or [installed] * bool(installed)
        flags = dict(each.split("=", 1) for each in name.split() if "=" in each)
        if len(hals) > 1 or (has_hals and not hals) or not flags:
            known = ", ".join(each.name for each in cell.cells(about))
            raise refuse("E749", name=name, known=known)
        [chosen] = cell.cells(about, hals, [flags])
        return cls(about, chosen, agreed)

    @property
    def title(self) -> Phrase:
        return Phrase("Use {name}", name=self.cell.name)

    @property
    def asked(self) -> dict[str, Any]:
        return {"name": self.cell.name, "agreed": self.agreed}

    @property
    def image(self) -> Path | None:
        """The image whose HAL changes; None where it stays."""
        place = self.subject.windows
        if place is None or self.cell.hal in ("", self.subject.guest.hal):
            return None
        return self.subject.images[place[0]]

    def steps(self) -> list[Step]:
        change: list[Step] = []
        if self.image is not None:
            wishes = Wishes(hal=self.cell.hal or KEEP, agreed=self.agreed)
            change = HalChangeJob(self.image, wishes).steps()
        return [*change, _Configure(self)]

    @property
    def told(self) -> Phrase:
        return Phrase("Image and configuration have {name}", name=self.cell.name)

    @property
    def advice(self) -> tuple[Advice, ...]:
        if self.image is None or not guest_image.edits(self.image):
            return ()
        command = ("vmx2xen", "hal", str(self.image), "--undo")
        return (Advice(Phrase("To take the HAL back"), command, here=True),)

    def result(self) -> dict[str, Any]:
        return {"folder": self.folder, "used": self.cell.name}


@dataclass(frozen=True, slots=True)
class _Configure:
    """Writes configuration and manifest with the flags of the cell."""

    job: UseJob
    total: int = 0
    name: Phrase = Phrase("Write the configuration")

    def run(self, work: Work) -> None:
        folder, chosen = self.job.subject.folder, self.job.cell
        told_domain.write(folder, chosen.domain)
        Results(self.job.subject).adopt(subject.look(folder).digest)
        if chosen.derived.kind == "fails":
            reason = chosen.derived.reason
            work.emit(Found(finding("W731", cell=chosen.name, reason=reason)))
