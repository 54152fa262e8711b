"""A finished conversion brought to the server, as a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.deliver import place
from engine.findings import Finding, finding
from engine.job import drives
from engine.job.places import PUSH_JOURNAL, has_begun
from engine.job.push import delivery, push_journal
from engine.job.push.delivery import Delivery
from engine.job.push.push_journal import Wish
from engine.job.push.start_job import STEP, Start, console_advice, domain_name
from engine.job.result import manifest
from engine.job.result.conversion import Conversion
from engine.job.result.edited_config import edited_text
from engine.job.work import Advice, Job, Request, Step, Work
from engine.phrase import Phrase

KIND = "push"


@dataclass(slots=True)
class PushJob(Job):
    """A conversion to be delivered. The server is looked at when the job runs."""

    conversion: Conversion
    wish: Wish
    delivery: Delivery | None = field(default=None, init=False)  #: once it was looked at
    start: Start | None = field(default=None, init=False)  #: if it is wished, likewise

    @classmethod
    def planned(cls, folder: Path, wish: Wish) -> PushJob:
        """The job to deliver the conversion in ``folder``; refuses E412, E414, E701, E714."""
        conversion = Conversion.open(folder)
        conversion.deliverable("E714")
        place.read(wish.target)
        return cls(conversion, wish)

    @classmethod
    def resumed(cls, folder: Path) -> PushJob:
        """The delivery that was stopped in ``folder``; refuses E404 too."""
        return cls.planned(folder, push_journal.load(folder))

    @property
    def title(self) -> Phrase:
        name, target = self.conversion.name, self.wish.target
        if self.wish.start:
            return Phrase("Send {machine} to {target} and start it", machine=name, target=target)
        return Phrase("Send {machine} to {target}", machine=name, target=target)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """W435 where the configuration was changed by hand."""
        path = self.conversion.config
        return () if edited_text(self.conversion) is None else (finding("W435", path=path),)

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.conversion.folder])

    @property
    def request(self) -> Request:
        folder = str(self.conversion.folder.absolute())
        return {"kind": KIND, "folder": folder, "wish": asdict(self.wish)}

    @property
    def resumable(self) -> Path | None:
        folder = self.conversion.folder
        return folder if has_begun(folder / PUSH_JOURNAL) else None

    def steps(self) -> list[Step]:
        if self.delivery is not None:
            start = [self.start] if self.start else []
            return [*self.delivery.steps(), _Note(self.delivery), *start]
        return _expected(self.conversion, start=self.wish.start)

    @contextmanager
    def prepared(self) -> Iterator[list[Step]]:
        with self.looked() as found, found.journal:
            yield self.steps()

    @contextmanager
    def looked(self) -> Iterator[Delivery]:
        """What would be done, looked at here and there; valid while the connection is open."""
        with delivery.looked(self.conversion, self.wish) as self.delivery:
            found = self.delivery
            if self.wish.start:
                self.start = Start(self.conversion, str(found.config), found.server)
            yield found

    @property
    def told(self) -> Phrase:
        if self.delivery is None:
            return Phrase("It is on the server")
        names = ", ".join(str(item.final) for item in self.delivery.items)
        server = self.delivery.server.name
        if self.start is None:
            return Phrase("{images} on {server}", images=names, server=server)
        name = domain_name(self.conversion)
        return Phrase(
            "{images} on {server}, where {name} runs", images=names, server=server, name=name
        )

    @property
    def advice(self) -> tuple[Advice, ...]:
        if self.delivery is None:
            return ()
        if self.start is not None:
            return (console_advice(domain_name(self.conversion)),)
        command = ("xl", "create", str(self.delivery.config))
        return (Advice(Phrase("To start it there"), command),)

    def result(self) -> dict[str, Any]:
        found = self.delivery.as_json() if self.delivery else {"server": self.wish.target}
        commands = [list(each.command) for each in self.advice]
        folder = str(self.conversion.folder.absolute())
        started = {"domain": self.start.as_json()} if self.start else {}
        command = commands[0] if commands else []
        return {"folder": folder, **found, "command": command, **started}


@dataclass(frozen=True, slots=True)
class _Expected:
    """A step as far as it is known before the server was asked."""

    name: Phrase
    total: int = 0

    def run(self, work: Work) -> None:
        raise NotImplementedError("the server was not looked at")


def _expected(conversion: Conversion, *, start: bool) -> list[Step]:
    """The steps of a delivery if the server has nothing of it yet."""
    images = [(image.path.name, image.stored) for image in conversion.images]
    steps = [
        _Expected(name, stored)
        for image, stored in images
        for name in (
            Phrase("Send {image}", image=image),
            Phrase("Verify {image} on the server", image=image),
        )
    ]
    steps += [_Expected(Phrase("Deliver {image}", image=image)) for image, _ in images]
    last = [Phrase("Write the configuration"), _NOTE, *([STEP] if start else [])]
    return [*steps, *map(_Expected, last)]


_NOTE = Phrase("Note the delivery")


@dataclass(frozen=True, slots=True)
class _Note:
    """Writes into the manifest what was sent where: there is nothing to be gone on with."""

    delivery: Delivery
    name: Phrase = _NOTE
    total: int = 0

    def run(self, work: Work) -> None:
        sent = {
            "target": self.delivery.wish.target,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "places": [str(item.final) for item in self.delivery.items],
            "config": str(self.delivery.config),
        }
        with manifest.revised(self.delivery.folder) as text:
            text.setdefault("deliveries", []).append(sent)
        self.delivery.journal.remove()
