"""The start of a domain on the server that it was sent to: a job, and the step of a delivery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.deliver import domains, place
from engine.deliver.domains import Seen
from engine.findings import Stopped, refuse
from engine.job import drives
from engine.job.result import manifest
from engine.job.result.conversion import Conversion, Sent
from engine.job.result.edited_config import edited_text
from engine.job.work import Advice, Job, Request, Step, Work
from engine.phrase import Phrase
from engine.ssh.connection import connected
from engine.ssh.host import Host
from engine.ssh.server import Server

KIND = "start"
STEP = Phrase("Start it on the server")
_LOOKS, _BETWEEN = 3, 1.0  # seconds; a guest that cannot start is gone by then
_NAME = re.compile(r"^[ \t]*name[ \t]*=[ \t]*([\"'])([^\"'\n]{1,255})\1", re.MULTILINE)


@dataclass(slots=True)
class Start:
    """Starts a domain, and sees it run: for some seconds, so that it has not ended at once."""

    conversion: Conversion
    config: str  #: path of the configuration on the server
    server: Server
    seen: Seen = field(default_factory=Seen, init=False)
    name: Phrase = STEP
    total: int = 0

    def run(self, work: Work) -> None:
        name, domain = domain_name(self.conversion), self.conversion.domain
        before = domains.look(self.server, name)
        is_ours = domain is not None and before.uuid == domain.uuid
        if before.flags and not (is_ours and before.state == "running"):
            destroy = domains.command(self.server.host, "xl", "destroy", name)
            raise refuse("E941", name=name, host=self.server.name, command=destroy)
        if not before.flags:
            work.log(f"{self.server.name}: xl create {self.config}")
            domains.create(self.server, name, self.config)
        self.seen = self._watched(name, work)
        self._note(name)

    def _watched(self, name: str, work: Work) -> Seen:
        """The domain as it is after some looks; refuses (E945) one that does not run."""
        for _ in range(_LOOKS):
            seen = domains.look(self.server, name)
            work.log(f"{self.server.name}: {name} {seen.flags or 'is not listed'}")
            if seen.state != "running":
                raise refuse("E945", name=name, host=self.server.name, reason=seen.why)
            if work.cancel.wait(_BETWEEN):
                raise Stopped
        return seen

    def _note(self, name: str) -> None:
        """Write into the manifest that it was seen running."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with manifest.revised(self.conversion.folder) as text:
            if sent := text.get("deliveries"):
                sent[-1]["started"] = {"at": now, "domain": name, "vnc": self.seen.vnc}

    def as_json(self) -> dict[str, Any]:
        """Plain data: the domain as it was seen."""
        found, state = self.seen, self.seen.state
        name = domain_name(self.conversion)
        return {"name": name, "state": state, "id": found.number, "vnc": found.vnc}


def domain_name(conversion: Conversion) -> str:
    """The name of the domain as it is written, also where it was changed by hand."""
    text = edited_text(conversion)
    found = _NAME.search(text) if text is not None else None
    if found is not None:
        return found[2]
    return conversion.domain.name if conversion.domain else conversion.name


def console_advice(name: str) -> Advice:
    """The command that shows what a domain writes to its serial port."""
    return Advice(Phrase("To open its console"), ("xl", "console", name))


@dataclass(slots=True)
class StartJob(Job):
    """A domain to be started where it was sent last."""

    conversion: Conversion
    sent: Sent
    step: Start | None = field(default=None, init=False)  #: once the server was reached

    @classmethod
    def planned(cls, folder: Path) -> StartJob:
        """The job to start the conversion in ``folder``; refuses E412, E414, E701, E940."""
        conversion = Conversion.open(folder)
        sent = [each for each in conversion.deliveries if each.config]
        if not sent:
            raise refuse("E940", name=conversion.name)
        place.read(sent[-1].target)
        return cls(conversion, sent[-1])

    @property
    def host(self) -> Host | None:
        """The server; None for this computer."""
        return place.read(self.sent.target).host

    @property
    def title(self) -> Phrase:
        host = str(self.host or Phrase("this computer"))
        return Phrase("Start {machine} on {host}", machine=self.conversion.name, host=host)

    @property
    def drives(self) -> drives.Drives:
        return frozenset()

    @property
    def request(self) -> Request:
        return {"kind": KIND, "folder": str(self.conversion.folder.absolute())}

    def steps(self) -> list[Step]:
        return [self.step or Start(self.conversion, self.sent.config, Server(self.host))]

    @contextmanager
    def prepared(self) -> Iterator[list[Step]]:
        with connected(self.host) as server:
            self.step = Start(self.conversion, self.sent.config, server)
            yield [self.step]

    @property
    def told(self) -> Phrase:
        name = domain_name(self.conversion)
        return Phrase("{name} runs on {server}", name=name, server=str(self.host or "localhost"))

    @property
    def advice(self) -> tuple[Advice, ...]:
        return (console_advice(domain_name(self.conversion)),)

    def result(self) -> dict[str, Any]:
        folder = str(self.conversion.folder.absolute())
        told = self.step.as_json() if self.step else {}
        return {"folder": folder, "server": str(self.host or ""), "domain": told}
