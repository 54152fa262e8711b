"""The steps that make one image of one disk: convert, verify, finish."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.disk.block_map import Mapping, Overlaid
from engine.disk.copying import received_file
from engine.disk.copying.copy import RECORD_EVERY, Copy
from engine.disk.copying.digest import chunk_size
from engine.disk.copying.follow import Duplex, Follower
from engine.disk.copying.pieces import held
from engine.disk.copying.verify import difference, digests_of
from engine.disk.edits import commit
from engine.disk.edits.edit import layer
from engine.disk.images import metadata
from engine.disk.stretches import Stretch
from engine.findings import Refusal, refuse
from engine.job import images
from engine.job.convert import copy_journal, first_pass
from engine.job.convert.copy_journal import Begun
from engine.job.convert.disk_task import DiskTask
from engine.job.places import edit_of, journal_of, partial, publish, received_of, where_now
from engine.job.work import Work
from engine.phrase import Phrase
from engine.source.paths import stat
from engine.source.received import Received


def mapping_of(task: DiskTask, changed: Sequence[Stretch]) -> Mapping:
    """What the image is made of: the chain, under the change of the guest.

    Of a second pass most is in the image of the first, but for what was ``changed`` in that.
    """
    disk = task.chain.mapping
    if task.first is not None:
        disk = first_pass.mapping_over(task.first, task.chain, changed)
    if task.fitting is None:
        return disk
    files = task.chain.files
    return Overlaid((layer(files, files.add(edit_of(task.target))), disk))


@dataclass(frozen=True, slots=True)
class ConvertDisk:
    """Copies one disk to its target, or goes on where the journal ends."""

    task: DiskTask

    @property
    def name(self) -> Phrase:
        if self.task.first is not None:
            return Phrase("Update {image}", image=self.task.target.name)
        return Phrase("Convert {image}", image=self.task.target.name)

    @property
    def total(self) -> int:
        return self.task.allocated

    def run(self, work: Work) -> None:
        task = self.task
        mapping = mapping_of(task, self._changed(work))
        begun = copy_journal.begin(task, work)
        try:
            self._copy(mapping, begun, work)
        except Refusal as refusal:
            if refusal.findings[0].code == "E440":
                copy_journal.forget(task)
            raise
        finally:
            begun.journal.close()
        self._check_sources()

    def _copy(self, mapping: Mapping, begun: Begun, work: Work) -> None:
        task = self.task
        target = images.create(task, where_now(task.target), begun.cursor)
        try:
            watermark = begun.watermark
            total = task.allocated if task.first is None else held(mapping)
            left = held(mapping, watermark) if watermark else total
            advance = work.progress(total, total - left)
            follower = _follower(task, begun, left)
            with _received(task) as received:
                copy = Copy(
                    mapping, task.chain.files, target, begun.journal, begun.digests, watermark,
                    follower, received,
                )  # fmt: skip
                work.digests[task.target] = copy.run(advance, work.cancel)
            work.verified[task.target] = follower.finish()
        finally:
            target.close()

    def _changed(self, work: Work) -> list[Stretch]:
        """What is not as it was written in the image of a first pass."""
        first = self.task.first
        if first is None:
            return []
        changed = first_pass.changed_in(first, work.progress(self.total), work.cancel)
        if changed:
            work.log(f"{first.file}: {len(changed)} chunks are not as written, and read again")
        layers = Phrase("{count} newer layers", count=first.newer)
        work.log(f"{self.task.target.name}: {layers} over the image of the first pass")
        return changed

    def _check_sources(self) -> None:
        """Refuse (E405) if the machine was used while it was copied."""
        for path, stamp in self.task.chain.files.stamps().items():
            with contextlib.suppress(OSError):
                found = stat(path, now=True)
                if (found.size, found.modified) != (stamp.size, stamp.modified):
                    raise refuse("E405", path=path)


@contextmanager
def _received(task: DiskTask) -> Iterator[Received | None]:
    """What has come of hosts and is not in the image; kept in a file where the copy is cut."""
    if not task.chain.files.connections:
        yield None
        return
    path, identity = received_of(task.target), copy_journal.identity(task)
    received = Received(received_file.load(path, identity))
    try:
        yield received
    except BaseException:
        received_file.save(path, identity, received.all())
        raise
    path.unlink(missing_ok=True)


def _follower(task: DiskTask, begun: Begun, left: int) -> Follower:
    """What verifies the image while it is written; ``left`` are bytes that are to be read."""
    path = where_now(task.target)
    follower = Follower(
        lambda: images.read_unfinished(path, task.format, task.size),
        begun.verified,
        Duplex.expecting(-(-left // RECORD_EVERY)),
    )
    if begun.waiting:
        follower.offer(begun.watermark, begun.waiting)
    return follower


@contextmanager
def _else_anew(task: DiskTask) -> Iterator[None]:
    """Within it a refusal drops the copy: the next time all begins anew."""
    try:
        yield
    except Refusal:
        copy_journal.forget(task)
        raise


@dataclass(frozen=True, slots=True)
class VerifyDisk:
    """Reads the image back from disk and compares it with the digests of what was read.

    What was verified while it was copied is not read again. Its metadata are checked too. Refuses
    E440 what differs; it then begins anew the next time.
    """

    task: DiskTask

    @property
    def name(self) -> Phrase:
        return Phrase("Verify {image}", image=self.task.target.name)

    @property
    def total(self) -> int:
        return self.task.allocated

    def run(self, work: Work) -> None:
        path = where_now(self.task.target)
        with _else_anew(self.task):
            mapping, files = images.read(path, self.task.format)
        with files:
            chunk = chunk_size(self.task.size)
            start = work.verified.get(self.task.target, 0) // chunk * chunk
            left = held(mapping, start) if start < self.task.size else 0
            whole = self.task.allocated if start else left
            advance = work.progress(whole, whole - left)
            found = digests_of(mapping, files, chunk, advance, work.cancel, start)
        expected = work.digests[self.task.target]
        later = {number: each for number, each in expected.items() if number * chunk >= start}
        reason = difference(later, found, chunk)
        if reason is not None:
            copy_journal.forget(self.task)
            raise refuse("E440", path=path, reason=reason)
        if self.task.format != "raw":
            self._check_metadata(path, mapping, work)
        work.log(f"{self.task.target.name}: verified")

    def _check_metadata(self, path: Path, mapping: Mapping, work: Work) -> None:
        """Check what is written around the disk's data, and keep its digest for the manifest."""
        with _else_anew(self.task):
            images.check(path, self.task.format)
            work.metadata[self.task.target] = metadata.digest(path, mapping)


@dataclass(frozen=True, slots=True)
class Publish:
    """Gives the results their final names, and ends the journals."""

    tasks: tuple[DiskTask, ...]
    texts: tuple[Path, ...] = ()
    name: Phrase = Phrase("Finish")
    total: int = 0

    def run(self, work: Work) -> None:
        paths = [task.target for task in self.tasks if not task.target.is_block_device()]
        for path in (*paths, *self.texts):
            if partial(path).exists():
                publish(partial(path), path)
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
