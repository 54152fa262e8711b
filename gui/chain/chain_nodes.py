"""What the chain tree shows, as plain data: machine, its disks, their layers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import PurePath, PureWindowsPath
from typing import Literal

from PySide6.QtCore import QCoreApplication

from engine.findings import Finding
from engine.vmware.model import Disk, Layer, Slot, Snapshots, VirtualMachine
from gui.engine_texts import message, remedy
from gui.widgets.told_apart import told_apart
from gui.widgets.units import date, size

Icon = Literal[
    "machine", "disk", "layer", "missing", "snapshot", "branch", "current",
    "ok", "warning", "error", "",
]  # fmt: skip


_LONG = 20  #: letters of a name that have no room in a column


class Column(IntEnum):
    """In the order of their weight: where there is little room the last ones are not shown."""

    NAME, ROLE, CHECK, HELD, SIZE, FORMAT, DATE, ALLOCATED, BECOMES, DESCRIPTION = range(10)


@dataclass(eq=False, slots=True)
class Node:
    """A row: one text for each Column."""

    name: str
    role: str = ""
    brief: str = ""  #: the role in fewer words, for a column
    check: str = ""
    becomes: str = ""
    size: str = ""
    held: str = ""
    allocated: str = ""
    date: str = ""
    format: str = ""
    description: str = ""
    icon: Icon = ""
    check_icon: Icon = ""
    detail: str = ""  #: shown as a tool tip
    bold: bool = False
    spans: bool = False  #: the name is a sentence across all columns
    slot: Slot | None = None  #: of a disk and its layers
    missing: str = ""  #: the name of a file that the user may locate
    place: str = ""  #: which file of the machine that is, as ``scsi0:1.2``
    chosen: bool = False  #: this disk is to be converted
    may_be_left_out: bool = False  #: a disk: whether it is converted can be chosen
    parent: Node | None = field(default=None, repr=False)
    row: int = 0
    children: list[Node] = field(default_factory=list, repr=False)

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.name,
            self.role,
            self.check,
            self.held,
            self.size,
            self.format,
            self.date,
            self.allocated,
            self.becomes,
            self.description,
        )

    def add(self, child: Node) -> Node:
        child.parent, child.row = self, len(self.children)
        self.children.append(child)
        return child


def columns() -> tuple[str, ...]:
    """What stands above the columns."""
    return (
        _tr("Name"),
        _tr("State"),
        _tr("Check"),
        _tr("Held"),
        _tr("Size"),
        _tr("Format"),
        _tr("Date"),
        _tr("Allocated"),
        _tr("Attached → becomes"),
        _tr("Description"),
    )


def disk_node(disk: Disk, snapshots: Snapshots) -> Node:
    """A disk with its layers, what is missing of them, and what else is to be said."""
    check, check_icon = verdict(disk.findings)
    node = Node(
        name=_tr("Disk {slot}").format(slot=disk.slot),
        role=_tr("Hard disk"),
        check=check,
        becomes=" ".join(filter(None, (str(disk.slot), disk.controller_model))),
        size=size(disk.chain.size) if disk.chain else "",
        held=size(sum(layer.held for layer in disk.layers)) if disk.layers else "",
        date=date(disk.layers[0].modified) if disk.layers else "",
        icon="disk",
        check_icon=check_icon,
        detail="\n".join((disk.written, disk.controller_model, disk.mode)),
        description=disk.mode,
        slot=disk.slot,
        may_be_left_out=True,
        chosen=True,
    )
    for number, layer in enumerate(disk.layers):
        node.add(layer_node(layer, layer_role(number, layer, disk, snapshots), disk.slot))
    frozen = [frozen_by(layer, disk.slot, snapshots) for layer in disk.layers]
    for child, name, short in zip(node.children, frozen, told_apart(frozen), strict=True):
        if len(name) > _LONG:
            child.brief = child.role.replace(_quoted(name), short)
    add_findings(node, disk.findings)
    return node


def layer_node(layer: Layer, role: str, slot: Slot) -> Node:
    return Node(
        name=layer.path.name,
        role=role,
        check=_tr("OK"),
        size=size(layer.size),
        held=size(layer.held),
        date=date(layer.modified),
        format=layer.format,
        description=_tr("content ID {cid}").format(cid=layer.cid) if layer.cid else "",
        icon="layer",
        check_icon="ok",
        detail="\n".join(str(file) for file in layer.files[:20]),
        slot=slot,
    )


def add_findings(node: Node, findings: tuple[Finding, ...], state: str = "") -> None:
    """Put what is wrong where it is wrong: at the file, if that is known, else as a sentence.

    ``state``: what is added to the places of files, where those are of a snapshot (``@3``).
    """
    for finding in findings:
        if not finding.locatable:
            node.add(finding_node(finding))
            continue
        at = next((each for each in node.children if each.name == finding.file), None)
        if at is None:
            at = node.add(Node(finding.file, icon="missing", slot=node.slot))
            at.role = _tr("Missing part") if finding.code in _MISSING else _tr("Part")
        at.check, at.check_icon = _checked(finding), "error"
        at.missing, at.place = finding.file, finding.place + state
        at.detail = f"{message(finding)}\n{remedy(finding)}"


_MISSING = ("E201", "E301")


def _checked(finding: Finding) -> str:
    words = {
        "E201": _tr("Missing"),
        "E202": _tr("Truncated"),
        "E301": _tr("Missing"),
        "E302": _tr("Wrong content ID"),
    }
    return words.get(finding.code, _tr("Damaged"))


def finding_node(finding: Finding) -> Node:
    icon: Icon = "error" if finding.blocks else "warning"
    text = f"{finding.code}: {message(finding)}"
    return Node(name=text, icon=icon, detail=remedy(finding), spans=True)


def layer_role(number: int, layer: Layer, disk: Disk, snapshots: Snapshots) -> str:
    """What a layer of a disk's running chain is: the running state, frozen by a snapshot, base."""
    frozen = frozen_by(layer, disk.slot, snapshots)
    named = _quoted(frozen) if frozen else ""
    if disk.chain and number == len(disk.chain.layers) - 1 and (number or named):
        return " · ".join(filter(None, (_tr("Base"), named)))
    if number == 0:
        return named or _tr("Running state")
    return named or _tr("Delta")


def _quoted(snapshot: str) -> str:
    return _tr("Snapshot “{name}”").format(name=snapshot)


def frozen_by(layer: Layer, slot: Slot, snapshots: Snapshots) -> str:
    """The name of the snapshot that froze a layer, empty for none."""
    names = (
        snapshot.name
        for snapshot in snapshots.all
        for each in snapshot.disks
        if each.slot == str(slot) and _file_name(each.written) == layer.path.name
    )
    return next(names, "")


def total_held(machine: VirtualMachine) -> str:
    held = sum(layer.held for disk in machine.disks for layer in disk.layers)
    return size(held) if any(disk.layers for disk in machine.disks) else ""


def verdict(findings: tuple[Finding, ...]) -> tuple[str, Icon]:
    """A word and a sign for the worst of these."""
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
