"""The steps of a job, one class each: convert, verify, write the configuration, finish."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from engine.disk import journal as journals
from engine.disk.copy import Copy
from engine.disk.digest import ChunkDigests, chunk_size
from engine.disk.files import Stamp
from engine.disk.journal import Journal, sync_folder
from engine.disk.stream import held
from engine.disk.verify import compare, digests_of
from engine.findings import refuse
from engine.job import images, manifest
from engine.job.events import Event, Log, Progress
from engine.job.plan import DiskTask, Plan, config_path
from engine.job.space import binary
from engine.xen.xl_config import xl

_PROGRESS_EVERY = 0.05  # seconds


@dataclass(slots=True)
class Work:
    """What the steps of one job share."""

    emit: Callable[[Event], None]
    cancel: threading.Event
    digests: dict[Path, dict[int, str]] = field(default_factory=dict)  #: by target
    times: list[dict[str, Any]] = field(
        default_factory=list
    )  #: of the steps done, for the manifest

    def log(self, text: str) -> None:
        self.emit(Log("info", text))

    def progress(self, total: int, done: int = 0) -> Callable[[int], None]:
        """A function to be told the bytes done, which emits Progress now and then."""
        last = 0.0

        def advance(count: int) -> None:
            nonlocal done, last
            done += count
            now = time.monotonic()
            if now - last >= _PROGRESS_EVERY or done >= total:
                last = now
                self.emit(Progress(min(done, total), total))

        advance(0)
        return advance


class Step(Protocol):
    """One step; ``run`` raises Stopped or Refusal, and may then be run again later."""

    @property
    def name(self) -> str: ...

    @property
    def total(self) -> int:
        """Bytes of work, 0 if it is over in a moment."""

    def run(self, work: Work) -> None: ...


def partial(target: Path) -> Path:
    """The name of a result while it is not complete and verified."""
    return target.with_name(target.name + ".partial")


def journal_of(target: Path) -> Path:
    """Where the journal of a copy is: beside the target, or in the state folder."""
    if not target.is_block_device():
        return target.with_name(target.name + ".journal")
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "vmx2xen"
    state.mkdir(parents=True, exist_ok=True)
    return state / (hashlib.sha256(bytes(target.absolute())).hexdigest()[:16] + ".journal")


def where_now(target: Path) -> Path:
    """The file of a result: under its final name, or not yet. A device has no other name."""
    return target if target.exists() else partial(target)


@dataclass(frozen=True, slots=True)
class ConvertDisk:
    """Copies one disk to its target, or goes on where the journal ends."""

    task: DiskTask

    @property
    def name(self) -> str:
        return f"Convert {self.task.target.name}"

    @property
    def total(self) -> int:
        return self.task.allocated

    def run(self, work: Work) -> None:
        task = self.task
        digests = ChunkDigests(chunk_size(task.size))
        journal, watermark, resume_at = self._open_journal(digests, work)
        try:
            target = images.create(task, where_now(task.target), resume_at)
            try:
                left = held(task.chain.mapping, watermark) if watermark else task.allocated
                advance = work.progress(task.allocated, task.allocated - left)
                copy = Copy(
                    task.chain.mapping, task.chain.files, target, journal, digests, watermark
                )
                work.digests[task.target] = copy.run(advance, work.cancel)
            finally:
                target.close()
        finally:
            journal.close()
        self._check_sources()

    def _open_journal(self, digests: ChunkDigests, work: Work) -> tuple[Journal, int, int | None]:
        """The journal, how much of the disk is done, and the target's cursor if it is resumed."""
        task, path = self.task, journal_of(self.task.target)
        device = task.target.is_block_device()
        there = where_now(task.target).exists()
        if not path.exists() or not there:
            if there and not device:
                raise refuse("E402", path=where_now(task.target))
            layers = len(task.chain.layers)
            work.log(
                f"{task.target.name}: {binary(task.allocated)} of {binary(task.size)} "
                f"from {layers} layer{'s' if layers > 1 else ''}"
            )
            return journals.create(path, _identity(task)), 0, None
        journal, identity, records = journals.reopen(path)
        _check_identity(identity, _identity(task), path)
        watermark = cursor = 0
        for record in records:
            watermark, cursor = record.watermark, record.cursor
            for number, digest in record.pieces:
                digests.add(number, digest)
        work.log(f"{task.target.name}: going on at {binary(watermark)}")
        return journal, watermark, cursor

    def _check_sources(self) -> None:
        """Refuse (E405) if the machine was used while it was copied."""
        for path, stamp in self.task.chain.files.stamps().items():
            with contextlib.suppress(OSError):
                found = path.stat()
                if (found.st_size, found.st_mtime_ns) != (stamp.size, stamp.modified):
                    raise refuse("E405", path=path)


def _identity(task: DiskTask) -> dict[str, Any]:
    return {
        "size": task.size,
        "format": task.format,
        "target": task.target.name,
        "sources": {
            str(path.absolute()): _stamp(stamp) for path, stamp in task.chain.files.stamps().items()
        },
    }


def _stamp(stamp: Stamp) -> list[int]:
    return [stamp.size, stamp.modified]


def _check_identity(then: dict[str, Any], now: dict[str, Any], path: Path) -> None:
    sources = then.get("sources")
    if isinstance(sources, dict):
        for source, stamp in now["sources"].items():
            if sources.get(source) != stamp:
                raise refuse("E405", path=source)
    if then != now:
        raise refuse("E404", path=path, reason="it belongs to another conversion")


@dataclass(frozen=True, slots=True)
class VerifyDisk:
    """Reads the image back from disk and compares it with the digests of what was read."""

    task: DiskTask

    @property
    def name(self) -> str:
        return f"Verify {self.task.target.name}"

    @property
    def total(self) -> int:
        return self.task.allocated

    def run(self, work: Work) -> None:
        path = where_now(self.task.target)
        mapping, files = images.read(path, self.task.format)
        with files:
            for index in range(len(files)):
                files.forget(index)
            chunk = chunk_size(self.task.size)
            advance = work.progress(held(mapping))
            found = digests_of(mapping, files, chunk, advance, work.cancel)
        compare(path, work.digests[self.task.target], found, chunk)
        work.log(f"{self.task.target.name}: verified")


@dataclass(frozen=True, slots=True)
class WriteConfig:
    """Writes the Xen configuration."""

    plan: Plan
    name: str = "Write the configuration"
    total: int = 0

    def run(self, work: Work) -> None:
        path = config_path(self.plan.folder, self.plan.machine)
        write_durably(partial(path), xl(self.plan.domain))


@dataclass(frozen=True, slots=True)
class Publish:
    """Gives the results their final names, and ends the journals."""

    tasks: tuple[DiskTask, ...]
    texts: tuple[Path, ...] = ()
    name: str = "Finish"
    total: int = 0

    def run(self, work: Work) -> None:
        paths = [task.target for task in self.tasks if not task.target.is_block_device()]
        for path in (*paths, *self.texts):
            if partial(path).exists():
                rename(partial(path), path)
        for task in self.tasks:
            journal_of(task.target).unlink(missing_ok=True)
        for path in self.texts:
            work.log(f"{path.name}: written")


@dataclass(frozen=True, slots=True)
class WriteManifest:
    """Writes the manifest; published last, it says that everything else is there."""

    plan: Plan
    name: str = "Write the manifest"
    total: int = 0

    def run(self, work: Work) -> None:
        text = manifest.write(self.plan, work.digests, work.times)
        write_durably(partial(self.plan.folder / manifest.NAME), text)


def write_durably(path: Path, text: str) -> None:
    """Write a file and wait until it is on disk; refuses E403."""
    try:
        with path.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise refuse("E403", path=path, reason=error.strerror) from None


def rename(path: Path, final: Path) -> None:
    """Give a result its final name, durably; refuses E403."""
    try:
        path.rename(final)
        sync_folder(final.parent)
    except OSError as error:
        raise refuse("E403", path=final, reason=error.strerror) from None


def of_plan(plan: Plan) -> list[Step]:
    """All steps of a conversion, in order."""
    texts = (config_path(plan.folder, plan.machine), plan.folder / manifest.NAME)
    return [
        *(ConvertDisk(task) for task in plan.disks),
        *(VerifyDisk(task) for task in plan.disks),
        WriteConfig(plan),
        WriteManifest(plan),
        Publish(plan.disks, texts),
    ]


def of_disk(task: DiskTask) -> list[Step]:
    """The steps that make one image of one disk."""
    return [ConvertDisk(task), VerifyDisk(task), Publish((task,))]
