"""Snapshots that the running state does not descend from: which layers only they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from engine.vmware.attached import Attached, open_disk
from engine.vmware.locate import Folder
from engine.vmware.model import Branch, Disk, Snapshot, Snapshots
from engine.vmware.places import Located, Said, of_state
from engine.vmware.slots import parse_slot

#: Of more branches only the names are known.
BRANCHES_LIMIT = 64


def branches(
    snapshots: Snapshots, disks: tuple[Disk, ...], folder: Folder, placed: Mapping[str, Path]
) -> tuple[Branch, ...]:
    """The disks of every such snapshot; only headers and directories are read, nothing is kept
    open.

    ``placed`` says where files are, as texts; what was said of ``disks`` counts here too.
    """
    known = tuple(each for disk in disks for each in disk.found)
    current = {each.uid for each in snapshots.ancestors(snapshots.current)}
    others = [each for each in snapshots.all if each.uid not in current][:BRANCHES_LIMIT]
    shown = {layer.path for disk in disks for layer in disk.layers}
    found = []
    for branch in (each for other in others for each in _of(other, folder, known, placed)):
        own = tuple(layer for layer in branch.layers if layer.path not in shown)
        shown |= {layer.path for layer in own}
        found.append(Branch(branch.uid, branch.slot, own, branch.findings))
    return tuple(found)


def _of(
    snapshot: Snapshot, folder: Folder, known: tuple[Located, ...], placed: Mapping[str, Path]
) -> Iterator[Branch]:
    said = Said.of(of_state(placed, str(snapshot.uid))).after(known)
    for each in snapshot.disks:
        if slot := parse_slot(each.slot):
            attached = Attached(slot, each.written)
            disk = open_disk(attached, replace(folder, said=said), redo="discard")
            yield Branch(snapshot.uid, slot, disk.layers, disk.findings)
