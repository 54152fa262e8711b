"""The SHA-256 of a finished conversion's images, noted in its manifest, as a job."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.job import drives
from engine.job.result import manifest
from engine.job.result.conversion import Conversion
from engine.job.result.hash_image import HashImage
from engine.job.work import Job, Request, Step, Work
from engine.phrase import Phrase

KIND = "checksums"


@dataclass(frozen=True, slots=True)
class ChecksumsJob(Job):
    """Hashes the images that have no SHA-256 yet, as ``convert --sha256`` does.

    Each is noted when it is done, so that what was stopped goes on with the next one.
    """

    conversion: Conversion

    @classmethod
    def planned(cls, folder: Path) -> ChecksumsJob:
        """The job for the conversion in ``folder``; refuses E412, E414."""
        conversion = Conversion.open(folder)
        conversion.check_images()
        return cls(conversion)

    @property
    def title(self) -> Phrase:
        return Phrase("Hash {machine}", machine=self.conversion.name)

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.conversion.folder])

    @property
    def request(self) -> Request:
        return {"kind": KIND, "folder": str(self.conversion.folder.absolute())}

    def steps(self) -> list[Step]:
        return [
            step
            for image in self.conversion.images
            if not image.sha256
            for step in (HashImage(image.path, image.size), _Note(image.path, image.entry))
        ]

    @property
    def told(self) -> Phrase:
        return Phrase("The SHA-256 is known, and noted in the manifest")

    def result(self) -> dict[str, Any]:
        folder = self.conversion.folder
        return {
            "folder": str(folder.absolute()),
            "sha256": {entry.file: entry.sha256 for entry in manifest.read(folder)},
        }


@dataclass(frozen=True, slots=True)
class _Note:
    image: Path
    entry: manifest.Entry
    name: Phrase = Phrase("Write the manifest")
    total: int = 0

    def run(self, work: Work) -> None:
        manifest.note_sum(self.image.parent, self.entry, work.sums[self.image])
