"""One extent of a disk: which file it is in, which format it has, its mapping."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from engine.disk.block_map import Concatenated, First, Kind, Mapping, Nothing
from engine.disk.files import Files
from engine.disk.flat import Flat
from engine.findings import Finding, Refusal, finding, refuse
from engine.phrase import Phrase
from engine.vmware import cowd, hosted_sparse, se_sparse
from engine.vmware.descriptor import SECTOR, Access, Descriptor, Extent
from engine.vmware.locate import Folder, locate

_FLAT = ("FLAT", "VMFS", "VMFSTHIN", "VMFSEAGERZEROEDTHICK")
_SPARSE = ("SPARSE", "VMFSSPARSE", "SESPARSE")
_RAW_DEVICE = ("VMFSRDM", "VMFSRAW", "VMFSPASSTHROUGHRAWDEVICEMAP", "RAW")


@dataclass(slots=True)
class Extents:
    """Opens the extents that the descriptor ``owner`` names."""

    files: Files
    owner: Path
    folder: Folder
    notes: list[Finding]
    paths: list[Path] = field(default_factory=list)  #: files opened, in order

    def open(self, descriptor: Descriptor, own_file: int | None = None) -> Mapping:
        """All extents one after another.

        ``own_file``: the file the descriptor is embedded in. It is its own only extent, whatever
        name it had when it was written.
        """
        if own_file is not None and len(descriptor.extents) == 1:
            return self._sparse(own_file, descriptor.extents[0])
        parts = tuple(self._extent(extent) for extent in descriptor.extents)
        if len(parts) > 1 and any(_is_compressed(part) for part in parts):
            what = Phrase("compressed extents in several parts")
            raise refuse("E206", path=self.owner, what=what, name=self.owner.name)
        return parts[0] if len(parts) == 1 else Concatenated(parts)

    def _extent(self, extent: Extent) -> Mapping:
        if extent.access is Access.NOACCESS:  # such as the other partitions of a physical disk
            self.notes.append(finding("W203", path=self.owner, sectors=extent.sectors))
            return Nothing(extent.sectors * SECTOR, Kind.ZERO)
        if extent.kind in _RAW_DEVICE or _is_device(extent.file):
            raise refuse("E205", path=self.owner, kind=extent.kind)
        if extent.kind == "ZERO":
            return Nothing(extent.sectors * SECTOR, Kind.ZERO)
        if extent.kind not in (*_FLAT, *_SPARSE):
            what = Phrase("an extent of type {kind}", kind=extent.kind)
            raise refuse("E206", path=self.owner, what=what, name=self.owner.name)
        located = locate(extent.file, self.owner.parent, self.folder, self.owner.name)
        self.notes.extend(located.findings)
        self.paths.append(located.path)
        file = self.files.add(located.path)
        return self._flat(file, extent) if extent.kind in _FLAT else self._sparse(file, extent)

    def _flat(self, file: int, extent: Extent) -> Mapping:
        size, offset = extent.sectors * SECTOR, extent.offset * SECTOR
        if self.files.size(file) < offset + size:
            found, needed = self.files.size(file), offset + size
            raise refuse("E202", path=self.files.path(file), size=found, needed=needed)
        return Flat(self.files, file, size, offset)

    def _sparse(self, file: int, extent: Extent) -> Mapping:
        mapping = open_sparse(self.files, file, self.notes)
        found = mapping.size // SECTOR
        if found == extent.sectors:
            return mapping
        path = self.files.path(file)
        # Some writers round the header's capacity up to a whole grain.
        if not 0 < found - extent.sectors < mapping.grain // SECTOR:
            raise refuse("E211", path=path, described=extent.sectors, found=found)
        self.notes.append(finding("W204", path=path, described=extent.sectors, found=found))
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


def _unknown(path: Path) -> Refusal:
    return refuse("E203", path=path, reason=Phrase("its first bytes are those of no sparse extent"))


def _is_device(name: str) -> bool:
    return name.startswith(("/dev/", "\\\\.\\"))


def _is_compressed(mapping: Mapping) -> bool:
    return isinstance(mapping, hosted_sparse.HostedSparse) and mapping.header.compressed
