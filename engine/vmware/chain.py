"""From the newest descriptor down to the base: layers found, checked and merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from engine.disk.block_map import Concatenated, Kind, Mapping, Nothing, Overlaid
from engine.disk.files import Files
from engine.findings import Finding, Refusal, finding, refuse
from engine.phrase import Phrase
from engine.vmware import cowd, descriptor, hosted_sparse
from engine.vmware.descriptor import NO_PARENT, Descriptor
from engine.vmware.extents import Extents, open_sparse
from engine.vmware.locate import Folder, last_name, listing, locate
from engine.vmware.model import DiskChain, Layer

_NO_DESCRIPTOR = Phrase("it has no descriptor: it may be one of the files of a disk")

#: VMware allows 32 snapshots, and 255 links with them all.
LAYERS_LIMIT = 256


def open_chain(
    path: Path, folder: Folder, redo: str = "", redo_log: Path | None = None
) -> DiskChain:
    """Open the disk whose newest layer is ``path``; only headers and directories are read.

    A left-over redo log (``redo_log``, else ``path`` + ``.REDO``) is a question to the user: kept
    if ``redo`` is "commit", ignored if "discard", otherwise refused with E305. If ``path`` is a
    redo log itself, it is kept.
    Refuses with the codes of E1 to E3 whatever cannot be read in full, as a BrokenChain.
    """
    if disk := _DISK_OF_REDO.fullmatch(path.name):
        path, redo, redo_log = path.with_name(disk[1]), "commit", path
    opener = _Opener(Files(), folder)
    try:
        return opener.open(path, redo, redo_log)
    except Refusal as refusal:
        raise BrokenChain(refusal.findings, tuple(map(_layer, opener.links))) from None


class BrokenChain(Refusal):
    """A chain that cannot be opened; ``layers`` are those that could be, newest first."""

    def __init__(self, findings: Iterable[Finding], layers: tuple[Layer, ...]) -> None:
        super().__init__(findings)
        self.layers = layers


def open_member(path: Path, base: int, size: int, name: str) -> DiskChain:
    """Open a disk that lies as ``size`` bytes at ``base`` of ``path``, a member of an .ova."""
    opener = _Opener(Files(), Folder(path.parent))
    file = opener.files.add(path, base, size)
    link = opener.embedded(Path(name), file)
    if link.descriptor.is_child:
        raise refuse("E301", path=name, name=link.descriptor.parent_hint, folder=path)
    return opener.chain([link])


@dataclass(frozen=True, slots=True)
class _Link:
    """A layer being put together."""

    path: Path
    descriptor: Descriptor
    mapping: Mapping
    paths: tuple[Path, ...]


@dataclass(slots=True)
class _Opener:
    files: Files
    folder: Folder
    notes: list[Finding] = field(default_factory=list)
    links: list[_Link] = field(default_factory=list)  #: from the newest layer down, so far

    def open(self, path: Path, redo: str, redo_log: Path | None) -> DiskChain:
        links = self.links
        self._find_links(path)
        logs = [] if redo == "discard" else _redo_logs(links[0], redo_log)
        if present := tuple(each for each in logs if each is not None):
            if redo != "commit":
                raise refuse("E305", path=present[0])
            links.insert(0, self._redo(logs, present, links[0]))
        self._check_ids(links)
        return self.chain(links)

    def _find_links(self, path: Path) -> None:
        """From the newest layer to the base."""
        seen: set[Path] = set()
        here: Path | None = path
        while here is not None:
            real = here.resolve()
            if real in seen:
                raise refuse("E303", path=path, name=here.name)
            if len(seen) >= LAYERS_LIMIT:
                raise refuse("E304", path=path, limit=LAYERS_LIMIT)
            seen.add(real)
            self.links.append(self._link(here))
            here = self._parent(self.links[-1])

    def chain(self, links: list[_Link]) -> DiskChain:
        mappings = tuple(link.mapping for link in links)
        merged = mappings[0] if len(mappings) == 1 else Overlaid(mappings)
        layers = tuple(_layer(link) for link in links)
        return DiskChain(layers, merged, mappings, self.files, self.notes)

    # -- one layer

    def _link(self, path: Path) -> _Link:
        file = self.files.add(path)
        head = self.files.read(file, 0, min(4096, self.files.size(file)))
        if head.startswith(hosted_sparse.MAGIC):
            return self.embedded(path, file)
        if head.startswith(cowd.MAGIC):
            return self._bare(path)
        if descriptor.looks_like_one(head):
            return self._text(path, file)
        raise refuse("E203", path=path, reason=_NO_DESCRIPTOR if head else Phrase("it is empty"))

    def _text(self, path: Path, file: int) -> _Link:
        size = self.files.size(file)
        if size > descriptor.SIZE_LIMIT:
            raise refuse("E210", path=path, size=size, limit=descriptor.SIZE_LIMIT)
        parsed = descriptor.parse(self.files.read(file, 0, size), path)
        return self._described(path, parsed, None)

    def embedded(self, path: Path, file: int) -> _Link:
        """A sparse extent that carries its descriptor; one without it is a part of a disk."""
        header = hosted_sparse.read_header(self.files, file)
        text = hosted_sparse.embedded_descriptor(self.files, file, header)
        if not text.strip(b"\0"):
            raise refuse("E203", path=path, reason=_NO_DESCRIPTOR)
        return self._described(path, descriptor.parse(text, path), file)

    def _described(self, path: Path, parsed: Descriptor, own_file: int | None) -> _Link:
        if parsed.encrypted:
            raise refuse("E207", path=path)
        extents = Extents(self.files, path, self.folder, self.notes)
        mapping = extents.open(parsed, own_file)
        return _Link(path, parsed, mapping, (path, *extents.paths))

    def _bare(self, path: Path) -> _Link:
        """COWD extents without a descriptor: ``vm.vmdk``, ``vm-02.vmdk`` … of old GSX."""
        paths = _series(path)
        parts = self._parts(paths)
        first = parts[0]
        parent = first.header.parent if isinstance(first, cowd.Cowd) else ""
        if not parent and path.stem.lower().endswith("-delta"):
            raise refuse("E203", path=path, reason=_NO_DESCRIPTOR)
        parsed = Descriptor("COWD", "", "" if parent else NO_PARENT, parent, ())
        return _Link(path, parsed, _joined(parts), paths)

    def _parts(self, paths: tuple[Path, ...]) -> tuple[Mapping, ...]:
        for each in paths:
            self._check_inside(each)
        return tuple(open_sparse(self.files, self.files.add(each), self.notes) for each in paths)

    # -- the redo log

    def _redo(self, logs: list[Path | None], present: tuple[Path, ...], disk: _Link) -> _Link:
        """The redo log over ``disk``: with a descriptor like any child, or bare extents."""
        for log in present:
            self._check_inside(log)
        file = self.files.add(present[0])
        if self.files.read(file, 0, min(4, self.files.size(file))) != cowd.MAGIC:
            return self._link(present[0])
        whole = disk.mapping
        parts = whole.parts if isinstance(whole, Concatenated) and len(logs) > 1 else (whole,)
        found = [self._redo_part(log, part.size) for log, part in zip(logs, parts, strict=True)]
        parsed = Descriptor("REDO", "", "", disk.path.name, ())
        return _Link(present[0], parsed, _joined(found), present)

    def _redo_part(self, log: Path | None, size: int) -> Mapping:
        if log is None:  # nothing was written to this part
            return Nothing(size, Kind.HOLE)
        (part,) = self._parts((log,))
        if part.size != size:
            raise refuse("E307", path=log, found=part.size, expected=size)
        return part

    # -- the parent

    def _parent(self, link: _Link) -> Path | None:
        parsed, path = link.descriptor, link.path
        if not parsed.is_child:
            return None
        if parsed.parent_hint:
            try:
                located = locate(parsed.parent_hint, path.parent, self.folder)
            except Refusal as refusal:
                if refusal.findings[0].code != "E201":
                    raise
            else:
                if located.findings:
                    name, hint = located.path.name, parsed.parent_hint
                    self.notes.append(finding("W302", path=path.name, name=name, hint=hint))
                return located.path
        return self._parent_by_id(link)

    def _parent_by_id(self, link: _Link) -> Path:
        """The only disk in the folder that has the content ID of the parent."""
        parsed, path = link.descriptor, link.path
        hint = parsed.parent_hint or "nothing"
        found = [
            each
            for each in listing(path.parent)
            if each.suffix.lower() == ".vmdk" and each != path and self.folder.holds(each)
            if parsed.parent_cid and _content_id(each) == parsed.parent_cid
        ]
        if len(found) != 1:
            file = last_name(parsed.parent_hint)
            raise refuse("E301", file, path=path, name=hint, folder=path.parent)
        self.notes.append(finding("W301", path=path.name, name=found[0].name, hint=hint))
        return found[0]

    def _check_ids(self, links: list[_Link]) -> None:
        for child, parent in pairwise(links):
            expected, found = child.descriptor.parent_cid, parent.descriptor.cid
            if expected and found and expected != found:
                name = parent.path.name
                raise refuse("E302", name, path=child.path, found=found, expected=expected)

    def _check_inside(self, path: Path) -> None:
        if not self.folder.trusted and not self.folder.holds(path):
            raise refuse("E109", path=path.name, target=path.resolve())


def _layer(link: _Link) -> Layer:
    held, modified = 0, 0.0
    for path in link.paths:
        try:
            found = path.stat()
        except OSError:  # a member of an .ova is no file of its own
            continue
        held += found.st_blocks * 512
        modified = max(modified, found.st_mtime)
    parsed = link.descriptor
    return Layer(
        path=link.path,
        format=parsed.create_type,
        size=link.mapping.size,
        files=link.paths,
        held=held,
        cid=parsed.cid,
        parent_cid="" if parsed.parent_cid == NO_PARENT else parsed.parent_cid,
        geometry=parsed.geometry,
        adapter=parsed.ddb.get("ddb.adaptertype", ""),
        modified=datetime.fromtimestamp(modified, UTC),
    )


def _series(path: Path) -> tuple[Path, ...]:
    """``vm.vmdk``, ``vm-02.vmdk``, ``vm-03.vmdk`` … as far as they exist."""
    found = [path]
    while len(found) < 99:
        following = path.with_name(f"{path.stem}-{len(found) + 1:02}{path.suffix}")
        if not following.exists():
            break
        found.append(following)
    return tuple(found)


def _joined(parts: Sequence[Mapping]) -> Mapping:
    return parts[0] if len(parts) == 1 else Concatenated(tuple(parts))


#: ``vm.vmdk.REDO``, on ESX ``vm.vmdk.REDO_a1b2c3``.
_DISK_OF_REDO = re.compile(r"(.+)\.REDO(?:_\w{1,16})?", re.IGNORECASE)


def _redo_logs(disk: _Link, named: Path | None) -> list[Path | None]:
    """The redo log of a disk; of a series without descriptor, that of each file (or None).

    ``named``: the log of the first file, where the machine's configuration names it.
    """
    files = disk.paths if disk.descriptor.create_type == "COWD" else disk.paths[:1]
    if named is None or not (match := _DISK_OF_REDO.fullmatch(named.name)):
        return [_redo_of(each) for each in files] if named is None else [named]
    logs = [named, *(named.with_name(each.name + named.name[match.end(1) :]) for each in files[1:])]
    return [each if each.exists() else None for each in logs]


def _redo_of(path: Path) -> Path | None:
    """The redo log beside a file; refuses (E308) to choose between several."""
    found = [
        each
        for each in listing(path.parent)
        if (of := _DISK_OF_REDO.fullmatch(each.name)) and of[1].lower() == path.name.lower()
    ]
    if len(found) > 1:
        raise refuse("E308", path=path, names=", ".join(each.name for each in found))
    return found[0] if found else None


def _content_id(path: Path) -> str:
    """The content ID of the disk in a file, empty if there is none to be read."""
    files = Files()
    try:
        file = files.add(path)
        head = files.read(file, 0, min(4096, files.size(file)))
        text: bytes | None = None
        if head.startswith(hosted_sparse.MAGIC):
            header = hosted_sparse.read_header(files, file)
            text = hosted_sparse.embedded_descriptor(files, file, header)
        elif descriptor.looks_like_one(head) and files.size(file) <= descriptor.SIZE_LIMIT:
            text = files.read(file, 0, files.size(file))
        return descriptor.parse(text, path).cid if text else ""
    except Refusal:
        return ""
    finally:
        files.close()
