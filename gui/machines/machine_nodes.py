"""The rows of one machine: its disks, and its snapshots as the tree they are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.vmware.model import Snapshot, VirtualMachine
from gui.chain.chain_nodes import (
    Icon,
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
        name=machine.name,
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
    if machine.snapshots.all:
        node.add(_States(machine).top())
    return node


class _States:
    """All states that can be converted: snapshots, and the running state where it belongs."""

    def __init__(self, machine: VirtualMachine) -> None:
        self._machine = machine
        self._snapshots = machine.snapshots
        self._current = {each.uid for each in self._snapshots.ancestors(self._snapshots.current)}

    def top(self) -> Node:
        found = Node(
            name=_tr("Snapshots"),
            role=_tr("choose what is converted"),
            icon="snapshot",
            description=str(len(self._snapshots.all)),
        )
        children: dict[int | None, list[Snapshot]] = {}
        for each in self._snapshots.all:
            children.setdefault(each.parent, []).append(each)
        waiting: list[tuple[Node, int | None]] = [(found, None)]
        while waiting:
            node, uid = waiting.pop()
            for child in children.get(uid, []):
                waiting.append((node.add(self._snapshot(child)), child.uid))
            if uid == self._snapshots.current:
                node.add(self._running())
        return found

    def _running(self) -> Node:
        return Node(
            name=_tr("Running state"),
            role=_tr("now"),
            check=_tr("Current"),
            icon="current",
            state="",
            chosen=True,
        )

    def _snapshot(self, snapshot: Snapshot) -> Node:
        beside = snapshot.uid not in self._current
        icon: Icon = "branch" if beside else "snapshot"
        made = date(snapshot.created)
        when = made or _tr("Snapshot {number}").format(number=snapshot.uid)
        memory = _tr("with memory") if snapshot.has_memory else ""
        node = Node(
            name=snapshot.name or _tr("(no name)"),
            role=_tr("{when}, branch").format(when=when) if beside else when,
            date=made,
            format=memory,
            description=" ".join(snapshot.description.split()),
            icon=icon,
            detail=snapshot.description,
            state=str(snapshot.uid),
        )
        if beside:
            self._add_branch(node, snapshot.uid)
        return node

    def _add_branch(self, node: Node, uid: int) -> None:
        """The layers that only this branch has, and whether it could be converted."""
        own = [each for each in self._machine.branches if each.uid == uid]
        findings = tuple(finding for branch in own for finding in branch.findings)
        for branch in own:
            for layer in branch.layers:
                node.add(layer_node(layer, _tr("Layer of this branch"), branch.slot))
        add_findings(node, findings, f"@{uid}")
        if own:
            node.check, node.check_icon = verdict(findings)


def _tr(text: str) -> str:
    return QCoreApplication.translate("machine_nodes", text)
