"""Packs a finished conversion into an XVA, for XCP-ng and XenServer.

The images are compared with the manifest while they are packed, and the archive is read back
before it gets its name. What was stopped begins anew: the images are there, so little is lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.disk.copying.digest import ChunkDigests
from engine.disk.copying.pieces import Piece, held
from engine.disk.copying.stream import stream
from engine.disk.copying.verify import compare
from engine.disk.images.block_archive import BlockArchive, DiskBlocks, room
from engine.findings import Finding, finding, refuse
from engine.job import images
from engine.job.convert.space import free_bytes
from engine.job.events import Event, Finished
from engine.job.places import partial, rename
from engine.job.result import manifest
from engine.job.work import Work, guarded, run_steps
from engine.phrase import Phrase
from engine.sizes import binary
from engine.translate import disk_sizes
from engine.xen import advice, xva
from engine.xen.domain import Domain
from engine.xen.target import facts

#: ova.xml, and the end.
_OVERHEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Packing:
    """An XVA to be made."""

    folder: Path  #: of the conversion
    target: Path
    domain: Domain
    entries: tuple[manifest.Entry, ...]  #: the images, in the order of the domain's disks
    allocated: int  #: bytes that have to be read

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to know of the import: W401, W538, W545 to W547, W549."""
        names = dict.fromkeys(xva.network_name(vif.bridge) for vif in self.domain.vifs)
        networks = ", ".join(names)
        limit = facts("xcp-ng-8.3").vhd_limit * disk_sizes.GIB
        return (
            *((finding("W401"),) if self.domain.localtime else ()),
            *(
                disk_sizes.too_large(each.file, each.size, limit)
                for each in self.entries
                if each.size > limit
            ),
            *advice.of_cards(self.domain),
            *((finding("W546", networks=networks),) if networks else ()),
            finding("W547"),
        )


def plan(folder: Path, target: Path | None = None) -> Packing:
    """What packing the conversion in ``folder`` takes; ``target`` is NAME.xva in it if left out.

    Refuses E401, E402, E412, E414, E415.
    """
    domain, entries = manifest.described(folder, "E415")
    if domain.hdtype != "ide":
        reason = Phrase("XCP-ng has no {hdtype} controller", hdtype=domain.hdtype)
        raise refuse("E415", path=folder, reason=reason)
    target = target or folder / f"{Path(entries[0].file).stem if entries else domain.name}.xva"
    if target.exists():
        raise refuse("E402", path=target)
    allocated = needed = 0
    for entry in entries:
        mapping, files = images.read(folder / entry.file, entry.format)
        with files:
            allocated += held(mapping)
            needed += room(mapping)
    needed, free = needed + _OVERHEAD, free_bytes(target.parent)
    if needed > free:
        raise refuse("E401", path=target.parent, needed=binary(needed), free=binary(free))
    return Packing(folder, target, domain, entries, allocated)


def run(packing: Packing, emit: Callable[[Event], None], cancel: threading.Event) -> Finished:
    """Make the archive; blocks until done, never raises: the outcome is the last event."""

    def work() -> None:
        with BlockArchive(partial(packing.target)) as archive:
            steps = (_Pack(packing, archive), _Check(archive), _Publish(packing, archive))
            run_steps(steps, emit, cancel)

    return guarded(work, emit)


@dataclass(frozen=True, slots=True)
class _Pack:
    packing: Packing
    archive: BlockArchive

    @property
    def name(self) -> str:
        return f"Pack {self.packing.target.name}"

    @property
    def total(self) -> int:
        return self.packing.allocated

    def run(self, work: Work) -> None:
        packing = self.packing
        advance = work.progress(packing.allocated)
        header = xva.ova_xml(packing.domain, [entry.size for entry in packing.entries])
        self.archive.add(xva.NAME, memoryview(header))
        for index, entry in enumerate(packing.entries):
            self._disk(entry, xva.disk_ref(index), advance, work.cancel)
        self.archive.finish()

    def _disk(
        self,
        entry: manifest.Entry,
        ref: str,
        advance: Callable[[int], None],
        cancel: threading.Event,
    ) -> None:
        path = self.packing.folder / entry.file
        mapping, files = images.read(path, entry.format)
        digests = ChunkDigests(entry.chunk)

        def done(piece: Piece, digest: bytes) -> None:
            if digest:
                digests.add(piece.number, digest)
            advance(piece.held)

        with files:
            if mapping.size != entry.size:
                reason = Phrase(
                    "{size} bytes instead of {expected}", size=mapping.size, expected=entry.size
                )
                raise refuse("E406", path=path, reason=reason)
            blocks = DiskBlocks(self.archive, ref, entry.size)
            stream(mapping, files, blocks, done, cancel)
        compare(path, entry.chunks, digests.finish(), entry.chunk)
        blocks.finish()


@dataclass(frozen=True, slots=True)
class _Check:
    archive: BlockArchive

    @property
    def name(self) -> str:
        return f"Verify {self.archive.path.name.removesuffix('.partial')}"

    @property
    def total(self) -> int:
        return self.archive.size

    def run(self, work: Work) -> None:
        self.archive.check(work.progress(self.archive.size), work.cancel)


@dataclass(frozen=True, slots=True)
class _Publish:
    packing: Packing
    archive: BlockArchive
    name: str = "Finish"
    total: int = 0

    def run(self, work: Work) -> None:
        target = self.packing.target
        if target.exists():
            raise refuse("E402", path=target)
        self.archive.keep(lambda path: rename(path, target))
        work.log(f"{target.name}: {binary(self.archive.size)}, verified")
