"""Cells tried on a Xen server: the base sent once, a small overlay and a configuration for each.

Nothing of it stays: a guard on the server ends domain and files with the connection, and what a
guard could not end any more the next run removes.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from engine import temporary
from engine.boot.watch import LIMIT, Watch
from engine.deliver import place as places
from engine.disk.edits.edit import Edit
from engine.disk.images import qcow2_overlay
from engine.findings import Stopped, refuse
from engine.job.events import Log
from engine.job.push import delivery
from engine.job.push.push_journal import Wish
from engine.job.result.conversion import Conversion
from engine.job.trial import server_scripts as scripts
from engine.job.trial.cell import Cell
from engine.job.trial.overlay import Changes
from engine.job.trial.server_guest import ServerGuest
from engine.job.trial.subject import Subject
from engine.job.trial.trial_boot import Result
from engine.job.work import Emit, Work
from engine.phrase import Phrase
from engine.ssh.connection import connected
from engine.ssh.server import Failed, Server
from engine.xen import device_model
from engine.xen.config import written
from engine.xen.domain import Domain

_BESIDE = 64  #: MiB that Xen and the device model take besides the guest's memory
_DIGITS = 12  #: of a name that nobody else has
#: What keeps a domain that ended, so that it is seen that and how.
_ENDS = 'on_poweroff = "preserve"\non_crash = "preserve"\non_reboot = "restart"\n'


@dataclass(slots=True)
class XenServer:
    """A server with the base of a subject on it. For several threads."""

    server: Server
    subject: Subject
    base: PurePosixPath  #: the folder with the images
    version: str
    seconds: float | None
    reserved: int = 0  #: MiB that cells at work have been promised
    lock: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, cell: Cell, changes: Changes, emit: Emit, cancel: threading.Event) -> Result:
        """What becomes of a cell. Refuses E705, E750, E752."""
        name = scripts.PREFIX + secrets.token_hex(_DIGITS // 2)
        with self._memory(cell), self._started(name, cell, changes) as guest:
            guest.said = lambda line: emit(Log("debug", f"serial: {line}"))
            watch = Watch(guest, lambda _: None)
            verdict = watch.until(self.seconds or LIMIT["xen"], cancel)
        return Result(watch.seen, verdict)

    @contextmanager
    def _memory(self, cell: Cell) -> Iterator[None]:
        """Never more than is free, also of those that start at the same time."""
        needed = cell.domain.memory + _BESIDE
        with self.lock:
            free = survey(self.server)[0] - self.reserved
            if free < needed:
                raise refuse("E750", host=self.server.name, free=free, needed=needed)
            self.reserved += needed
        try:
            yield
        finally:
            with self.lock:
                self.reserved -= needed

    @contextmanager
    def _started(self, name: str, cell: Cell, changes: Changes) -> Iterator[ServerGuest]:
        folder = PurePosixPath(scripts.PLACE) / name
        overlays = self._put_overlays(name, folder, cell, changes)
        domain = cell.domain
        if device_model.is_wanted(domain):
            script = device_model.NAME
            self._put(name, script, device_model.script().encode(), mode="700")
            domain = replace(domain, device_model_override=str(folder / script))
        self._put(name, "config", _config(domain, name, folder, overlays).encode())
        with self.server.start(scripts.GUARD, scripts.PLACE, name) as guard:
            if next(guard.lines(), "") != "running":
                guard.stdin.close()
                try:
                    guard.finish()
                except Failed as error:
                    reason = (
                        error.said.splitlines()[-1] if error.said else Phrase("it says nothing")
                    )
                    raise refuse("E752", host=self.server.name, reason=reason) from None
            yield ServerGuest(self.server, name, self.version)
            guard.stdin.close()
            guard.finish()

    def _put_overlays(
        self, name: str, folder: PurePosixPath, cell: Cell, changes: Changes
    ) -> dict[str, PurePosixPath]:
        """An overlay for each disk, for nothing may be written to the base; by the target here."""
        edits = changes.edits(cell.hal)
        placed = {}
        for number, (target, image) in enumerate(self.subject.images.items()):
            size = self.subject.sizes[target]
            edit = edits.get(target) or Edit(size, {})
            with temporary.folder() as here:
                path = here / "overlay"
                below = PurePosixPath(self.base) / image.name
                qcow2_overlay.write(path, edit, Path(below), "raw")
                self._put(name, f"disk{number}.qcow2", path.read_bytes())
            placed[target] = folder / f"disk{number}.qcow2"
        return placed

    def _put(self, name: str, file: str, data: bytes, mode: str = "600") -> None:
        self.server.run(scripts.PUT, scripts.PLACE, name, file, mode, data=data)


def survey(server: Server) -> tuple[int, str]:
    """Free memory in MiB and the version of Xen; removes what earlier trials left. Refuses E706."""
    lines = server.run(scripts.SURVEY, scripts.PLACE, scripts.PREFIX).splitlines()
    facts = dict(line.split(" ", 1) for line in lines if " " in line)
    if facts.get("missing") == "xl" or not facts.get("free", "").isdecimal():
        raise refuse("E706", host=server.name, command="xl")
    return int(facts["free"]), facts.get("xen", "")


@contextmanager
def on(subject: Subject, where: str, seconds: float | None, work: Work) -> Iterator[XenServer]:
    """The server ``where`` (user@host, ssh://user@host:port) with the base on it.

    The base is removed in the end. Refuses E701 to E712, and E714 for images that are not raw.
    """
    if any(image.suffix != ".img" for image in subject.images.values()):
        reason = Phrase("trials on a server start from raw images")
        raise refuse("E714", path=subject.folder, reason=reason)
    base = PurePosixPath(scripts.PLACE) / f"vmx2xen-base-{subject.digest[:16]}"
    target = url(where, str(base))
    with connected(places.read(target).host) as server:
        _, version = survey(server)
        _push(subject, target, work)
        try:
            yield XenServer(server, subject, base, f"Xen {version}", seconds)
        finally:
            server.run('rm -rf -- "$1"', str(base))


def url(where: str, path: str) -> str:
    """A place on the server ``where``."""
    return where.rstrip("/") + path if where.startswith("ssh://") else f"{where}:{path}"


def _push(subject: Subject, target: str, work: Work) -> None:
    conversion = Conversion.open(subject.folder)
    with delivery.looked(conversion, Wish(target, yes=True)) as made, made.journal:
        for step in made.steps():
            if work.cancel.is_set():
                raise Stopped
            step.run(work)
        made.journal.remove()


def _config(
    domain: Domain, name: str, folder: PurePosixPath, overlays: dict[str, PurePosixPath]
) -> str:
    """The domain under another name, with overlays, in no network, watched by its serial port."""
    disks = tuple(
        replace(disk, target="")
        if disk.cdrom
        else replace(disk, target=str(overlays[disk.target]), format="qcow2")
        for disk in domain.disks
    )
    trial = replace(domain, name=name, uuid="", vifs=(), disks=disks, serial="")
    return written(trial, "xl") + f'serial = "file:{folder}/serial"\n' + _ENDS
