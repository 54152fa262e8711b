"""A change of the guest in an image, and taking one back, as jobs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from engine.guest.fit import Fitting
from engine.guest.windows import changes
from engine.guest.windows.windows_system import Windows
from engine.guest.wishes import KEEP, Wishes
from engine.job import drives
from engine.job.events import Found, Log
from engine.job.result import guest_image
from engine.job.result.edit_history import GuestEdit
from engine.job.work import Advice, Job, Request, Step, Work
from engine.phrase import Phrase
from engine.translate import xen_guest

CHANGE, UNDO = "hal", "undo"


@dataclass(slots=True)
class HalChangeJob(Job):
    """A change of the guest: looked for, and carried out whole or not at all."""

    image: Path
    wishes: Wishes
    windows: Windows | None = field(default=None, init=False)  #: as it was found
    fitting: Fitting | None = field(default=None, init=False)
    undo: Path | None = field(default=None, init=False)  #: the file that takes it back

    @property
    def title(self) -> Phrase:
        return Phrase("Change the guest in {image}", image=self.image.name)

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.image])

    @property
    def request(self) -> Request:
        return {"kind": CHANGE, "image": str(self.image.absolute()), "wishes": asdict(self.wishes)}

    def steps(self) -> list[Step]:
        return [Recover(self.image), _Prepare(self), _Commit(self)]

    def prepare(self) -> Fitting:
        """Look what would be changed; nothing is written. Refuses as fitting does."""
        guest = guest_image.look(self.image)
        self.windows = guest_image.choose(guest, self.wishes.root)
        self.fitting = guest_image.prepare(self.image, guest, self.wishes)
        return self.fitting

    @property
    def told(self) -> Phrase:
        if self.fitting is not None and not self.fitting.changes:
            return Phrase("There is nothing to change")
        if self.undo is None or self.wishes.hal == KEEP:
            return Phrase("The guest in {image} is changed", image=self.image)
        return Phrase(
            "The guest in {image} is changed; its Xen configuration has to say {flags}",
            image=self.image,
            flags=self.flags,
        )

    @property
    def flags(self) -> str:
        """Flags of Xen's that go with the HAL that the guest is given; empty before a look."""
        return xen_guest.flags_text(self.windows, self.wishes.hal) if self.windows else ""

    @property
    def advice(self) -> tuple[Advice, ...]:
        if self.undo is None:
            return ()
        command = ("vmx2xen", "hal", str(self.image), "--undo")
        return (Advice(Phrase("To take it back"), command, here=True),)

    def result(self) -> dict[str, Any]:
        listed = self.fitting.changes if self.fitting else ()
        return {
            "changes": [changes.as_json(each) for each in listed],
            "undo": str(self.undo.absolute()) if self.undo else None,
            "xen": self.flags,
        }


@dataclass(slots=True)
class HalUndoJob(Job):
    """The newest change of the guest, taken back.

    Where that was interrupted it is finished, and no other change is taken back with it.
    """

    image: Path
    anyway: bool = False  #: though the image was written since
    conversion: bool = False  #: what the conversion fitted is meant, too
    undone: GuestEdit | None = field(default=None, init=False)

    @property
    def title(self) -> Phrase:
        return Phrase("Take back the change in {image}", image=self.image.name)

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.image])

    @property
    def request(self) -> Request:
        return {
            "kind": UNDO,
            "image": str(self.image.absolute()),
            "anyway": self.anyway,
            "conversion": self.conversion,
        }

    def steps(self) -> list[Step]:
        return [Recover(self.image, self), _Undo(self)]

    @property
    def told(self) -> Phrase:
        if self.undone is None:
            return Phrase("There is nothing to take back")
        if not self.undone.what:
            return Phrase("The newest change in {image} is taken back", image=self.image)
        return Phrase("{what} in {image} are as before", what=self.undone.what, image=self.image)

    def result(self) -> dict[str, Any]:
        return {
            "undone": self.undone is not None,
            "there": self.undone is not None or bool(guest_image.edits(self.image)),
            "edit": _edit_json(self.undone) if self.undone else None,
        }


def _edit_json(edit: GuestEdit) -> dict[str, str]:
    return {"file": edit.file.name, "by": edit.by, "at": edit.at, "what": edit.what}


@dataclass(frozen=True, slots=True)
class Recover:
    """Finishes what a crash interrupted."""

    image: Path
    undoing: HalUndoJob | None = None  #: what is done with it, where it was taking back
    total: int = 0

    @property
    def name(self) -> Phrase:
        return Phrase("Look at {image}", image=self.image.name)

    def run(self, work: Work) -> None:
        guest_image.check_raw(self.image)
        half = guest_image.being_undone(self.image)
        for each in guest_image.recover(self.image):
            work.emit(Found(each))
        if self.undoing is not None:
            self.undoing.undone = half


@dataclass(frozen=True, slots=True)
class _Prepare:
    """Looks what is to be changed."""

    job: HalChangeJob
    total: int = 0

    @property
    def name(self) -> Phrase:
        return Phrase("Look into the guest on {image}", image=self.job.image.name)

    def run(self, work: Work) -> None:
        fitting = self.job.prepare()
        for change in fitting.changes:
            work.emit(Log("debug", str(change)))
        for each in fitting.findings:
            work.emit(Found(each))


@dataclass(frozen=True, slots=True)
class _Commit:
    """Carries the change out."""

    job: HalChangeJob
    total: int = 0

    @property
    def name(self) -> Phrase:
        return Phrase("Change the guest in {image}", image=self.job.image.name)

    def run(self, work: Work) -> None:
        job = self.job
        if job.fitting is not None and job.fitting.changes:
            job.undo, notes = guest_image.change(job.image, job.fitting)
            work.log(f"{job.image.name}: {changes.summary(job.fitting.changes)} changed")
            for each in notes:
                work.emit(Found(each))


@dataclass(frozen=True, slots=True)
class _Undo:
    """Takes the newest change back."""

    job: HalUndoJob
    total: int = 0

    @property
    def name(self) -> Phrase:
        return Phrase("Take back the change in {image}", image=self.job.image.name)

    def run(self, work: Work) -> None:
        job = self.job
        if job.undone is not None:
            return
        job.undone, notes = guest_image.undo(
            job.image, anyway=job.anyway, conversion=job.conversion
        )
        for each in notes:
            work.emit(Found(each))
