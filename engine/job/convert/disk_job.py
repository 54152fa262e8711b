"""One image of one disk as a job: a chain merged into a growable VMDK, or a raw image."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.findings import Finding
from engine.image_formats import Format
from engine.job import drives
from engine.job.convert.disk_steps import ConvertDisk, Publish, VerifyDisk
from engine.job.convert.disk_task import DiskTask, single_disk
from engine.job.work import Job, Request, Step
from engine.phrase import Phrase
from engine.vmware.places import NOWHERE

KIND = "disk"


@dataclass(frozen=True, slots=True)
class DiskJob(Job):
    """One image to be made, without the rest of a machine."""

    task: DiskTask
    known: tuple[Finding, ...]  #: about the disk
    asked: Request

    @classmethod
    def planned(
        cls,
        disk: Path,
        target: Path,
        format: Format,
        *,
        trusted: bool = False,
        redo: str = "",
        placed: Mapping[str, Path] = NOWHERE,
    ) -> DiskJob:
        """The job to make ``target`` of the chain that ends in ``disk``.

        Refuses as :func:`engine.job.convert.disk_task.single_disk` does.
        """
        task, known = single_disk(disk, target, format, trusted=trusted, redo=redo, placed=placed)
        asked = {
            "kind": KIND,
            "disk": str(disk.absolute()),
            "target": str(target.absolute()),
            "format": format,
            "trusted": trusted,
            "redo": redo,
            "placed": {name: str(path) for name, path in placed.items()},
        }
        return cls(task, known, asked)

    @property
    def title(self) -> Phrase:
        return Phrase("Make {image}", image=self.task.target.name)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.known

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([*self.task.chain.files.stamps(), self.task.target])

    @property
    def request(self) -> Request:
        return self.asked

    def steps(self) -> list[Step]:
        return [ConvertDisk(self.task), VerifyDisk(self.task), Publish((self.task,))]

    @property
    def told(self) -> Phrase:
        return Phrase("{path} is written, and was read back", path=self.task.target)

    def result(self) -> dict[str, Any]:
        return {"file": str(self.task.target.absolute())}
