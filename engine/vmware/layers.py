"""One layer of a chain: a descriptor with its extents, bare extents, or a raw copy of a disk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.disk.block_map import Concatenated, Mapping
from engine.disk.flat import Flat
from engine.findings import Refusal, finding, refuse
from engine.phrase import Phrase
from engine.source.paths import exists
from engine.vmware import cowd, descriptor, hosted_sparse
from engine.vmware.descriptor import NO_PARENT, SECTOR, Descriptor
from engine.vmware.descriptor_file import PARTS
from engine.vmware.extents import Extents, open_sparse
from engine.vmware.foreign import check_known
from engine.vmware.opening import Opening
from engine.vmware.places import DISK, Place

_NO_DESCRIPTOR = Phrase("it has no descriptor: it may be one of the files of a disk")
_HEAD = 4096  #: bytes that tell what a file is
_BOOT_SIGNATURE = b"\x55\xaa"
_DISKS = (".vmdk", ".dsk")
#: Images of disks as other programs call them.
RAW_SUFFIXES = (".img", ".raw", ".dd", ".dsk")
#: Names of what is read as it is where the user said that it is the disk: copies of devices too.
_RAW = re.compile(r".+(-flat\.vmdk|-rdmp?\.vmdk|\.(img|raw|dd|dsk))", re.IGNORECASE)
_FLAT = re.compile(r"(.+)-flat(\.vmdk)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A layer being put together."""

    path: Path
    descriptor: Descriptor
    mapping: Mapping
    paths: tuple[Path, ...]  #: everything it consists of, ``path`` first


def open_layer(opening: Opening, path: Path, place: Place) -> Link:
    """The layer in the file ``path``; refuses with the codes of E2 what cannot be read."""
    with opening.at(place):
        file = opening.files.add(path)
        head = opening.files.read(file, 0, min(_HEAD, opening.files.size(file)))
        check_known(path, head)
        if head.startswith(hosted_sparse.MAGIC):
            return open_embedded(opening, path, file, place)
        if head.startswith(cowd.MAGIC):
            return _bare(opening, path)
        if descriptor.looks_like_one(head):
            return _text(opening, path, file, place)
        if opening.said(place) or _is_named_raw(opening, path, place):
            return _raw(opening, path, file)
        raise _no_descriptor(path, head)


def _no_descriptor(path: Path, head: bytes) -> Refusal:
    """E216 for what looks like a raw disk under another name, else E203."""
    is_disk = path.suffix.lower() in _DISKS and not PARTS.fullmatch(path.name)
    if is_disk and head[510:512] == _BOOT_SIGNATURE:
        return refuse("E216", path=path, flat=flat_of(path).name)
    return refuse("E203", path=path, reason=_NO_DESCRIPTOR if head else Phrase("it is empty"))


def _text(opening: Opening, path: Path, file: int, place: Place) -> Link:
    size = opening.files.size(file)
    if size > descriptor.SIZE_LIMIT:
        raise refuse("E210", path=path, size=size, limit=descriptor.SIZE_LIMIT)
    parsed = descriptor.parse(opening.files.read(file, 0, size), path)
    return _described(opening, path, parsed, place)


def open_embedded(opening: Opening, path: Path, file: int, place: Place) -> Link:
    """A sparse extent that carries its descriptor; one without it is a part of a disk (E203)."""
    header = hosted_sparse.read_header(opening.files, file)
    text = hosted_sparse.embedded_descriptor(opening.files, file, header)
    if not text.strip(b"\0"):
        raise refuse("E203", path=path, reason=_NO_DESCRIPTOR)
    return _described(opening, path, descriptor.parse(text, path), place, file)


def _described(
    opening: Opening, path: Path, parsed: Descriptor, place: Place, own_file: int | None = None
) -> Link:
    if parsed.encrypted:
        raise refuse("E207", path=path)
    extents = Extents(opening, path, place)
    mapping = extents.open(parsed, own_file)
    return Link(path, parsed, mapping, (path, *extents.paths))


def _bare(opening: Opening, path: Path) -> Link:
    """COWD extents without a descriptor: ``vm.vmdk``, ``vm-02.vmdk`` … of old GSX."""
    paths = _series(path)
    parts = open_parts(opening, paths)
    first = parts[0]
    parent = first.header.parent if isinstance(first, cowd.Cowd) else ""
    if not parent and path.stem.lower().endswith("-delta"):
        raise refuse("E203", path=path, reason=_NO_DESCRIPTOR)
    parsed = Descriptor("COWD", "", "" if parent else NO_PARENT, parent, ())
    return Link(path, parsed, joined(parts), paths)


def open_parts(opening: Opening, paths: tuple[Path, ...]) -> tuple[Mapping, ...]:
    """Sparse extents that no descriptor names."""
    for each in paths:
        opening.check_inside(each)
    files, notes = opening.files, opening.notes
    return tuple(open_sparse(files, files.add(each), notes) for each in paths)


def joined(parts: Sequence[Mapping]) -> Mapping:
    """Mappings one after another."""
    return parts[0] if len(parts) == 1 else Concatenated(tuple(parts))


def _series(path: Path) -> tuple[Path, ...]:
    """``vm.vmdk``, ``vm-02.vmdk``, ``vm-03.vmdk`` … as far as they exist."""
    found = [path]
    while len(found) < 99:
        following = path.with_name(f"{path.stem}-{len(found) + 1:02}{path.suffix}")
        if not exists(following):
            break
        found.append(following)
    return tuple(found)


# -- raw copies


def _raw(opening: Opening, path: Path, file: int) -> Link:
    """A raw copy of a disk: the user said that it is one, and its name agrees (W209)."""
    size = opening.files.size(file)
    if not _RAW.fullmatch(path.name) or not size or size % SECTOR:
        raise refuse("E203", path=path, reason=_NO_DESCRIPTOR if size else Phrase("it is empty"))
    opening.notes.append(finding("W209", path=path, size=size))
    parsed = Descriptor("raw", "", NO_PARENT, "", ())
    return Link(path, parsed, Flat(opening.files, file, size, 0), (path,))


def _is_named_raw(opening: Opening, path: Path, place: Place) -> bool:
    """Whether ``path`` was opened itself, as an image, or as data whose descriptor is lost."""
    if place.layer != 1 or (opening.found and place.node != DISK):
        return False
    if match := _FLAT.fullmatch(path.name):
        return not exists(path.with_name(f"{match[1]}{match[2]}"))
    return place.node == DISK and path.suffix.lower() in RAW_SUFFIXES


def flat_of(path: Path) -> Path:
    """Where the data of a disk is by VMware's custom: ``vm-flat.vmdk`` of ``vm.vmdk``."""
    return path.with_name(f"{path.stem}-flat{path.suffix}")
