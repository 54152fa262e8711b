"""The parent of a layer: by its name, else by its content ID; never one that cannot be it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.findings import Refusal, finding, refuse
from engine.source.paths import exists, listing, real
from engine.vmware.descriptor_file import descriptor_of
from engine.vmware.layers import Link, flat_of
from engine.vmware.locate import last_name
from engine.vmware.opening import Opening
from engine.vmware.places import How, Located, Place


def find_parent(opening: Opening, links: Sequence[Link], place: Place) -> Located | None:
    """The file at ``place``, the parent of the last of ``links``; None if that is the base.

    Whatever has only the right name must have the content ID that is asked for (W302), and must
    not be in the chain already. Refuses E109 and, where there is no such file, E219 or E301.
    """
    parsed, path = links[-1].descriptor, links[-1].path
    if not parsed.is_child:
        return None
    chain = {real(link.path) for link in links}
    located = _by_hint(opening, links[-1], place)
    if located is not None and located.how is not How.BESIDE:
        return located
    if located is not None:
        if real(located.path) not in chain and _may_be(located.path, parsed.parent_cid):
            note = finding("W302", path=path.name, name=located.path.name, hint=parsed.parent_hint)
            opening.notes.append(note)
            return located
        opening.found.remove(located)
    return _by_content(opening, links[-1], place, chain)


def _by_hint(opening: Opening, link: Link, place: Place) -> Located | None:
    hint = link.descriptor.parent_hint
    if not hint and place not in opening.folder.said.by_place:
        return None
    try:
        return opening.locate(hint or link.path.name, link.path.parent, place)
    except Refusal as refusal:
        if refusal.findings[0].code != "E201":
            raise
        return None


def _may_be(path: Path, content_id: str) -> bool:
    """Whether the file has the content ID, as far as both are known."""
    found = _content_id_of(path)
    return not found or not content_id or found == content_id


def _by_content(opening: Opening, link: Link, place: Place, chain: set[Path]) -> Located:
    """The only other disk in the folder that has the content ID of the parent (W301)."""
    parsed, path = link.descriptor, link.path
    hint = parsed.parent_hint or "nothing"
    found = [
        each
        for each in listing(path.parent)
        if each.suffix.lower() == ".vmdk" and real(each) not in chain
        if opening.folder.holds(each)
        if parsed.parent_cid and _content_id_of(each) == parsed.parent_cid
    ]
    if len(found) != 1:
        raise _missing(link).at(place)
    opening.notes.append(finding("W301", path=path.name, name=found[0].name, hint=hint))
    located = Located(found[0], place, hint, str(found[0]), How.BY_CONTENT)
    opening.found.append(located)
    return located


def _missing(link: Link) -> Refusal:
    parsed, path = link.descriptor, link.path
    file = last_name(parsed.parent_hint)
    lost = path.with_name(file) if file else path
    if lost != path and not exists(lost) and exists(flat_of(lost)):
        return refuse("E219", path=lost, flat=flat_of(lost).name)
    hint = parsed.parent_hint or "nothing"
    return refuse("E301", file, path=path, name=hint, folder=path.parent)


def _content_id_of(path: Path) -> str:
    """The content ID of the disk in a file, empty if there is none to be read."""
    found = descriptor_of(path)
    return found.cid if found else ""
