"""Files that the user named without their slot: each is taken for the only one that it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from engine.findings import Finding, finding
from engine.vmware.locate import Folder, last_name
from engine.vmware.model import Disk
from engine.vmware.places import Located, Place, parse_place
from engine.vmware.spelling import folded

T = TypeVar("T")
Named = tuple[str, Place]  #: the name of a file, and which file of the machine it is


def resolved(
    folder: Folder, attempt: Callable[[Folder], tuple[T, Iterable[Named]]]
) -> tuple[T, Folder, tuple[Finding, ...]]:
    """What ``attempt`` makes of a folder in which every name said has its place.

    ``attempt`` also tells all files that it looked for. It is made again as long as names become
    clear by it. A name that several files have is E114; one that none has, is left.
    """
    for _ in range(len(folder.said.by_name) + 1):
        made, named = attempt(folder)
        places = _places(named)
        said = folder.said
        clear = {
            place: said.by_name[name]
            for name, found in places.items()
            if name in said.by_name and len(found) == 1
            for place in found
            if place not in said.by_place
        }
        if not clear:
            break
        folder = replace(folder, said=replace(said, by_place={**said.by_place, **clear}))
    said_names = ((name, places.get(name, [])) for name in folder.said.by_name)
    return made, folder, tuple(_ambiguous(name, of) for name, of in said_names if len(of) > 1)


def files_of(disks: Iterable[Disk]) -> Iterator[Named]:
    """All files that were looked for to open ``disks``: those found, and those that stop them."""
    for disk in disks:
        yield from files(disk.found, disk.findings)


def files(found: Iterable[Located], findings: Iterable[Finding]) -> Iterator[Named]:
    """The same of one disk, from how its files were found and what is said of it."""
    yield from ((last_name(each.written), each.place) for each in found)
    for each in findings:
        place = parse_place(each.place)
        if place is not None and each.file:
            yield each.file, place


def _places(named: Iterable[Named]) -> dict[str, list[Place]]:
    places: dict[str, list[Place]] = {}
    for name, place in named:
        found = places.setdefault(folded(name), [])
        if place not in found:
            found.append(place)
    return places


def _ambiguous(name: str, places: list[Place]) -> Finding:
    keys = ", ".join(f"locate.{place}" for place in places)
    return finding("E114", name=name, keys=keys)
