"""Which disk a file belongs to: two slots never have one file, and no guess takes another's.

Each disk was opened by itself. What was only guessed, because a file has the right name or content
ID, gives way to every slot that has it by right; of two guesses neither is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from engine.findings import Finding, finding
from engine.phrase import Phrase
from engine.source.paths import exists, listing, stat
from engine.vmware.locate import last_name
from engine.vmware.model import Disk, Snapshots
from engine.vmware.names import files_of
from engine.vmware.places import Located, Place, Said
from engine.vmware.slots import parse_slot
from engine.vmware.spelling import folded

Identity = tuple[object, ...] | str
_SNAPSHOT = re.compile(r"-[0-9]{6}$")


@dataclass(frozen=True, slots=True)
class _Claim:
    node: str
    path: Path
    guess: Located | None  #: what the claim rests on, where that was not named


def settled(disks: Iterable[Disk], snapshots: Snapshots, folder: Path) -> tuple[Disk, ...]:
    """``disks``, of which those are closed that hold what another slot has by right."""
    disks = tuple(disks)
    claims: dict[Identity, list[_Claim]] = {}
    named = (*_of_snapshots(snapshots, folder), *_of_missing(disks, folder))
    for claim in (*named, *(claim for disk in disks for claim in _of(disk))):
        claims.setdefault(_identity(claim.path), []).append(claim)
    wrong: dict[Located, str] = {}
    for each in claims.values():
        for claim in each:
            others = [other.node for other in each if other.node != claim.node]
            if claim.guess is not None and others:
                wrong.setdefault(claim.guess, others[0])
    return tuple(_without_guess(disk, wrong) for disk in disks)


def shared(disks: Iterable[Disk]) -> tuple[Finding, ...]:
    """E115 for each disk with a file that a disk before it has too."""
    first: dict[Identity, str] = {}
    found: dict[str, Finding] = {}
    for disk in disks:
        slot = str(disk.slot)
        for number, layer in enumerate(disk.layers, 1):
            for path in layer.files:
                owner = first.setdefault(_identity(path), slot)
                if owner != slot and slot not in found:
                    note = finding("E115", path=path, slot=slot, other=owner)
                    found[slot] = note.at(Place(slot, number))
    return tuple(found.values())


def unused(said: Said, disks: Iterable[Disk]) -> tuple[Finding, ...]:
    """E113 for each place that the user named, and that no disk has."""
    disks = tuple(disks)
    found = [place for place in said.by_place if not any(_has(disk, place) for disk in disks)]
    keys = [str(place) for place in found]
    if all(disk.chain for disk in disks):
        names = {folded(name) for name, _ in files_of(disks)}
        keys += [name for name in said.by_name if name not in names]
    known = ", ".join(str(disk.slot) for disk in disks)
    return tuple(finding("E113", key=key, known=known or "none") for key in keys)


def _has(disk: Disk, place: Place) -> bool:
    """Whether a disk has, or may have, a file at ``place``."""
    if any(each.place.node == place.node for each in disk.found) or place.node == str(disk.slot):
        layers = len(disk.layers)
        return disk.chain is None or place.layer <= layers
    return False


def _identity(path: Path) -> Identity:
    """What tells that two paths are one file, hard links and symbolic ones too."""
    try:
        found = stat(path)
    except OSError:
        return str(path)
    return (path.root, *found.identity)


def _of(disk: Disk) -> Iterator[_Claim]:
    """Every file of a disk; what hangs on a guess is guessed."""
    how = {each.path: each for each in disk.found if each.how.is_guess}
    guess = None
    for layer in disk.layers:
        guess = guess or next((how[path] for path in layer.files if path in how), None)
        for path in layer.files:
            yield _Claim(str(disk.slot), path, guess)


def _of_snapshots(snapshots: Snapshots, folder: Path) -> Iterator[_Claim]:
    """Files that snapshots name, in the folder of the machine itself."""
    for each in (disk for snapshot in snapshots.all for disk in snapshot.disks):
        path, slot = folder / each.written, parse_slot(each.slot)
        if slot and "\0" not in each.written and "\\" not in each.written and exists(path):
            yield _Claim(str(slot), path, None)


def _of_missing(disks: Iterable[Disk], folder: Path) -> Iterator[_Claim]:
    """Files in the folder of the machine that by VMware's naming belong to a disk not whole.

    ``vm-000002.vmdk`` was made over ``vm.vmdk``, ``vm-000001.vmdk`` or another such.
    """
    files: list[Path] | None = None
    for disk in disks:
        names = [disk.written, *(each.file for each in disk.findings if each.blocks)]
        stems = {_stem(last_name(name)) for name in names if disk.chain is None} - {""}
        if stems and files is None:
            files = [each for each in listing(folder) if each.suffix.lower() == ".vmdk"]
        for path in files or ():
            if stems and folded(_SNAPSHOT.sub("", path.stem)) in stems:
                yield _Claim(str(disk.slot), path, None)


def _stem(name: str) -> str:
    """``vm`` of ``vm-000002.vmdk``; empty for what no snapshot made."""
    stem = Path(name).stem
    return folded(_SNAPSHOT.sub("", stem)) if _SNAPSHOT.search(stem) else ""


def _without_guess(disk: Disk, wrong: Mapping[Located, str]) -> Disk:
    """A disk closed because of what it only guessed; the layers before that stay to be seen."""
    guess = next((each for each in disk.found if each in wrong), None)
    if guess is None:
        return disk
    place, name = guess.place, guess.path.name
    note = finding("W207", name=name, slot=wrong[guess], place=place)
    kept = tuple(each for each in disk.findings if each not in guess.findings)
    findings = (*kept, note, _lost(disk, guess).at(place))
    layers = disk.layers[: max(place.layer - 1, 0)]
    return replace(disk, chain=None, findings=findings, readable=layers)


def _lost(disk: Disk, guess: Located) -> Finding:
    """That the file is missing; a copy beside the other one would take its name."""
    apart = Phrase("a folder of its own")
    if guess.place.layer > 1 and not guess.place.extent:
        child = disk.layers[guess.place.layer - 2].path
        return finding("E301", guess.path.name, path=child, name=guess.written, folder=apart)
    return finding("E201", guess.path.name, path=guess.written, folder=apart)
