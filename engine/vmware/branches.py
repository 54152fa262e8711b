"""Snapshots that the running state does not descend from: which layers only they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.vmware.attached import Attached, open_disk
from engine.vmware.locate import Folder
from engine.vmware.model import Branch, Disk, Snapshot, Snapshots
from engine.vmware.slots import parse_slot

#: Of more branches only the names are known.
BRANCHES_LIMIT = 64


def branches(snapshots: Snapshots, disks: Iterable[Disk], folder: Folder) -> tuple[Branch, ...]:
    """The disks of every such snapshot; only headers and directories are read, nothing is kept
    open.
    """
    current = {each.uid for each in snapshots.ancestors(snapshots.current)}
    others = [each for each in snapshots.all if each.uid not in current][:BRANCHES_LIMIT]
    shown = {layer.path for disk in disks for layer in disk.layers}
    found = []
    for branch in (each for other in others for each in _of(other, folder)):
        own = tuple(layer for layer in branch.layers if layer.path not in shown)
        shown |= {layer.path for layer in own}
        found.append(Branch(branch.uid, branch.slot, own, branch.findings))
    return tuple(found)


def _of(snapshot: Snapshot, folder: Folder) -> Iterator[Branch]:
    for each in snapshot.disks:
        if slot := parse_slot(each.slot):
            disk = open_disk(Attached(slot, each.written), folder, redo="discard")
            yield Branch(snapshot.uid, slot, disk.layers, disk.findings)
