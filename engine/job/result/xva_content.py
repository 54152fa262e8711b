"""What an XVA of a finished conversion holds, whether it becomes a file or goes into a pool."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.disk.copying.digest import ChunkDigests
from engine.disk.copying.pieces import Piece, held
from engine.disk.copying.stream import stream
from engine.disk.images.block_archive import DiskBlocks, Members, room
from engine.findings import Finding, finding, refuse
from engine.job import images
from engine.job.result.conversion import Conversion, Image
from engine.job.result.edited_config import taken_over
from engine.job.result.verify_job import check_digests, check_size
from engine.phrase import Phrase
from engine.translate import disk_sizes
from engine.xen import advice, xva
from engine.xen.domain import Domain
from engine.xen.target import facts

#: ova.xml, and the end.
_OVERHEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class XvaContent:
    """A conversion that can be packed."""

    conversion: Conversion
    domain: Domain
    images: tuple[Image, ...]  #: in the order of the domain's disks
    allocated: int  #: bytes that have to be read
    needed: int  #: bytes that the archive takes, at most
    taken: tuple[Finding, ...] = ()  #: what a changed configuration comes to

    @classmethod
    def of(cls, folder: Path, *, agreed: bool = False) -> XvaContent:
        """The content for the conversion in ``folder``.

        ``agreed``: what was changed in the configuration by hand and has no place in an archive is
        left out. Refuses E412, E414, E415, E443, E445.
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
        if not domain.xen_platform_pci:
            reason = Phrase("XCP-ng always has Xen's platform device")
            raise refuse("E415", path=folder, reason=reason)
        allocated = needed = 0
        for image in found:
            mapping, files = images.read(image.path, image.format)
            with files:
                allocated += held(mapping)
                needed += room(mapping)
        return cls(conversion, domain, found, allocated, needed + _OVERHEAD, taken.findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to know of the import: W401, W433, W434, W538, W545, W549, W801."""
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
            *((finding("W801"),) if self.domain.viridian else ()),  # Vista and later
        )

    def add_to(
        self,
        archive: Members,
        advance: Callable[[int], None],
        cancel: threading.Event,
        *,
        networks: Mapping[str, str] | None = None,
        marks: Mapping[str, str] | None = None,
    ) -> None:
        """Append all members, the images compared with the manifest on the way.

        ``networks`` and ``marks`` are for :func:`engine.xen.xva.ova_xml`. Raises Stopped; refuses
        E406, E410.
        """
        sizes = [image.size for image in self.images]
        header = xva.ova_xml(self.domain, sizes, networks=networks, marks=marks)
        archive.add(xva.NAME, memoryview(header))
        for index, image in enumerate(self.images):
            _add_disk(archive, image, xva.disk_ref(index), advance, cancel)


def _add_disk(
    archive: Members,
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
        blocks = DiskBlocks(archive, ref, entry.size)
        stream(mapping, files, blocks, done, cancel)
    check_digests(path, entry, digests.finish())
    blocks.finish()
