"""The rows of one machine: its disks, and the layers that only branches have."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.printable import label
from engine.vmware.model import Snapshot, VirtualMachine
from gui.chain.chain_nodes import (
    Node,
    add_findings,
    disk_node,
    layer_node,
    total_held,
    verdict,
)
from gui.widgets.units import date, size


def machine_node(machine: VirtualMachine) -> Node:
    """The tree of one machine."""
    sizes = [disk.chain.size for disk in machine.disks if disk.chain]
    check, check_icon = verdict(machine.all_findings)
    node = Node(
        name=label(machine.name),
        role=_tr("Virtual machine"),
        check=check,
        size=size(sum(sizes)) if sizes else "",
        held=total_held(machine),
        description=" ".join(machine.annotation.split()),
        icon="machine",
        check_icon=check_icon,
        detail="\n".join(filter(None, (str(machine.path), machine.annotation))),
        bold=True,
    )
    for disk in machine.disks:
        node.add(disk_node(disk, machine.snapshots))
    for snapshot in machine.snapshots.all:
        _add_branch(node, machine, snapshot)
    return node


def _add_branch(node: Node, machine: VirtualMachine, snapshot: Snapshot) -> None:
    """The layers that only a snapshot beside the running state has, and what is wrong of them."""
    own = [each for each in machine.branches if each.uid == snapshot.uid]
    if not own:
        return
    findings = tuple(finding for branch in own for finding in branch.findings)
    check, check_icon = verdict(findings)
    found = node.add(
        Node(
            name=label(snapshot.name) or _tr("Snapshot {number}").format(number=snapshot.uid),
            role=_tr("Branch"),
            check=check,
            date=date(snapshot.created),
            description=" ".join(snapshot.description.split()),
            icon="branch",
            check_icon=check_icon,
            detail=snapshot.description,
        )
    )
    for branch in own:
        for layer in branch.layers:
            found.add(layer_node(layer, _tr("Layer of this branch"), branch.slot))
    add_findings(found, findings, f"@{snapshot.uid}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("machine_nodes", text)
