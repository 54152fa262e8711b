"""A finished conversion compared with its manifest, as a job."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.disk.copying.digest import chunk_size
from engine.disk.copying.pieces import held
from engine.disk.copying.verify import difference, digests_of
from engine.findings import refuse
from engine.job import drives, images
from engine.job.result import manifest
from engine.job.result.conversion import Conversion, Image
from engine.job.result.manifest import Entry
from engine.job.work import Job, Request, Step, Work
from engine.phrase import Phrase

KIND = "verify"


@dataclass(frozen=True, slots=True)
class VerifyJob(Job):
    """Reads all images of a conversion and compares them with the manifest.

    With ``accept`` what they are now is noted instead, for images that were started or repaired.
    """

    conversion: Conversion
    accept: bool = False
    accepted: list[str] = field(default_factory=list, init=False)  #: images that had changed

    @property
    def title(self) -> Phrase:
        return Phrase("Verify {machine}", machine=self.conversion.name)

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.conversion.folder])

    @property
    def request(self) -> Request:
        folder = str(self.conversion.folder.absolute())
        return {"kind": KIND, "folder": folder, "accept": self.accept}

    def steps(self) -> list[Step]:
        images = self.conversion.images
        if self.accept:
            return [AcceptImage(image, self.accepted) for image in images]
        return [VerifyImage(image) for image in images]

    @property
    def told(self) -> Phrase:
        if self.accepted:
            return Phrase("{images}: accepted as it is now", images=", ".join(self.accepted))
        names = ", ".join(image.path.name for image in self.conversion.images)
        return Phrase("{images}: as written", images=names)

    def result(self) -> dict[str, Any]:
        return {
            "folder": str(self.conversion.folder.absolute()),
            "verified": [image.path.name for image in self.conversion.images],
            "accepted": self.accepted,
        }


@dataclass(frozen=True, slots=True)
class VerifyImage:
    """Compares one image with its digests; refuses E406 what differs."""

    image: Image

    @property
    def name(self) -> Phrase:
        return Phrase("Verify {image}", image=self.image.path.name)

    @property
    def total(self) -> int:
        return self.image.stored

    def run(self, work: Work) -> None:
        entry, path = self.image.entry, self.image.path
        mapping, files = images.read(path, entry.format)
        with files:
            check_size(path, mapping.size, entry.size)
            advance = work.progress(held(mapping))
            found = digests_of(mapping, files, entry.chunk, advance, work.cancel)
        check_digests(path, entry, found)


@dataclass(frozen=True, slots=True)
class AcceptImage:
    """Notes the digests that one image has now, if they are others."""

    image: Image
    accepted: list[str]  #: gets its name then

    @property
    def name(self) -> Phrase:
        return Phrase("Read {image}", image=self.image.path.name)

    @property
    def total(self) -> int:
        return self.image.stored

    def run(self, work: Work) -> None:
        entry, path = self.image.entry, self.image.path
        mapping, files = images.read(path, entry.format)
        with files:
            size, chunk = mapping.size, chunk_size(mapping.size)
            advance = work.progress(held(mapping))
            found = digests_of(mapping, files, chunk, advance, work.cancel)
        if (size, found) != (entry.size, entry.chunks):
            manifest.note_digests(path.parent, path.name, found, size)
            self.accepted.append(path.name)
            work.log(f"{path.name}: accepted as it is now")


def check_digests(path: Path, entry: Entry, found: dict[int, str]) -> None:
    """Refuse (E406) an image whose digests, chunk number -> digest, are not the manifest's."""
    reason = difference(entry.chunks, found, entry.chunk)
    if reason is not None:
        raise refuse("E406", path=path, folder=path.parent, reason=reason)


def check_size(path: Path, size: int, expected: int) -> None:
    """Refuse (E406) an image of another size than its manifest says, in bytes."""
    if size != expected:
        reason = Phrase("{size} bytes instead of {expected}", size=size, expected=expected)
        raise refuse("E406", path=path, folder=path.parent, reason=reason)
