"""An archive (XVA) beside the images of a conversion, compared with its checksums and with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.disk.copying.digest import PAGE, PIECE, ChunkDigests, piece_digest
from engine.disk.copying.verify import difference
from engine.disk.images.block_archive import BLOCK, CHECKSUM, ArchiveError, checksum, read_back
from engine.findings import Stopped, refuse
from engine.job.result.conversion import Conversion, Image
from engine.job.result.edited_config import taken_over
from engine.job.work import Work
from engine.phrase import Phrase
from engine.xen import xva
from engine.xen.domain import Domain


def archives_in(folder: Path) -> list[Path]:
    """The archives of a folder of results."""
    return sorted(each for each in folder.glob("*.xva") if each.is_file())


@dataclass(frozen=True, slots=True)
class VerifyArchive:
    """Reads an archive once; refuses E800 where it is not what would be packed now."""

    path: Path
    conversion: Conversion

    @property
    def name(self) -> Phrase:
        return Phrase("Verify {file}", file=self.path.name)

    @property
    def total(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def run(self, work: Work) -> None:
        domain, images = self.conversion.deliverable("E415")
        archive = _Archive(taken_over(self.conversion, domain).domain, images)
        advance = work.progress(self.total)
        try:
            for name, data in read_back(self.path):
                if work.cancel.is_set():
                    raise Stopped
                archive.take(name, data)
                advance(len(data))
            archive.finish()
        except ArchiveError as error:
            raise refuse("E800", path=self.path, reason=error) from None


class _Archive:
    """Takes the members of an archive in their order; raises ArchiveError for what is wrong."""

    def __init__(self, domain: Domain, images: Sequence[Image]) -> None:
        self._text = xva.ova_xml(domain, [image.size for image in images])
        self._disks = {xva.disk_ref(n): _Disk(image) for n, image in enumerate(images)}
        self._sums: dict[str, str] = {}  #: of the block before, whose checksum is to come

    def take(self, name: str, data: memoryview) -> None:
        if name == xva.NAME:
            if data != self._text:
                raise ArchiveError(Phrase("its description is not that of the configuration"))
            self._text = b""
            return
        if name.endswith(CHECKSUM):
            if self._sums.pop(name.removesuffix(CHECKSUM), None) != bytes(data).decode("latin-1"):
                raise ArchiveError(Phrase("the checksum of {block} is another", block=name))
            return
        folder, _, number = name.partition("/")
        disk = self._disks.get(folder)
        if disk is None or not number.isdecimal() or len(data) != BLOCK:
            raise ArchiveError(Phrase("{name} is no block of its disks", name=name))
        self._sums[name] = checksum(data)
        disk.take(int(number), data)

    def finish(self) -> None:
        if self._text or self._sums:
            raise ArchiveError(Phrase("a part of it is missing"))
        for disk in self._disks.values():
            disk.finish()


class _Disk:
    """The digests of a disk, made of its blocks in their order."""

    def __init__(self, image: Image) -> None:
        self._image = image
        self._digests = ChunkDigests(image.entry.chunk)
        self._piece, self._at = np.zeros(PIECE, np.uint8), 0
        self._newest = -1

    def take(self, number: int, data: memoryview) -> None:
        if number <= self._newest or number * BLOCK >= self._image.size:
            raise ArchiveError(Phrase("its blocks are in another order"))
        self._newest = number
        start = number * BLOCK
        if start // PIECE != self._at:
            self._close()
            self._at = start // PIECE
        self._piece[start % PIECE : start % PIECE + BLOCK] = np.frombuffer(data, np.uint8)

    def finish(self) -> None:
        """Compare with the manifest."""
        self._close()
        wrong = difference(self._image.entry.chunks, self._digests.finish(), self._digests.chunk)
        if wrong is not None:
            raise ArchiveError(
                Phrase("{image} is another: {reason}", image=self._image.path.name, reason=wrong)
            )

    def _close(self) -> None:
        """The digest of the piece that is whole now."""
        pages = self._piece.reshape(-1, PAGE)
        used = pages.view(np.uint64).any(axis=1)
        left = self._image.size - self._at * PIECE  # the last page of a disk may be short
        if used.any():
            content = pages[used].tobytes()
            last = int(np.flatnonzero(used)[-1]) * PAGE
            content = content[: len(content) - max(0, last + PAGE - left)]
            bits = np.packbits(used, bitorder="little").tobytes()
            self._digests.add(self._at, piece_digest(bits, [(0, memoryview(content))]))
        self._piece[:] = 0
