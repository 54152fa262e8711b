"""One extent of a disk: which file it is in, which format it has, its mapping."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from engine.disk.block_map import Concatenated, First, Kind, Mapping, Nothing
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.findings import Finding, Refusal, finding, refuse
from engine.phrase import Phrase
from engine.source.paths import is_file, stat
from engine.vmware import cowd, foreign, hosted_sparse, se_sparse
from engine.vmware.descriptor import SECTOR, Access, Descriptor, Extent, looks_like_one
from engine.vmware.locate import last_name, said_of
from engine.vmware.opening import Opening
from engine.vmware.places import How, Located, Place

_FLAT = ("FLAT", "VMFS", "VMFSTHIN", "VMFSEAGERZEROEDTHICK")
_SPARSE = ("SPARSE", "VMFSSPARSE", "SESPARSE")


@dataclass(slots=True)
class Extents:
    """Opens the extents that the descriptor ``owner``, the layer at ``place``, names."""

    opening: Opening
    owner: Path
    place: Place
    paths: list[Path] = field(default_factory=list)  #: files opened, in order
    _uses: Counter[str] = field(default_factory=Counter)  #: how many extents are in a file

    def open(self, descriptor: Descriptor, own_file: int | None = None) -> Mapping:
        """All extents one after another.

        ``own_file``: the file the descriptor is embedded in. It is its own only extent, whatever
        name it had when it was written.
        """
        if own_file is not None and len(descriptor.extents) == 1:
            return self._sparse(own_file, descriptor.extents[0])
        self._uses.update(extent.file for extent in descriptor.extents)
        parts = tuple(
            self._extent(extent, self.place.of_extent(number))
            for number, extent in enumerate(descriptor.extents, 1)
        )
        if len(parts) > 1 and any(_is_compressed(part) for part in parts):
            what = Phrase("compressed extents in several parts")
            raise refuse("E206", path=self.owner, what=what, name=self.owner.name)
        return parts[0] if len(parts) == 1 else Concatenated(parts)

    def _extent(self, extent: Extent, place: Place) -> Mapping:
        size = extent.sectors * SECTOR
        if extent.access is Access.NOACCESS:  # such as the other partitions of a physical disk
            self.opening.notes.append(finding("W203", path=self.owner, sectors=extent.sectors))
            return Nothing(size, Kind.ZERO)
        if extent.kind == "ZERO":
            return Nothing(size, Kind.ZERO)
        refusal = foreign.elsewhere(extent, self.owner)
        if refusal is not None and not self._is_copied(extent, place):
            raise refusal.at(self.place)
        if refusal is None and extent.kind not in (*_FLAT, *_SPARSE):
            what = Phrase("an extent of type {kind}", kind=extent.kind)
            raise refuse("E206", path=self.owner, what=what, name=self.owner.name)
        with self.opening.at(place):
            return self._located(extent, place)

    def _is_copied(self, extent: Extent, place: Place) -> bool:
        """Whether there is a copy of what an extent stands for: said, or as the mapping's file."""
        if said_of(extent.file, self.owner.parent, self.opening.folder, place):
            return True
        copy = self.owner.parent / last_name(extent.file)
        if foreign.is_device(extent.file) or not is_file(copy):
            return False
        if stat(copy).size != extent.sectors * SECTOR:
            return False
        self.opening.notes.append(finding("W210", path=copy, owner=self.owner.name))
        return True

    def _located(self, extent: Extent, place: Place) -> Mapping:
        located = self.opening.locate(extent.file, self.owner.parent, place, self.owner.name)
        self.opening.notes.extend(located.findings)
        file = self.opening.files.add(located.path)
        head = self.opening.files.read(file, 0, min(512, self.opening.files.size(file)))
        foreign.check_fetched(located.path, head)
        if located.how is How.SAID and extent.kind not in _SPARSE:
            _check_raw(located.path, head)
        try:
            if extent.kind in _SPARSE:
                mapping = self._sparse(file, extent)
            else:
                mapping = self._flat(file, extent, located)
        except Refusal:
            if not located.how.is_guess:
                raise
            # The file of the same name is that of another disk.
            path = self.owner.with_name(located.path.name)
            raise refuse("E201", path=path, folder=path.parent) from None
        self.paths.append(located.path)
        return mapping

    def _flat(self, file: int, extent: Extent, located: Located) -> Mapping:
        size, offset = extent.sectors * SECTOR, extent.offset * SECTOR
        found, needed = self.opening.files.size(file), offset + size
        alone = self._uses[extent.file] == 1
        if found < needed or (located.how.is_guess and alone and found != needed):
            raise refuse("E202", path=located.path, size=found, needed=needed)
        return Flat(self.opening.files, file, size, offset)

    def _sparse(self, file: int, extent: Extent) -> Mapping:
        files, notes = self.opening.files, self.opening.notes
        mapping = open_sparse(files, file, notes)
        found = mapping.size // SECTOR
        if found == extent.sectors:
            return mapping
        path = files.path(file)
        # Some writers round the header's capacity up to a whole grain.
        if not 0 < found - extent.sectors < mapping.grain // SECTOR:
            raise refuse("E211", path=path, described=extent.sectors, found=found)
        notes.append(finding("W204", path=path, described=extent.sectors, found=found))
        return First(mapping, extent.sectors * SECTOR)


def open_sparse(files: Files, file: int, notes: list[Finding]) -> Mapping:
    """The mapping of a sparse extent, whichever of the formats it is in (E203 if none)."""
    magic = files.read(file, 0, min(8, files.size(file)))
    if magic.startswith(hosted_sparse.MAGIC):
        return hosted_sparse.open_extent(files, file, hosted_sparse.read_header(files, file), notes)
    if magic.startswith(cowd.MAGIC):
        return cowd.open_extent(files, file, cowd.read_header(files, file), notes)
    if magic.startswith(se_sparse.MAGIC):
        return se_sparse.open_extent(files, file, se_sparse.read_header(files, file), notes)
    raise _unknown(files.path(file))


def _check_raw(path: Path, head: bytes) -> None:
    """Refuse (E203) as flat data what is a disk in a format of its own."""
    foreign.check_known(path, head)
    if head.startswith((hosted_sparse.MAGIC, cowd.MAGIC)) or looks_like_one(head):
        raise refuse("E203", path=path, reason=Phrase("raw data is wanted here, as dd copies it"))


def _unknown(path: Path) -> Refusal:
    return refuse("E203", path=path, reason=Phrase("its first bytes are those of no sparse extent"))


def _is_compressed(mapping: Mapping) -> bool:
    return isinstance(mapping, hosted_sparse.HostedSparse) and mapping.header.compressed
