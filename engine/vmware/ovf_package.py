"""The files of an appliance: beside its description, which may be in an archive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from engine.findings import Refusal
from engine.source.paths import listing
from engine.source.unpacking import may_hold
from engine.vmware.chain import open_layers
from engine.vmware.locate import Folder, locate
from engine.vmware.model import DiskChain
from engine.vmware.opening import Opening
from engine.vmware.places import DISK, Located, Place
from engine.vmware.spelling import same
from engine.vmware.vmx import load

#: Large ones carry licences to agree to, and icons.
SIZE_LIMIT = 2 << 20
_COMPRESSED = (".gz", ".xz", ".bz2", ".zst")


@dataclass(frozen=True, slots=True)
class Package:
    """An appliance: its description and manifest, and where its files are."""

    path: Path  #: of the .ovf
    folder: Folder
    text: bytes
    manifest_path: Path | None = None
    manifest: bytes = b""  #: empty if there is none

    def open_disk(self, href: str, node: str) -> tuple[Path, DiskChain, tuple[Located, ...]]:
        """The disk in the slot ``node`` by its reference: its file, its chain, how it was found.

        Refuses E120 what is compressed, E201 what is not there, and what does not open as a disk.
        """
        refused: list[Refusal] = []
        for written in _spellings(href):
            opening = Opening(self.folder, node)
            try:
                located = self._located(written, Place(node), "The description")
                opening.found.append(located)
                chain = open_layers(opening, located.path, "")
                return located.path, chain, tuple(opening.found)
            except Refusal as refusal:
                refused.append(refusal)
        compressed = (each for each in refused if each.findings[0].code == "E120")
        raise next(compressed, refused[0])

    def file(self, written: str) -> Path:
        """The file of the appliance that is called so. Refuses E109, E201."""
        return self._located(written, Place(DISK), "").path

    def _located(self, written: str, place: Place, by: str) -> Located:
        """What is meant: beside the description, else in the folder of the appliance itself."""
        beside = self.path.parent
        try:
            return locate(written, beside, self.folder, place, by)
        except Refusal as refusal:
            if beside == self.folder.path or refusal.findings[0].code != "E201":
                raise
        return locate(written, self.folder.path, self.folder, place, by)


def _spellings(href: str) -> list[str]:
    """What a reference may mean: a URI in which blanks may be left as they are, or its file once
    that was unpacked.
    """
    found = dict.fromkeys((href, unquote(href)))
    unpacked = (
        each.removesuffix(suffix)
        for each in found
        for suffix in _COMPRESSED
        if each.endswith(suffix)
    )
    return list(dict.fromkeys((*found, *unpacked)))


def package_of(path: Path, folder: Folder) -> Package:
    """The appliance of an .ovf; all of an archive that it is in belongs to it.

    Refuses E101 and E210.
    """
    names = [each.name for each in listing(path.parent)]
    name = same(names, f"{path.stem}.mf")
    if archives := may_hold(path):
        folder = replace(folder, path=archives[-1])
        name = name or next(filter(_is_manifest, names), "")
    if not name:
        return Package(path, folder, load(path))
    manifest = path.with_name(name)
    return Package(path, folder, load(path), manifest, load(manifest))


def _is_manifest(name: str) -> bool:
    """Whether a file may be one; ``._vm.mf`` is what macOS keeps beside vm.mf."""
    return name.lower().endswith(".mf") and not name.startswith("._")
