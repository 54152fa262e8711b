"""A finished conversion: the folder of results, opened once and in one way.

Whatever begins with a finished conversion begins here: a check, an archive, a delivery, a test
boot, a change of the guest, the window's list of finished machines. Reading it loads no planner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from engine import platform
from engine.choices import Choices
from engine.disk.copying.digest import disk_digest
from engine.findings import refuse
from engine.host_paths import path_of
from engine.image_formats import FORMATS, Format
from engine.job.places import JOB_JOURNAL, PUSH_JOURNAL, has_begun
from engine.job.result import edit_history, manifest
from engine.job.result.edit_history import GuestEdit
from engine.phrase import Phrase
from engine.xen import domain_json
from engine.xen.domain import Domain


@dataclass(frozen=True, slots=True)
class Image:
    """One image. It has its name, so it was read back and found to be what was copied."""

    path: Path
    entry: manifest.Entry
    place: str  #: where the configuration expects it on the server
    changes: tuple[dict[str, Any], ...]  #: that the conversion made in its guest, as plain data
    layers: tuple[dict[str, Any], ...] = ()  #: that it was made of, newest first, as plain data

    @property
    def format(self) -> Format:
        return self.entry.format

    @property
    def size(self) -> int:
        """Bytes that the guest sees."""
        return self.entry.size

    @property
    def stored(self) -> int:
        """Bytes that it takes on disk now: holes take none; 0 where it is missing."""
        return platform.allocated(self.path) if self.path.is_file() else 0

    @property
    def digest(self) -> str:
        """64 hex digits, of digest.ALGORITHM."""
        return disk_digest(self.entry.chunks)

    @property
    def sha256(self) -> str:
        """64 hex digits, of the whole file; empty if it is not known."""
        return self.entry.sha256

    @property
    def edits(self) -> tuple[GuestEdit, ...]:
        """The changes of the guest that can be taken back, the newest last."""
        is_there = self.format == "raw" and self.path.is_file()
        return edit_history.edits(self.path, self.path.parent) if is_there else ()

    @property
    def undoable(self) -> bool:
        """Whether the guest was changed, and that can be taken back."""
        return bool(self.edits)

    @property
    def refittable(self) -> bool:
        """Whether what the conversion fitted was taken back, and can be fitted again."""
        return edit_history.kept_fitting(self.path, self.path.parent).is_file()


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery to a server that was done."""

    target: str  #: as the user named it
    at: str  #: time, ISO 8601
    places: tuple[str, ...]  #: of the images, on the server
    config: str  #: path of the configuration there
    started: str = ""  #: time at which it was seen running there, ISO 8601
    domain: str = ""  #: the name of what was started
    vnc: int = 0  #: port of its screen on the server, as it was then; 0 for none


@dataclass(frozen=True, slots=True)
class Conversion:
    """The content of a folder of results."""

    folder: Path
    name: str  #: of the machine
    source: Path  #: the machine's file, as it was then
    created: str  #: time, ISO 8601
    choices: Choices | None  #: None if an older version made it
    vcpus: int  #: of the machine; 0 if an older version made it
    config: Path  #: the configuration; a user may have changed it
    config_digest: str  #: SHA-256 of it as it was written; empty if an older version made it
    domain: Domain | None  #: None if an older version made it
    images: tuple[Image, ...]  #: in the order of the machine's disks
    findings: tuple[dict[str, str], ...]  #: as plain data
    deliveries: tuple[Sent, ...]  #: the newest last
    unsent: bool  #: a delivery was stopped, and can be resumed
    config_accepted: str = ""  #: SHA-256 of the configuration as the user wants it

    @classmethod
    def open(cls, folder: Path) -> Conversion:
        """The conversion in ``folder``; refuses E412, and E414 where it was stopped."""
        if has_begun(folder / JOB_JOURNAL):
            raise refuse("E414", path=folder)
        with manifest.sound(folder):
            return _conversion(folder, manifest.load(folder))

    @property
    def config_size(self) -> int:
        """Bytes of the configuration; 0 where it is missing."""
        return self.config.stat().st_size if self.config.is_file() else 0

    @property
    def archive(self) -> Path:
        """Where an XVA of it goes if nothing else is said."""
        return (self.images[0].path if self.images else self.config).with_suffix(".xva")

    def deliverable(self, unfit: str) -> tuple[Domain, tuple[Image, ...]]:
        """The domain, and the images in the order of the domain's disks.

        Refuses E412, and with the code ``unfit`` (fields path, reason) what cannot be used.
        """
        if self.domain is None:
            raise refuse(unfit, path=self.folder, reason=Phrase("an older vmx2xen made it"))
        unfit_formats = [each.format for each in self.images if not FORMATS[each.format].starts]
        if unfit_formats:
            reason = Phrase("its images are {format}, so its domain has no disks",
                            format=unfit_formats[0])  # fmt: skip
            raise refuse(unfit, path=self.folder, reason=reason)
        names = [PurePosixPath(disk.target).name for disk in self.domain.disks if not disk.cdrom]
        by_name = {image.path.name: image for image in self.images}
        if sorted(names) != sorted(by_name):
            reason = Phrase("its domain has other disks than its manifest")
            raise manifest.unsound(self.folder, reason)
        return self.domain, tuple(by_name[name] for name in names)

    def check_images(self) -> None:
        """Refuse (E412) where an image is missing."""
        for image in self.images:
            if not image.path.is_file():
                reason = Phrase("{file} is missing", file=image.path.name)
                raise manifest.unsound(self.folder, reason)


def is_result(folder: Path) -> bool:
    """Whether a folder holds a conversion of ours, finished or stopped."""
    return (folder / manifest.NAME).is_file() or has_begun(folder / JOB_JOURNAL)


def _conversion(folder: Path, found: dict[str, Any]) -> Conversion:
    """The conversion that a manifest speaks of; to be called within :func:`manifest.sound`."""
    domain = domain_json.from_json(found["domain"]) if "domain" in found else None
    places = {PurePosixPath(vbd.target).name: vbd.target for vbd in domain.disks} if domain else {}
    config = str(found["config"])
    if not manifest.is_name(config):
        reason = Phrase("{name} names {file}", name=manifest.NAME, file=repr(config))
        raise manifest.unsound(folder, reason)
    images = tuple(
        Image(
            folder / entry.file,
            entry,
            places.get(entry.file, str((folder / entry.file).absolute())),
            tuple(disk.get("changes", ())),
            tuple(disk.get("layers", ())),
        )
        for entry, disk in zip(manifest.entries(found, folder), found["disks"], strict=True)
    )
    return Conversion(
        folder,
        str(found["machine"]),
        path_of(str(found["source"])),
        str(found["created"]),
        Choices.from_json(found["choices"]) if "choices" in found else None,
        int(found.get("vcpus", 0)),
        folder / config,
        str(found.get("config_sha256", "")),
        domain,
        images,
        tuple(found.get("findings", ())),
        tuple(_sent(each) for each in found.get("deliveries", ())),
        has_begun(folder / PUSH_JOURNAL),
        str(found.get("config_accepted", "")),
    )


def _sent(found: dict[str, Any]) -> Sent:
    places = tuple(str(each) for each in found["places"])
    sent = Sent(str(found["target"]), str(found["at"]), places, str(found["config"]))
    if not (started := found.get("started")):
        return sent
    vnc = min(max(int(started["vnc"]), 0), 65535)
    return replace(sent, started=str(started["at"]), domain=str(started["domain"]), vnc=vnc)
