"""What the chain tree shows, as plain data: machine, its disks, their layers, its snapshots."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath, PureWindowsPath
from typing import Literal

from PySide6.QtCore import QCoreApplication

from engine.findings import Finding
from engine.vmware.model import Disk, Layer, Slot, Snapshot, Snapshots, VirtualMachine
from gui.units import date, size

Icon = Literal["machine", "disk", "layer", "snapshot", "current", "ok", "warning", "error", ""]


@dataclass(eq=False, slots=True)
class Node:
    """A row: one text for each column of :func:`columns`."""

    name: str
    role: str = ""
    format: str = ""
    becomes: str = ""
    size: str = ""
    held: str = ""
    date: str = ""
    state: str = ""
    icon: Icon = ""
    state_icon: Icon = ""
    detail: str = ""  #: shown as a tool tip
    bold: bool = False
    spans: bool = False  #: the name is a sentence across all columns
    slot: Slot | None = None  #: of a disk
    parent: Node | None = field(default=None, repr=False)
    row: int = 0
    children: list[Node] = field(default_factory=list, repr=False)

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.name,
            self.role,
            self.format,
            self.becomes,
            self.size,
            self.held,
            self.date,
            self.state,
        )

    def add(self, child: Node) -> Node:
        child.parent, child.row = self, len(self.children)
        self.children.append(child)
        return child


def columns() -> tuple[str, ...]:
    return (
        _tr("Name"),
        _tr("Role"),
        _tr("Format"),
        _tr("Attached → becomes"),
        _tr("Virtual size"),
        _tr("Held on disk"),
        _tr("Date"),
        _tr("State"),
    )


def machine_node(machine: VirtualMachine) -> Node:
    """The tree of one machine."""
    chains = [disk.chain for disk in machine.disks if disk.chain]
    state, state_icon = _verdict(machine.all_findings)
    node = Node(
        name=machine.name,
        role=_tr("Virtual machine"),
        size=size(sum(chain.size for chain in chains)) if chains else "",
        held=size(sum(layer.held for chain in chains for layer in chain.layers)) if chains else "",
        state=state,
        icon="machine",
        state_icon=state_icon,
        detail="\n".join(filter(None, (str(machine.path), machine.annotation))),
        bold=True,
    )
    for disk in machine.disks:
        node.add(_disk_node(disk, machine.snapshots))
    if machine.snapshots.all:
        node.add(_snapshots_node(machine.snapshots))
    return node


def _disk_node(disk: Disk, snapshots: Snapshots) -> Node:
    layers = disk.chain.layers if disk.chain else ()
    state, state_icon = _verdict(disk.findings)
    node = Node(
        name=_tr("Disk {slot}").format(slot=disk.slot),
        role=_tr("Hard disk"),
        becomes=str(disk.slot),
        size=size(disk.chain.size) if disk.chain else "",
        held=size(sum(layer.held for layer in layers)) if disk.chain else "",
        date=date(layers[0].modified) if layers else "",
        state=state,
        icon="disk",
        state_icon=state_icon,
        detail="\n".join((disk.written, disk.controller_model, disk.mode)),
        slot=disk.slot,
    )
    for number, layer in enumerate(layers):
        node.add(_layer_node(layer, layer_role(number, layer, disk, snapshots)))
    for finding in disk.findings:
        node.add(finding_node(finding))
    return node


def _layer_node(layer: Layer, role: str) -> Node:
    return Node(
        name=layer.path.name,
        role=role,
        format=layer.format,
        size=size(layer.size),
        held=size(layer.held),
        date=date(layer.modified),
        state=_tr("OK"),
        icon="layer",
        state_icon="ok",
        detail="\n".join(str(file) for file in layer.files[:20]),
    )


def finding_node(finding: Finding) -> Node:
    icon: Icon = "error" if finding.blocks else "warning"
    text = f"{finding.code}: {finding.message}"
    return Node(name=text, icon=icon, detail=finding.remedy, spans=True)


def layer_role(number: int, layer: Layer, disk: Disk, snapshots: Snapshots) -> str:
    """What a layer of a disk's running chain is: the running state, frozen by a snapshot, base."""
    frozen = [
        snapshot.name
        for snapshot in snapshots.all
        for each in snapshot.disks
        if each.slot == str(disk.slot) and _file_name(each.written) == layer.path.name
    ]
    named = _tr("Snapshot “{name}”").format(name=frozen[0]) if frozen else ""
    if number == 0:
        return _tr("Running state")
    if disk.chain and number == len(disk.chain.layers) - 1:
        return " · ".join(filter(None, (_tr("Base"), named)))
    return named or _tr("Delta")


def _snapshots_node(snapshots: Snapshots) -> Node:
    """All snapshots as the tree they are, in the order of the list."""
    top = Node(name=_tr("Snapshots"), role=str(len(snapshots.all)), icon="snapshot")
    children: dict[int | None, list[Snapshot]] = {}
    for each in snapshots.all:
        children.setdefault(each.parent, []).append(each)
    waiting: list[tuple[Node, int | None]] = [(top, None)]
    while waiting:
        node, uid = waiting.pop()
        for child in children.get(uid, []):
            waiting.append((node.add(_snapshot_node(child, snapshots)), child.uid))
    return top


def _snapshot_node(snapshot: Snapshot, snapshots: Snapshots) -> Node:
    current = snapshot.uid == snapshots.current
    memory = _tr("with memory") if snapshot.has_memory else ""
    return Node(
        name=snapshot.name or _tr("(no name)"),
        role=_tr("Snapshot {number}").format(number=snapshot.uid),
        date=date(snapshot.created),
        state=_tr("Current") if current else memory,
        icon="snapshot",
        state_icon="current" if current else "",
        detail=snapshot.description,
        bold=current,
    )


def _verdict(findings: tuple[Finding, ...]) -> tuple[str, Icon]:
    if any(each.blocks for each in findings):
        return _tr("Blocked"), "error"
    if findings:
        return _tr("OK, see findings"), "warning"
    return _tr("OK"), "ok"


def _file_name(written: str) -> str:
    """The last part of a path as VMware on any system writes it."""
    return PureWindowsPath(written).name if "\\" in written else PurePath(written).name


def _tr(text: str) -> str:
    return QCoreApplication.translate("chain_nodes", text)
