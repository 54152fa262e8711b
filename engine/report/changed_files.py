"""What changed in the files of a machine between two of its states: by folder, as text and JSON."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.disk.difference import Told
from engine.disk.reader import Reader
from engine.findings import Finding, Refusal, blocking, finding, refuse
from engine.guest import changed
from engine.guest.ownership.changes import HOWS, ChangedDisk, ChangedFile, ChangedVolume
from engine.phrase import Phrase
from engine.sizes import binary
from engine.vmware import machine as machines
from engine.vmware.model import DiskChain, Slot, VirtualMachine
from engine.vmware.places import NOWHERE

__all__ = [
    "RUNNING", "Change", "ChangedFile", "ChangedVolume", "Folder", "State", "around", "as_json",
    "as_text", "compare", "headline", "line", "most", "named", "running", "states", "steps", "tree",
]  # fmt: skip

RUNNING = "running"  #: the word for the state that is no snapshot
_MOST = 0.5  #: of all bytes: where a folder has more, it is what a sentence names
_LINES, _SMALL = 24, 0.02


@dataclass(frozen=True, slots=True)
class State:
    """A state of a machine: a snapshot, or the running state."""

    uid: str  #: of the snapshot, RUNNING
    name: str
    moment: datetime | None

    @property
    def snapshot(self) -> str:
        """As :func:`engine.vmware.machine.state` takes it."""
        return "" if self.uid == RUNNING else self.uid


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two states, by the slots of the disks."""

    older: State
    newer: State
    disks: dict[str, ChangedDisk]
    findings: tuple[Finding, ...]

    @property
    def written(self) -> int:
        """Bytes in files."""
        return sum(each.written for each in self.volumes)

    @property
    def files(self) -> int:
        return sum(len(each.files) + each.rest.files for each in self.volumes)

    @property
    def volumes(self) -> tuple[ChangedVolume, ...]:
        return tuple(volume for disk in self.disks.values() for volume in disk.volumes)


@dataclass(slots=True)
class Folder:
    """A folder with all that changed below it."""

    name: str
    path: str
    written: int = 0  #: bytes
    count: int = 0  #: files
    folders: dict[str, Folder] = field(default_factory=dict)
    files: list[ChangedFile] = field(default_factory=list)  #: in the folder itself


def line(machine: VirtualMachine) -> tuple[State, ...]:
    """The states on the way to the running one, which is the last."""
    snapshots = reversed(machine.snapshots.ancestors(machine.snapshots.current))
    taken = (State(str(each.uid), each.name, each.created) for each in snapshots)
    return (*taken, running(machine))


def running(machine: VirtualMachine) -> State:
    """The running state, of the time when the newest of its files was written."""
    layers = [disk.layers[0] for disk in machine.disks if disk.layers]
    moment = max((each.modified for each in layers), default=None)
    return State(RUNNING, Phrase("running state"), moment)


def states(machine: VirtualMachine) -> tuple[State, ...]:
    """All states, the running one last."""
    taken = (State(str(each.uid), each.name, each.created) for each in machine.snapshots.all)
    return (*taken, running(machine))


def named(machine: VirtualMachine, name: str) -> State:
    """The state that the user means by the number or name of a snapshot, or RUNNING.

    Refuses E107, E108.
    """
    if name == RUNNING:
        return running(machine)
    chosen = machines.chosen_snapshot(machine.snapshots, name)
    return State(str(chosen.uid), chosen.name, chosen.created)


def around(machine: VirtualMachine, uid: str, older: str = "") -> tuple[State, State] | None:
    """``older`` and a state; else the one before it and a state; of the first one itself and one
    after it. None if alone.
    """
    known = {each.uid: each for each in states(machine)}
    snapshots = machine.snapshots
    own = known.get(uid, known[RUNNING])
    if older in known:
        return known[older], own
    parents = {str(each.uid): each.parent for each in snapshots.all}
    parents[RUNNING] = snapshots.current
    if (parent := known.get(str(parents[own.uid]))) is not None:
        return parent, own
    child = next((each for each, of in parents.items() if str(of) == own.uid), "")
    return (own, known[child]) if child else None


def steps(machine: VirtualMachine) -> tuple[tuple[State, State], ...]:
    """Each state of the line with the one after it. Refuses E849 where there are no snapshots."""
    found = tuple(pairwise(line(machine)))
    if not found:
        raise refuse("E849")
    return found


def compare(
    machine: VirtualMachine,
    older: State,
    newer: State,
    *,
    trusted: bool = False,
    placed: Mapping[str, Path] = NOWHERE,
    cancel: threading.Event | None = None,
    told: Told | None = None,
) -> Change:
    """What differs in the files from one state to another.

    Refuses what cannot be read (E107, E2…, E845); raises Stopped soon after ``cancel`` is set.
    """
    before, after = (
        machines.state(machine, each.snapshot, trusted, placed) for each in (older, newer)
    )
    was, now = _chains(before), _chains(after)
    notes = [finding("W847", slot=slot) for slot in sorted(was.keys() ^ now.keys())]
    disks: dict[str, ChangedDisk] = {}
    for slot in sorted(was.keys() & now.keys()):
        found = changed.compare(_reader(was[slot]), _reader(now[slot]), cancel, told)
        disks[str(slot)] = found
        notes += found.findings
        if found.unread:
            notes.append(finding("W846", slot=slot, size=binary(found.unread)))
    return Change(older, newer, disks, tuple(dict.fromkeys(notes)))


def _chains(machine: VirtualMachine) -> dict[Slot, DiskChain]:
    """The disks that can be read; refuses what stands against the others."""
    found = {}
    for disk in machine.disks:
        if disk.chain is None:
            raise Refusal(blocking(disk.findings) or disk.findings)
        found[disk.slot] = disk.chain
    return found


def _reader(chain: DiskChain) -> Reader:
    return Reader(chain.mapping, chain.files)


def tree(volume: ChangedVolume, containing: str = "") -> Folder:
    """The folders of a volume with what changed in them; of files whose path has ``containing``.

    Upper and lower case are the same there.
    """
    root, wanted = Folder("", volume.separator), containing.casefold()
    for each in volume.files:
        if wanted not in each.path.casefold():
            continue
        names = each.path.split(volume.separator)[1:]
        folder = root
        _count(folder, each)
        for name in names[:-1]:
            path = folder.path.rstrip(volume.separator) + volume.separator + name
            folder = folder.folders.setdefault(name, Folder(name, path))
            _count(folder, each)
        folder.files.append(each)
    return root


def _count(folder: Folder, file: ChangedFile) -> None:
    folder.written += file.written
    folder.count += 1


def most(change: Change) -> str:
    """The folder, as deep as possible, that has more than half of all bytes; else empty."""
    roots = [tree(each) for each in change.volumes if each.files]
    whole, found = change.written, ""
    inside = roots
    while inside:
        folder = max(inside, key=lambda each: each.written)
        if folder.written <= whole * _MOST:
            return found
        found = folder.path if folder.name else ""
        inside = list(folder.folders.values())
    return found


# -- for people


def headline(change: Change) -> Phrase:
    """One sentence without its stop: "812 files, 1.2 GiB, most in \\WINDOWS"."""
    said = Phrase("{count} files, {size}", count=change.files, size=binary(change.written))
    folder = most(change)
    return (
        Phrase.joined(", ", (said, Phrase("most in {folder}", folder=folder))) if folder else said
    )


def as_text(change: Change) -> Iterator[str]:
    """Lines: the sentence, then the folders of each volume."""
    moment = f" ({change.newer.moment:%Y-%m-%d %H:%M})" if change.newer.moment else ""
    yield f"{change.older.name} → {change.newer.name}{moment}: {headline(change)}"
    counts = Counter(each.how for volume in change.volumes for each in volume.files)
    if counts:
        yield "  " + ", ".join(f"{counts[how]} {how}" for how in HOWS if counts[how])
    for slot, disk in change.disks.items():
        for volume in disk.volumes:
            if volume.differing:
                yield f"  {slot}  {volume.name}  {volume.kind or 'unknown'} {volume.label}".rstrip()
                yield from _volume_text(volume)
        if disk.outside:
            yield f"  {slot}  {binary(disk.outside)} outside of its volumes"


def _volume_text(volume: ChangedVolume) -> Iterator[str]:
    if volume.files:
        yield from _folders_text(tree(volume), volume)
    if volume.rest.files:
        yield f"    {binary(volume.rest.written):>11}  {volume.rest.files} more files"
    for size, what in (
        (volume.metadata, "in folders and other structures of the file system"),
        (volume.free, "in space that is free now"),
        (volume.other, "in no file" if volume.looked else "in files that cannot be told"),
    ):
        if size:
            yield f"    {binary(size):>11}  {what}"


def _folders_text(root: Folder, volume: ChangedVolume) -> Iterator[str]:
    """The folders with most bytes; a way on which nothing else happens is one line."""
    waiting, lines = [root], 0
    while waiting and lines < _LINES:
        folder = waiting.pop()
        while len(folder.folders) == 1 and not folder.files:
            folder = next(iter(folder.folders.values()))
        yield f"    {binary(folder.written):>11}  {folder.count:>7} files  {folder.path}"
        lines += 1
        large = [each for each in folder.folders.values() if each.written > root.written * _SMALL]
        waiting += sorted(large, key=lambda each: each.written)


def as_json(change: Change) -> dict[str, Any]:
    """The same for programs; sizes in bytes."""
    return {
        "older": _state(change.older),
        "newer": _state(change.newer),
        "files": change.files,
        "written": change.written,
        "most": most(change),
        "disks": [_disk(slot, disk) for slot, disk in change.disks.items()],
    }


def _state(state: State) -> dict[str, Any]:
    return {
        "uid": state.uid,
        "name": state.name,
        "moment": state.moment.isoformat() if state.moment else None,
    }


def _disk(slot: str, disk: ChangedDisk) -> dict[str, Any]:
    return {
        "slot": slot,
        "outside": disk.outside,
        "unread": disk.unread,
        "volumes": [_volume(each) for each in disk.volumes],
    }


def _volume(volume: ChangedVolume) -> dict[str, Any]:
    return {
        "name": volume.name,
        "kind": volume.kind,
        "label": volume.label,
        "looked": volume.looked,
        "written": volume.written,
        "metadata": volume.metadata,
        "free": volume.free,
        "other": volume.other,
        "more": {"files": volume.rest.files, "written": volume.rest.written},
        "folders": [_folder(each) for each in _all(tree(volume))] if volume.files else [],
        "files": [
            {"path": each.path, "how": each.how, "written": each.written, "size": each.size}
            for each in volume.files
        ],
    }


def _folder(folder: Folder) -> dict[str, Any]:
    return {"path": folder.path, "files": folder.count, "written": folder.written}


def _all(top: Folder) -> Iterator[Folder]:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        yield folder
        waiting += folder.folders.values()
