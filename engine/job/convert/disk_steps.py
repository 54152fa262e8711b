"""The steps that make one image of one disk: convert, verify, finish."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.disk.block_map import Mapping, Overlaid
from engine.disk.copying import journal as journals
from engine.disk.copying.copy import Copy
from engine.disk.copying.digest import ChunkDigests, chunk_size
from engine.disk.copying.journal import Journal
from engine.disk.copying.pieces import held
from engine.disk.copying.verify import compare, digests_of
from engine.disk.edits import commit
from engine.disk.edits.edit import layer
from engine.disk.files import Stamp
from engine.findings import refuse
from engine.job import images
from engine.job.convert.disk_task import DiskTask
from engine.job.events import Finished
from engine.job.places import edit_of, journal_of, partial, rename, where_now
from engine.job.work import Emit, Step, Work, guarded, run_steps
from engine.phrase import Phrase
from engine.sizes import binary


def mapping_of(task: DiskTask) -> Mapping:
    """What the image is made of: the chain, under the change of the guest."""
    if task.fitting is None:
        return task.chain.mapping
    files = task.chain.files
    return Overlaid((layer(files, files.add(edit_of(task.target))), task.chain.mapping))


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
        mapping = mapping_of(task)
        digests = ChunkDigests(chunk_size(task.size))
        journal, watermark, resume_at = self._open_journal(digests, work)
        try:
            target = images.create(task, where_now(task.target), resume_at)
            try:
                left = held(mapping, watermark) if watermark else task.allocated
                advance = work.progress(task.allocated, task.allocated - left)
                copy = Copy(mapping, task.chain.files, target, journal, digests, watermark)
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
        raise refuse("E404", path=path, reason=Phrase("it belongs to another conversion"))


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
        for path in paths:  # after the manifest: until it is there, resuming needs the edit
            if edit_of(path).exists():
                self._keep_edit(path)
        for task in self.tasks:
            journal_of(task.target).unlink(missing_ok=True)
        for path in self.texts:
            work.log(f"{path.name}: written")

    def _keep_edit(self, image: Path) -> None:
        """Only a raw image can be changed back in place."""
        if any(task.target == image and task.format == "raw" for task in self.tasks):
            commit.adopt(image, edit_of(image))
        else:
            edit_of(image).unlink()


def of_disk(task: DiskTask) -> list[Step]:
    """The steps that make one image of one disk."""
    return [ConvertDisk(task), VerifyDisk(task), Publish((task,))]


def run_disk(task: DiskTask, emit: Emit, cancel: threading.Event) -> Finished:
    """Make one image of one disk, or continue; never raises: the outcome is the last event."""
    return guarded(lambda: run_steps(of_disk(task), emit, cancel), emit)
