"""The tree of machines, without a window around it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures import broken, machine
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from engine.vmware.machine import read
from engine.vmware.model import Slot, Snapshot, Snapshots, VirtualMachine
from gui.chain_nodes import Node, columns, machine_node
from gui.chain_tree import BECOMES, ChainModel, ChainTree


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[ChainModel]:
    """Qt's own tester looks at every change; its complaints fail the test."""
    made = ChainModel()
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    yield made
    assert tester.model() is made


def table(node: Node, depth: int = 0) -> list[tuple[str, str]]:
    """Name (indented) and role of a node and all below it."""
    rows = [("  " * depth + node.name, node.role)]
    for child in node.children:
        rows += table(child, depth + 1)
    return rows


def test_a_machine_reads_from_the_running_state_to_the_base(built: machine.Machine) -> None:
    assert table(machine_node(read(built.vmx))) == [
        ("win2003", "Virtual machine"),
        ("  Disk scsi0:0", "Hard disk"),
        ("    win2003-000002.vmdk", "Running state"),
        ("    win2003-000001.vmdk", "Snapshot “Snapshot 2”"),
        ("    win2003.vmdk", "Base · Snapshot “Snapshot 1”"),
        ("  Snapshots", "2"),
        ("    Snapshot 1", "Snapshot 1"),
        ("      Snapshot 2", "Snapshot 2"),
    ]


def test_columns_of_a_layer(built: machine.Machine) -> None:
    layer = machine_node(read(built.vmx)).children[0].children[0]
    shown = dict(zip(columns(), layer.cells, strict=True))
    assert shown["Format"] == "monolithicSparse"
    assert shown["Virtual size"] == "16 MiB"
    assert shown["Held on disk"].endswith("iB")
    assert shown["State"] == "OK"
    assert datetime.fromisoformat(shown["Date"]).year >= 2024


def test_the_current_snapshot_is_marked(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=2, branches=True)
    snapshots = machine_node(read(made.vmx)).children[-1]
    first = snapshots.children[0]
    assert [child.name for child in first.children] == ["Snapshot 2", "Snapshot 3"]
    assert [child.state for child in first.children] == ["Current", ""]
    assert [child.bold for child in first.children] == [True, False]


def test_a_disk_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20)
    made.disk.with_name("win2003-000001.vmdk").unlink()
    node = machine_node(read(made.vmx))
    disk = node.children[0]
    assert (node.state_icon, disk.state_icon) == ("error", "error")
    (why,) = disk.children
    assert why.spans
    assert why.name.startswith("E301: The parent win2003-000001.vmdk")
    assert "Copy it" in why.detail


@pytest.mark.parametrize("kind", broken.KINDS)
def test_every_broken_machine_has_a_tree(
    kind: str, tmp_path: Path, model: ChainModel, qtbot: QtBot
) -> None:
    from engine.findings import Refusal

    try:
        found = read(broken.KINDS[kind](tmp_path / "vm"))
    except Refusal:
        return  # nothing to be shown
    tree = ChainTree(model)
    qtbot.addWidget(tree)
    model.add(machine_node(found))
    tree.show()
    assert model.rowCount() == 1


def test_a_thousand_snapshots_in_a_row(model: ChainModel, qtbot: QtBot) -> None:
    row = tuple(
        Snapshot(uid, uid - 1 or None, f"number {uid}", "", datetime.now(UTC), False, ())
        for uid in range(1, 1001)
    )
    tree = ChainTree(model)
    qtbot.addWidget(tree)
    deep = VirtualMachine(Path("/vm/a.vmx"), "deep", snapshots=Snapshots(row, 1000))
    model.add(machine_node(deep))
    index = model.index(0, 0, model.index(0, 0))
    depth = 0
    while model.rowCount(index):
        index = model.index(0, 0, index)
        depth += 1
    assert depth == 1000
    assert model.data(model.index(index.row(), 7, index.parent())) == "Current"


def test_machines_come_and_go(model: ChainModel, built: machine.Machine) -> None:
    found = read(built.vmx)
    assert [model.add(machine_node(found)) for _ in range(3)] == [0, 1, 2]
    model.remove(1)
    assert model.rowCount() == 2
    last = model.index(0, 0, model.index(1, 0))
    assert model.machine_row(last) == 1
    assert model.machine_row(QModelIndex()) == -1
    model.remove(0)
    model.remove(0)
    assert model.rowCount() == 0


def test_what_a_disk_becomes_is_filled_in_later(model: ChainModel, built: machine.Machine) -> None:
    row = model.add(machine_node(read(built.vmx)))
    disk = model.index(0, BECOMES, model.index(row, 0))
    assert model.data(disk) == "scsi0:0"
    model.assign(row, {Slot("scsi", 0, 0): "hda"})
    assert model.data(disk) == "scsi0:0 → hda"
    model.assign(row, {})
    assert model.data(disk) == "scsi0:0"


def test_a_row_can_be_heard(model: ChainModel, built: machine.Machine) -> None:
    model.add(machine_node(read(built.vmx)))
    disk = model.index(0, 0, model.index(0, 0))
    heard = model.data(disk, Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("Disk scsi0:0, Hard disk, scsi0:0, 16 MiB")
