"""From the newest descriptor down to the base: layers found, checked and merged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from engine.disk.block_map import Concatenated, Kind, Mapping, Nothing, Overlaid
from engine.disk.files import Files
from engine.findings import Finding, Refusal, finding, refuse
from engine.vmware import cowd, descriptor, hosted_sparse
from engine.vmware.descriptor import NO_PARENT, Descriptor
from engine.vmware.extents import Extents, open_sparse
from engine.vmware.locate import Folder, listing, locate
from engine.vmware.model import DiskChain, Layer

#: VMware allows 32 snapshots, and 255 links with them all.
LAYERS_LIMIT = 256


def open_chain(
    path: Path, folder: Folder, redo: str = "", redo_log: Path | None = None
) -> DiskChain:
    """Open the disk whose newest layer is ``path``; only headers and directories are read.

    A left-over redo log (``redo_log``, else ``path`` + ``.REDO``) is a question to the user: kept
    if ``redo`` is "commit", ignored if "discard", otherwise refused with E305.
    Refuses with the codes of E1 to E3 whatever cannot be read in full.
    """
    return _Opener(Files(), folder).open(path, redo, redo_log)


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

    def open(self, path: Path, redo: str, redo_log: Path | None) -> DiskChain:
        links: list[_Link] = []
        log = self._redo(path, redo, redo_log)
        if log is not None:
            links.append(log)
        seen: set[Path] = set()
        here: Path | None = path
        while here is not None:
            real = here.resolve()
            if real in seen:
                raise refuse("E303", path=path, name=here.name)
            if len(seen) >= LAYERS_LIMIT:
                raise refuse("E304", path=path, limit=LAYERS_LIMIT)
            seen.add(real)
            links.append(self._link(here))
            here = self._parent(links[-1])
        self._check_ids(links[1:] if log else links)
        return self.chain(links)

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
        reason = "it has no descriptor" if any(head) else "it holds data, but no descriptor"
        raise refuse("E203", path=path, reason=reason)

    def _text(self, path: Path, file: int) -> _Link:
        size = self.files.size(file)
        if size > descriptor.SIZE_LIMIT:
            raise refuse("E210", path=path, size=size, limit=descriptor.SIZE_LIMIT)
        parsed = descriptor.parse(self.files.read(file, 0, size), path)
        return self._described(path, parsed, None)

    def embedded(self, path: Path, file: int) -> _Link:
        """A sparse extent that carries its descriptor, or a bare one of a series."""
        header = hosted_sparse.read_header(self.files, file)
        text = hosted_sparse.embedded_descriptor(self.files, file, header)
        if text is None:
            return self._bare(path)
        return self._described(path, descriptor.parse(text, path), file)

    def _described(self, path: Path, parsed: Descriptor, own_file: int | None) -> _Link:
        if parsed.encrypted:
            raise refuse("E207", path=path)
        extents = Extents(self.files, path, self.folder, self.notes)
        mapping = extents.open(parsed, own_file)
        return _Link(path, parsed, mapping, (path, *extents.paths))

    def _bare(self, path: Path) -> _Link:
        """Sparse extents without a descriptor: ``vm.vmdk``, ``vm-02.vmdk`` … of old GSX."""
        paths = _series(path)
        for each in paths[1:]:
            self._check_inside(each)
        found = [self.files.add(each) for each in paths]
        parts = tuple(open_sparse(self.files, file, self.notes) for file in found)
        mapping = parts[0] if len(parts) == 1 else Concatenated(parts)
        first = parts[0]
        parent, kind = "", "sparse"
        if isinstance(first, cowd.Cowd):
            parent, kind = first.header.parent, "COWD"
        parsed = Descriptor(kind, "", "" if parent else NO_PARENT, parent, ())
        return _Link(path, parsed, mapping, paths)

    # -- the redo log

    def _redo(self, path: Path, redo: str, log: Path | None) -> _Link | None:
        first = log or _redo_of(path)
        if redo == "discard" or first is None or not first.exists():
            return None
        if redo != "commit":
            raise refuse("E305", path=first)
        suffix = first.name.removeprefix(path.name)
        parts: list[Mapping] = []
        paths: list[Path] = []
        for each in self._redo_parts(path):
            here = first if each == path else first.parent / (each.name + suffix)
            if here.exists():
                self._check_inside(here)
                paths.append(here)
                parts.append(open_sparse(self.files, self.files.add(here), self.notes))
            else:  # this part was not written to
                parts.append(Nothing(self._size_of(each), Kind.HOLE))
        mapping = parts[0] if len(parts) == 1 else Concatenated(tuple(parts))
        parsed = Descriptor("REDO", "", "", path.name, ())
        return _Link(first, parsed, mapping, tuple(paths))

    def _redo_parts(self, path: Path) -> tuple[Path, ...]:
        """The files that have a redo log each: those of a bare series, else the disk itself."""
        file = self.files.add(path)
        head = self.files.read(file, 0, min(512, self.files.size(file)))
        bare = head.startswith(cowd.MAGIC) or (
            head.startswith(hosted_sparse.MAGIC)
            and not hosted_sparse.read_header(self.files, file).descriptor_size
        )
        return _series(path) if bare else (path,)

    def _size_of(self, part: Path) -> int:
        return open_sparse(self.files, self.files.add(part), []).size

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
            raise refuse("E301", path=path, name=hint, folder=path.parent)
        self.notes.append(finding("W301", path=path.name, name=found[0].name, hint=hint))
        return found[0]

    def _check_ids(self, links: list[_Link]) -> None:
        for child, parent in pairwise(links):
            expected, found = child.descriptor.parent_cid, parent.descriptor.cid
            if expected and found and expected != found:
                raise refuse("E302", path=child.path, found=found, expected=expected)

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


def _redo_of(path: Path) -> Path | None:
    """The redo log beside a disk: ``vm.vmdk.REDO``, on ESX ``vm.vmdk.REDO_a1b2c3``."""
    pattern = re.compile(re.escape(path.name) + r"\.REDO(_\w{1,16})?", re.IGNORECASE)
    found = [each for each in listing(path.parent) if pattern.fullmatch(each.name)]
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
