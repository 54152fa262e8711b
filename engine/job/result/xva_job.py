"""A finished conversion packed into an XVA, for XCP-ng and XenServer, as a job.

The images are compared with the manifest while they are packed, and the archive is read back
before it gets its name. What was stopped begins anew: the images are there, so little is lost.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

from engine.disk.images.block_archive import BlockArchive
from engine.disk.side_files import rights_of
from engine.findings import Finding, finding, refuse
from engine.job import drives
from engine.job.convert.space import free_bytes
from engine.job.places import partial, publish
from engine.job.result.xva_content import XvaContent
from engine.job.work import Advice, Job, Request, Step, Work
from engine.phrase import Phrase
from engine.sizes import binary
from engine.xen import xva

KIND = "xva"


@dataclass(frozen=True, slots=True)
class XvaJob(Job):
    """An XVA to be made."""

    content: XvaContent
    target: Path
    agreed: bool = False  #: to leave out what has no place in an archive

    @classmethod
    def planned(cls, folder: Path, target: Path | None = None, *, agreed: bool = False) -> XvaJob:
        """The job to pack the conversion in ``folder``; ``target`` is NAME.xva in it if left out.

        ``agreed`` is for :meth:`XvaContent.of`. Refuses E401, E402, E412, E414, E415, E443, E445.
        """
        content = XvaContent.of(folder, agreed=agreed)
        target = target or content.conversion.archive
        if target.exists():
            raise refuse("E402", path=target)
        needed, free = content.needed, free_bytes(target.parent)
        if needed > free:
            raise refuse("E401", path=target.parent, needed=binary(needed), free=binary(free))
        return cls(content, target, agreed)

    @property
    def title(self) -> Phrase:
        return Phrase("Pack {file}", file=self.target.name)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to know of the import: that of the content, W546, W547."""
        names = dict.fromkeys(xva.network_name(vif.bridge) for vif in self.content.domain.vifs)
        networks = ", ".join(names)
        return (
            *self.content.findings,
            *((finding("W546", networks=networks),) if networks else ()),
            finding("W547"),
        )

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.content.conversion.folder, self.target])

    @property
    def request(self) -> Request:
        folder, target = self.content.conversion.folder.absolute(), self.target.absolute()
        return {
            "kind": KIND,
            "folder": str(folder),
            "target": str(target),
            "agreed": self.agreed,
        }

    @property
    def _archive(self) -> BlockArchive:
        """The archive, which who may read the images may read."""
        path = partial(self.target)
        images = self.content.conversion.images
        return BlockArchive(path, reduce(and_, (rights_of(each.path) for each in images), 0o644))

    def steps(self) -> list[Step]:
        return self._steps(self._archive)

    @contextmanager
    def prepared(self) -> Iterator[list[Step]]:
        with self._archive as archive:
            yield self._steps(archive)

    def _steps(self, archive: BlockArchive) -> list[Step]:
        return [_Pack(self, archive), _Check(self, archive), _Publish(self, archive)]

    @property
    def told(self) -> Phrase:
        return Phrase("{path} is packed, and was read back", path=self.target)

    @property
    def advice(self) -> tuple[Advice, ...]:
        return (Advice(Phrase("On the server"), tuple(shlex.split(self._command))),)

    @property
    def _command(self) -> str:
        return xva.command(self.target.name)

    def result(self) -> dict[str, Any]:
        return {"file": str(self.target.absolute()), "command": self._command}


@dataclass(frozen=True, slots=True)
class _Pack:
    job: XvaJob
    archive: BlockArchive

    @property
    def name(self) -> Phrase:
        return Phrase("Pack {file}", file=self.job.target.name)

    @property
    def total(self) -> int:
        return self.job.content.allocated

    def run(self, work: Work) -> None:
        self.job.content.add_to(self.archive, work.progress(self.total), work.cancel)
        self.archive.finish()


@dataclass(frozen=True, slots=True)
class _Check:
    job: XvaJob
    archive: BlockArchive

    @property
    def name(self) -> Phrase:
        return Phrase("Verify {file}", file=self.job.target.name)

    @property
    def total(self) -> int:
        return self.archive.size or self.job.content.allocated

    def run(self, work: Work) -> None:
        self.archive.check(work.progress(self.archive.size), work.cancel)


@dataclass(frozen=True, slots=True)
class _Publish:
    job: XvaJob
    archive: BlockArchive
    name: Phrase = Phrase("Finish")
    total: int = 0

    def run(self, work: Work) -> None:
        target = self.job.target
        if target.exists():
            raise refuse("E402", path=target)
        self.archive.keep(lambda path: publish(path, target))
        work.log(f"{target.name}: {binary(self.archive.size)}, verified")
