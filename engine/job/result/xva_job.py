"""A finished conversion packed into an XVA, for XCP-ng and XenServer, as a job.

The images are compared with the manifest while they are packed, and the archive is read back
before it gets its name. What was stopped begins anew: the images are there, so little is lost.
"""

from __future__ import annotations

import shlex
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.disk.copying.digest import ChunkDigests
from engine.disk.copying.pieces import Piece, held
from engine.disk.copying.stream import stream
from engine.disk.images.block_archive import BlockArchive, DiskBlocks, room
from engine.findings import Finding, finding, refuse
from engine.job import drives, images
from engine.job.convert.space import free_bytes
from engine.job.places import partial, publish
from engine.job.result.conversion import Conversion, Image
from engine.job.result.edited_config import taken_over
from engine.job.result.verify_job import check_digests, check_size
from engine.job.work import Advice, Job, Request, Step, Work
from engine.phrase import Phrase
from engine.sizes import binary
from engine.translate import disk_sizes
from engine.xen import advice, xva
from engine.xen.domain import Domain
from engine.xen.target import facts

KIND = "xva"
#: ova.xml, and the end.
_OVERHEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class XvaJob(Job):
    """An XVA to be made."""

    conversion: Conversion
    target: Path
    domain: Domain
    images: tuple[Image, ...]  #: in the order of the domain's disks
    allocated: int  #: bytes that have to be read
    taken: tuple[Finding, ...] = ()  #: what a changed configuration comes to
    agreed: bool = False  #: to leave out what has no place in an archive

    @classmethod
    def planned(cls, folder: Path, target: Path | None = None, *, agreed: bool = False) -> XvaJob:
        """The job to pack the conversion in ``folder``; ``target`` is NAME.xva in it if left out.

        ``agreed``: what was changed in the configuration by hand and has no place in an archive is
        left out. Refuses E401, E402, E412, E414, E415, E443, E445.
        """
        conversion = Conversion.open(folder)
        domain, found = conversion.deliverable("E415")
        taken = taken_over(conversion, domain)
        if taken.left and not agreed:
            raise refuse("E445", path=conversion.config, keys=", ".join(taken.left))
        domain = taken.domain
        if domain.hdtype != "ide":
            reason = Phrase("XCP-ng has no {hdtype} controller", hdtype=domain.hdtype)
            raise refuse("E415", path=folder, reason=reason)
        target = target or conversion.archive
        if target.exists():
            raise refuse("E402", path=target)
        allocated = needed = 0
        for image in found:
            mapping, files = images.read(image.path, image.format)
            with files:
                allocated += held(mapping)
                needed += room(mapping)
        needed, free = needed + _OVERHEAD, free_bytes(target.parent)
        if needed > free:
            raise refuse("E401", path=target.parent, needed=binary(needed), free=binary(free))
        return cls(conversion, target, domain, found, allocated, taken.findings, agreed)

    @property
    def title(self) -> Phrase:
        return Phrase("Pack {file}", file=self.target.name)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to know of the import: W401, W433, W434, W538, W545 to W547, W549, W801."""
        names = dict.fromkeys(xva.network_name(vif.bridge) for vif in self.domain.vifs)
        networks = ", ".join(names)
        limit = facts("xcp-ng-8.3").vhd_limit * disk_sizes.GIB
        return (
            *self.taken,
            *((finding("W401"),) if self.domain.localtime else ()),
            *(
                disk_sizes.too_large(each.path.name, each.size, limit)
                for each in self.images
                if each.size > limit
            ),
            *advice.of_cards(self.domain),
            *((finding("W546", networks=networks),) if networks else ()),
            *((finding("W801"),) if self.domain.viridian else ()),  # Vista and later
            finding("W547"),
        )

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.conversion.folder, self.target])

    @property
    def request(self) -> Request:
        folder, target = self.conversion.folder.absolute(), self.target.absolute()
        return {
            "kind": KIND,
            "folder": str(folder),
            "target": str(target),
            "agreed": self.agreed,
        }

    def steps(self) -> list[Step]:
        return self._steps(BlockArchive(partial(self.target)))

    @contextmanager
    def prepared(self) -> Iterator[list[Step]]:
        with BlockArchive(partial(self.target)) as archive:
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
        return self.job.allocated

    def run(self, work: Work) -> None:
        job = self.job
        advance = work.progress(job.allocated)
        header = xva.ova_xml(job.domain, [image.size for image in job.images])
        self.archive.add(xva.NAME, memoryview(header))
        for index, image in enumerate(job.images):
            self._disk(image, xva.disk_ref(index), advance, work.cancel)
        self.archive.finish()

    def _disk(
        self,
        image: Image,
        ref: str,
        advance: Callable[[int], None],
        cancel: threading.Event,
    ) -> None:
        path, entry = image.path, image.entry
        mapping, files = images.read(path, entry.format)
        digests = ChunkDigests(entry.chunk)

        def done(piece: Piece, digest: bytes) -> None:
            if digest:
                digests.add(piece.number, digest)
            advance(piece.held)

        with files:
            check_size(path, mapping.size, entry.size)
            blocks = DiskBlocks(self.archive, ref, entry.size)
            stream(mapping, files, blocks, done, cancel)
        check_digests(path, entry, digests.finish())
        blocks.finish()


@dataclass(frozen=True, slots=True)
class _Check:
    job: XvaJob
    archive: BlockArchive

    @property
    def name(self) -> Phrase:
        return Phrase("Verify {file}", file=self.job.target.name)

    @property
    def total(self) -> int:
        return self.archive.size or self.job.allocated

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
