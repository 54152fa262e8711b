"""One disk to be converted: what is known of it before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING

from engine.disk.copying.pieces import held
from engine.findings import Finding, Refusal
from engine.image_formats import Format
from engine.job.convert.first_image import FirstImage
from engine.job.convert.space import check_space, takes_holes
from engine.source.paths import stat
from engine.vmware.chain import open_layers
from engine.vmware.locate import Folder
from engine.vmware.model import DiskChain
from engine.vmware.names import Named, files, resolved
from engine.vmware.opening import Opening
from engine.vmware.places import NOWHERE, Said

if TYPE_CHECKING:
    from engine.guest.fit import Fitting
    from engine.job.convert.free_blocks import LeftOut


@dataclass(frozen=True, slots=True)
class DiskTask:
    """One disk to be converted."""

    chain: DiskChain
    target: Path  #: its final name, or a block device
    format: Format
    allocated: int  #: bytes that have to be read
    fitting: Fitting | None = None  #: what is changed of it on the way
    first: FirstImage | None = None  #: what a first pass has of it
    left_out: LeftOut | None = None  #: free blocks that are holes in the image

    @property
    def size(self) -> int:
        """Virtual size in bytes."""
        return self.chain.size

    @property
    def rights(self) -> int:
        """Who else than this user may read what all files of the disk let them read, for chmod."""
        return reduce(and_, (stat(path).rights for path in self.chain.files.stamps()), 0o666)

    @property
    def taken(self) -> int:
        """Bytes of the file system that the image takes at most, but for its tables."""
        whole = self.format == "raw" and not takes_holes(self.target.parent)
        return self.size if whole else self.allocated


def single_disk(
    disk: Path,
    target: Path,
    format: Format,
    *,
    trusted: bool = False,
    redo: str = "",
    placed: Mapping[str, Path] = NOWHERE,
) -> tuple[DiskTask, tuple[Finding, ...]]:
    """The task to make one image, ``target``, of the chain that ends in ``disk``.

    Refuses whatever keeps the chain from being read in full, and E401.
    """
    chain = _chain(disk, Folder(disk.parent, trusted, Said.of(placed)), redo)
    task = DiskTask(chain, target, format, held(chain.mapping))
    if not target.is_block_device():
        _, _, short = check_space(target.parent, task.allocated)
        if short and not target.with_name(target.name + ".partial").exists():
            raise Refusal(short)
    return task, chain.findings


def _chain(disk: Path, folder: Folder, redo: str) -> DiskChain:
    def attempt(folder: Folder) -> tuple[DiskChain | Refusal, Iterable[Named]]:
        opening = Opening(folder)
        try:
            chain = open_layers(opening, disk, redo)
        except Refusal as refusal:
            return refusal, files(opening.found, refusal.findings)
        return chain, files(opening.found, ())

    made, _, ambiguous = resolved(folder, attempt)
    if isinstance(made, Refusal):
        raise Refusal((*ambiguous, *made.findings))
    if ambiguous:
        raise Refusal(ambiguous)
    return made
