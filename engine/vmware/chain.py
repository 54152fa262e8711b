"""From the newest descriptor down to the base: layers found, checked and merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from engine.disk.block_map import Overlaid
from engine.findings import Finding, Refusal, refuse
from engine.source.paths import real, stat
from engine.vmware.descriptor import NO_PARENT
from engine.vmware.layers import Link, open_layer
from engine.vmware.locate import Folder
from engine.vmware.model import DiskChain, Layer
from engine.vmware.opening import Opening
from engine.vmware.parents import find_parent
from engine.vmware.places import How, Located, Place
from engine.vmware.redo_logs import disk_of, open_redo, redo_logs

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
    return open_layers(Opening(folder), path, redo, redo_log)


def open_layers(opening: Opening, path: Path, redo: str, redo_log: Path | None = None) -> DiskChain:
    """The same for a disk that is being opened."""
    if disk := disk_of(path):
        path, redo, redo_log = disk, "commit", path
    chain = _Chain(opening)
    try:
        return chain.open(path, redo, redo_log)
    except Refusal as refusal:
        raise BrokenChain(refusal.findings, tuple(map(_layer, chain.links))) from None


class BrokenChain(Refusal):
    """A chain that cannot be opened; ``layers`` are those that could be, newest first."""

    def __init__(self, findings: Iterable[Finding], layers: tuple[Layer, ...]) -> None:
        super().__init__(findings)
        self.layers = layers


@dataclass(slots=True)
class _Chain:
    opening: Opening
    links: list[Link] = field(default_factory=list)  #: from the newest layer down, so far

    def open(self, path: Path, redo: str, redo_log: Path | None) -> DiskChain:
        self._find_links(path)
        logs = [] if redo == "discard" else redo_logs(self.links[0], redo_log)
        if present := tuple(each for each in logs if each is not None):
            if redo != "commit":
                raise refuse("E305", path=present[0])
            self.links.insert(0, open_redo(self.opening, logs, present, self.links[0]))
        _check_ids(self.links, self.opening.node, redo_log=bool(present))
        return self.merged()

    def _find_links(self, path: Path) -> None:
        """From the newest layer to the base."""
        place, seen = Place(self.opening.node), {real(path)}
        self.links.append(open_layer(self.opening, path, place))
        while located := find_parent(self.opening, self.links, place.parent):
            place = place.parent
            where = real(located.path)
            if where in seen:
                raise refuse("E303", path=path, name=located.path.name)
            if len(seen) >= LAYERS_LIMIT:
                raise refuse("E304", path=path, limit=LAYERS_LIMIT)
            seen.add(where)
            self.links.append(self._parent(located, place))

    def _parent(self, located: Located, place: Place) -> Link:
        """The layer in the file found; what was only guessed must have the child's size too."""
        link, child = open_layer(self.opening, located.path, place), self.links[-1]
        known = link.descriptor.cid and child.descriptor.parent_cid
        if link.mapping.size != child.mapping.size and not known and located.how is not How.NAMED:
            raise refuse(
                "E301",
                located.path.name,
                path=child.path,
                name=child.descriptor.parent_hint,
                folder=child.path.parent,
            ).at(place)
        return link

    def merged(self) -> DiskChain:
        mappings = tuple(link.mapping for link in self.links)
        merged = mappings[0] if len(mappings) == 1 else Overlaid(mappings)
        layers = tuple(map(_layer, self.links))
        return DiskChain(layers, merged, mappings, self.opening.files, self.opening.notes)


def _check_ids(links: list[Link], node: str, *, redo_log: bool) -> None:
    """Refuse (E302) a parent whose content is another than that which the child was made from."""
    for number, (child, parent) in enumerate(pairwise(links)):
        expected, found = child.descriptor.parent_cid, parent.descriptor.cid
        if expected and found and expected != found:
            name, place = parent.path.name, Place(node, number + 2 - redo_log)
            fields = {"path": child.path, "found": found, "expected": expected}
            raise refuse("E302", name, **fields).at(place)


def _layer(link: Link) -> Layer:
    held, modified = 0, 0
    for path in link.paths:
        found = stat(path)
        held += found.held
        modified = max(modified, found.modified)
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
        modified=datetime.fromtimestamp(modified / 1e9, UTC),
    )
