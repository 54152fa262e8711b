"""A finished conversion compared with its manifest, as a job."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.disk.copying.digest import chunk_size
from engine.disk.copying.pieces import held
from engine.disk.copying.verify import difference, digests_of
from engine.disk.edits.edit import load as load_edit
from engine.disk.images import metadata
from engine.findings import finding, refuse
from engine.job import drives, images
from engine.job.events import Found
from engine.job.result import manifest
from engine.job.result.conversion import Conversion, Image
from engine.job.result.manifest import Entry
from engine.job.result.verify_archive import VerifyArchive, archives_in
from engine.job.work import Job, Request, Step, Work
from engine.phrase import Phrase
from engine.xen import device_model

KIND = "verify"


@dataclass(frozen=True, slots=True)
class VerifyJob(Job):
    """Compares all files of a conversion with the manifest, and that with itself.

    With ``accept`` what they are now is noted instead: of images that were started or repaired, and
    of a configuration that was changed by hand.
    """

    conversion: Conversion
    accept: bool = False
    accepted: list[str] = field(default_factory=list, init=False)  #: files that had changed

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
            texts = AcceptTexts(self.conversion, self.accepted)
            return [texts, *(AcceptImage(image, self.accepted) for image in images)]
        return [
            VerifyTexts(self.conversion),
            *(VerifyImage(image) for image in images),
            *(VerifyArchive(path, self.conversion) for path in self._archives()),
        ]

    def _archives(self) -> list[Path]:
        """Those that are compared: what is accepted has to be packed anew."""
        return [] if self.accept else archives_in(self.conversion.folder)

    @property
    def told(self) -> Phrase:
        if self.accepted:
            return Phrase("{images}: accepted as it is now", images=", ".join(self.accepted))
        return Phrase("{images}: as written", images=", ".join(self._names()))

    def result(self) -> dict[str, Any]:
        return {
            "folder": str(self.conversion.folder.absolute()),
            "verified": self._names(),
            "accepted": self.accepted,
        }

    def _names(self) -> list[str]:
        images = [image.path for image in self.conversion.images]
        return [path.name for path in (*images, *self._archives())]


@dataclass(frozen=True, slots=True)
class VerifyTexts:
    """Compares manifest, configuration, script and changes of the guest with their digests.

    Refuses E419, E420, E443, E608; says (W410) where an older version has noted none.
    """

    conversion: Conversion
    name: Phrase = Phrase("Verify the configuration")
    total: int = 0

    def run(self, work: Work) -> None:
        conversion = self.conversion
        if not manifest.check_text(conversion.folder):
            work.emit(Found(finding("W410", path=conversion.folder / manifest.NAME)))
        known = (conversion.config_digest, conversion.config_accepted)
        if conversion.config_digest and config_sum(conversion) not in known:
            raise refuse("E419", path=conversion.config)
        if conversion.domain is not None and device_model.is_wanted(conversion.domain):
            check_script(conversion.folder / device_model.NAME)
        for image in conversion.images:
            for edit in image.edits:
                load_edit(edit.file)


def config_sum(conversion: Conversion) -> str:
    """The SHA-256 of the configuration as it is now; refuses E443."""
    try:
        return hashlib.sha256(conversion.config.read_bytes()).hexdigest()
    except OSError as error:
        raise refuse("E443", path=conversion.config, reason=error) from None


def check_script(path: Path) -> None:
    """Refuse (E419, E443) a script for the device model that is not ours."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise refuse("E443", path=path, reason=error) from None
    if text != device_model.script().encode():
        raise refuse("E419", path=path)


@dataclass(frozen=True, slots=True)
class AcceptTexts:
    """Notes that the configuration is meant to be as it is now; refuses E420, E443."""

    conversion: Conversion
    accepted: list[str]  #: gets its name then
    name: Phrase = Phrase("Read the configuration")
    total: int = 0

    def run(self, work: Work) -> None:
        conversion, found = self.conversion, config_sum(self.conversion)
        manifest.check_text(conversion.folder)
        if found not in (conversion.config_digest, conversion.config_accepted):
            manifest.note_config(conversion.folder, found)
            self.accepted.append(conversion.config.name)
            work.log(f"{conversion.config.name}: accepted as it is now")


@dataclass(frozen=True, slots=True)
class VerifyImage:
    """Compares one image with its digests; refuses E406 what differs, and E421 in metadata."""

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
            images.check(path, entry.format)
            if entry.metadata and metadata.digest(path, mapping) != entry.metadata:
                raise refuse("E421", path=path, reason=Phrase("its metadata have changed"))
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
            around = metadata.digest(path, mapping) if entry.format != "raw" else ""
        if (size, found, around) != (entry.size, entry.chunks, entry.metadata):
            manifest.note_digests(path.parent, path.name, found, size, around)
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
