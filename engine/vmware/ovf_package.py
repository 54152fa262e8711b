"""The files of an appliance: beside its description, or members of one archive."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from engine.disk.files import Files
from engine.findings import Refusal, refuse
from engine.phrase import Phrase
from engine.source.archive import Archive
from engine.source.paths import listing
from engine.vmware.chain import open_layers, open_member
from engine.vmware.locate import Folder, locate
from engine.vmware.model import DiskChain
from engine.vmware.opening import Opening
from engine.vmware.packed import check_plain, check_plain_member, head_of, unpack_tar
from engine.vmware.places import DISK, Located, Place
from engine.vmware.spelling import same
from engine.vmware.vmx import load

#: Large ones carry licences to agree to, and icons.
SIZE_LIMIT = 2 << 20
_COMPRESSED = (".gz", ".xz", ".bz2", ".zst")


@dataclass(frozen=True, slots=True)
class Span:
    """``size`` bytes at ``base`` of a file."""

    path: Path
    base: int
    size: int


@dataclass(frozen=True, slots=True)
class Package:
    """An appliance: its description and manifest, and where its files are."""

    path: Path  #: of the .ovf, or of the archive
    folder: Folder
    name: str  #: of the description
    text: bytes
    manifest_name: str = ""
    manifest: bytes = b""  #: empty if there is none
    archive: Archive | None = None  #: that it is in

    def open_disk(self, href: str, node: str) -> tuple[Path, DiskChain, tuple[Located, ...]]:
        """The disk in the slot ``node`` by its reference: its file, its chain, how it was found.

        Refuses E120 what is compressed, E201 what is not there, and what does not open as a disk.
        """
        refused: list[Refusal] = []
        for written in _spellings(href):
            try:
                return self._open(written, node)
            except Refusal as refusal:
                refused.append(refusal)
        compressed = (each for each in refused if each.findings[0].code == "E120")
        raise next(compressed, refused[0])

    def _open(self, written: str, node: str) -> tuple[Path, DiskChain, tuple[Located, ...]]:
        if self.archive is not None:
            name = self._member(written)
            member = self.archive.members[name]
            check_plain_member(self.path, name, head_of(self.path, member.base, member.size))
            return self.path, open_member(self.path, member.base, member.size, name), ()
        opening = Opening(self.folder, node)
        path = opening.locate(written, self.folder.path, Place(node), "The description").path
        return path, open_layers(opening, path, ""), tuple(opening.found)

    def span(self, written: str) -> Span:
        """Where a file of the appliance is that is called so. Refuses E109, E201, E209, E410."""
        if self.archive is not None:
            member = self.archive.members[self._member(written)]
            return Span(self.path, member.base, member.size)
        path = locate(written, self.folder.path, self.folder, Place(DISK)).path
        with Files() as files:
            return Span(path, 0, files.size(files.add(path)))

    def _member(self, written: str) -> str:
        """The member that is meant: beside the description, else from the archive's top."""
        members: Collection[str] = self.archive.members if self.archive else ()
        for top in dict.fromkeys((posixpath.dirname(self.name), "")):
            if name := same(members, posixpath.normpath(posixpath.join(top, written))):
                return name
        raise refuse("E201", path=written, folder=self.path)


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


def beside(path: Path, folder: Folder) -> Package:
    """The appliance of an .ovf with its files beside it. Refuses E101 and E210."""
    names = [each.name for each in listing(path.parent)]
    manifest = same(names, f"{path.stem}.mf")
    digests = load(path.with_name(manifest)) if manifest else b""
    return Package(path, folder, path.name, load(path), manifest, digests)


def archived(path: Path, folder: Folder) -> Package:
    """The appliance in an archive, read in place. Refuses E101, E112 and E120."""
    check_plain(path, head_of(path))
    archive = Archive.opened(path)
    members = archive.members
    descriptions = [name for name in members if _is(name, ".ovf")]
    if not descriptions and any(_is(name, ".vmx") for name in members):
        raise refuse("E121", path=path, command=unpack_tar(path))
    if not descriptions:
        raise refuse("E112", path=path, reason=Phrase("it has no description (.ovf)"))
    description = min(descriptions, key=lambda name: name.count("/"))
    inside = posixpath.dirname(description)
    manifests = [each for each in members if _is(each, ".mf") and posixpath.dirname(each) == inside]
    stem = posixpath.splitext(description)[0]
    manifest = min(manifests, key=lambda name: posixpath.splitext(name)[0] != stem, default="")
    digests = archive.content(manifest, SIZE_LIMIT) if manifest else b""
    text = archive.content(description, SIZE_LIMIT)
    return Package(path, folder, description, text, manifest, digests, archive)


def _is(name: str, suffix: str) -> bool:
    """Whether a member is a file of this kind; ``._vm.ovf`` is what macOS keeps beside vm.ovf."""
    last = posixpath.basename(name)
    return last.lower().endswith(suffix) and not last.startswith("._")
