"""The tree of machines, without a window around it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fixtures import broken, machine, sixty
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from engine.report.disk_picture import allocated
from engine.vmware.machine import read
from engine.vmware.model import Slot
from gui.chain.chain_model import NOWHERE, ChainModel
from gui.chain.chain_nodes import Column, Node, columns
from gui.chain.chain_tree import ChainTree
from gui.chain.machine_nodes import machine_node


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
    ]


def test_columns_of_a_layer(built: machine.Machine) -> None:
    layer = machine_node(read(built.vmx)).children[0].children[0]
    shown = dict(zip(columns(), layer.cells, strict=True))
    assert shown["Format"] == "monolithicSparse"
    assert shown["Size"] == "16 MiB"
    assert shown["Held"].endswith("iB")
    assert shown["Check"] == "OK"
    assert shown["Description"].startswith("content ID ")
    assert datetime.fromisoformat(shown["Date"]).year >= 2024


def test_layers_that_only_a_branch_has_stand_below_it(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=2, branches=True)
    beside = machine_node(read(made.vmx)).children[-1]
    assert (beside.name, beside.role, beside.icon) == ("Snapshot 3", "Branch", "branch")
    assert (bool(beside.date), beside.check) == (True, "OK")
    assert table(beside)[1:] == [("  win2003-000003.vmdk", "Layer of this branch")]


def test_a_branch_that_misses_a_part_says_so(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=2, branches=True)
    made.disk.with_name("win2003-000003.vmdk").unlink()
    node = machine_node(read(made.vmx))
    assert node.check == "OK"  # the running state needs it not
    beside = node.children[-1]
    assert (beside.check, beside.check_icon) == ("Blocked", "error")
    (part,) = beside.children
    assert (part.name, part.icon, part.missing) == (
        "win2003-000003.vmdk",
        "missing",
        "win2003-000003.vmdk",
    )


@pytest.mark.parametrize(
    ("harm", "name", "check"),
    [
        (lambda path: path.unlink(), "win2003-000001.vmdk", "Missing"),
        (lambda path: os.truncate(path, 100), "win2003-000001.vmdk", "Truncated"),
        (lambda path: path.write_bytes(b"junk" * 999), "win2003-000001.vmdk", "Damaged"),
    ],
)
def test_what_is_wrong_is_told_at_the_file(
    tmp_path: Path, harm: Callable[[Path], object], name: str, check: str, model: ChainModel
) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20)
    harm(made.disk.with_name(name))
    row = model.add(machine_node(read(made.vmx)))
    disk = model.index(0, 0, model.index(row, 0))
    assert model.data(model.index(0, 0, disk)) == "win2003-000002.vmdk"  # what can be read
    part = model.index(1, Column.CHECK, disk)
    assert model.data(model.index(1, 0, disk)) == name
    assert model.data(part) == f"{check} – Locate…"
    assert model.data(part, Qt.ItemDataRole.ForegroundRole)  # like a link


def test_a_wrong_content_id_is_told_at_the_layer(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, layout="monolithicFlat")
    base = made.disk.with_name("win2003.vmdk")
    lines = base.read_text().splitlines()
    base.write_text("\n".join("CID=12345678" if x.startswith("CID=") else x for x in lines))
    layers = machine_node(read(made.vmx)).children[0].children
    assert [layer.check for layer in layers] == ["OK", "OK", "Wrong content ID"]


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
    disk = model.index(0, Column.BECOMES, model.index(row, 0))
    assert model.data(disk) == "scsi0:0 lsilogic"
    model.assign(row, {Slot("scsi", 0, 0): "hda"})
    assert model.data(disk) == "scsi0:0 lsilogic → hda"
    model.assign(row, {})
    assert model.data(disk) == "scsi0:0 lsilogic"


def test_a_row_can_be_heard(model: ChainModel, built: machine.Machine) -> None:
    model.add(machine_node(read(built.vmx)))
    disk = model.index(0, 0, model.index(0, 0))
    heard = model.data(disk, Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("Disk scsi0:0, Hard disk, OK, Held ")
    assert ", Size 16 MiB, " in heard


# -- choosing and mending


@pytest.fixture
def tree(model: ChainModel, qtbot: QtBot, built: machine.Machine) -> ChainTree:
    made = ChainTree(model)
    qtbot.addWidget(made)
    made.resize(900, 400)
    model.add(machine_node(read(built.vmx)))
    made.show()
    return made


def find(model: ChainModel, name: str, parent: QModelIndex = NOWHERE) -> QModelIndex:
    """The last row of this name, depth first."""
    found = QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        below = find(model, name, index)
        if below.isValid():
            found = below
        elif model.data(index) == name:
            found = index
    return found


def test_a_layer_cannot_be_chosen(model: ChainModel, tree: ChainTree) -> None:
    layer = find(model, "win2003.vmdk")
    assert model.data(layer, Qt.ItemDataRole.CheckStateRole) is None
    assert not model.setData(layer, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert tree.menu(layer).isEmpty()


def test_a_missing_part_is_asked_for_from_its_row(
    model: ChainModel, tree: ChainTree, tmp_path: Path
) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20)
    made.disk.with_name("win2003-000001.vmdk").unlink()
    row = model.add(machine_node(read(made.vmx)))
    asked: list[tuple[int, str, str]] = []
    tree.locate_asked.connect(lambda row, name, of: asked.append((row, name, of)))
    index = model.index(1, 0, model.index(0, 0, model.index(row, 0)))
    tree.setCurrentIndex(index)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    tree.scrollTo(index)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    link = tree.visualRect(index.siblingAtColumn(Column.CHECK)).center()
    QTest.mouseClick(tree.viewport(), left, none, link)
    (action,) = tree.menu(index).actions()
    assert action.text() == "Locate “win2003-000001.vmdk” of scsi0:0.2…"
    action.trigger()
    assert asked == [(row, "win2003-000001.vmdk", "scsi0:0.2")] * 3


def test_a_missing_part_of_a_branch_is_one_of_that_snapshot(
    model: ChainModel, tree: ChainTree, tmp_path: Path
) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20, snapshots=2, branches=True)
    away = made.disk.with_name("win2003-000003.vmdk").rename(tmp_path / "away.vmdk")
    model.add(machine_node(read(made.vmx)))
    places: list[str] = []
    tree.locate_asked.connect(lambda row, name, of: places.append(of))
    (action,) = tree.menu(find(model, "win2003-000003.vmdk")).actions()
    action.trigger()
    assert places == ["scsi0:0@3"]
    placed = {places[0]: away, "scsi0:0.2@3": made.disk.with_name("win2003.vmdk")}
    again = read(made.vmx, placed=placed)
    assert [branch.findings for branch in again.branches] == [()]
    assert again.disks[0].path == made.disk  # the running state is as it was


def test_disks_have_ticks(model: ChainModel, tree: ChainTree, built: machine.Machine) -> None:
    row = model.add(machine_node(read(built.vmx)))
    disk = model.index(0, 0, model.index(row, 0))
    on, off = Qt.CheckState.Checked, Qt.CheckState.Unchecked
    asked: list[tuple[int, str, bool]] = []
    model.disk_ticked.connect(lambda *each: asked.append(each))
    assert model.data(disk, Qt.ItemDataRole.CheckStateRole) == on
    tree.setCurrentIndex(disk)
    QTest.keyClick(tree, Qt.Key.Key_Space)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert asked == [(row, "scsi0:0", False)] * 2
    assert model.data(disk, Qt.ItemDataRole.CheckStateRole) == on  # until it is so
    model.leave_out(row, ("scsi0:0",))
    assert model.data(disk, Qt.ItemDataRole.CheckStateRole) == off
    assert model.data(disk.siblingAtColumn(Column.CHECK)) == "Left out"
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert asked[-1] == (row, "scsi0:0", True)


def test_what_layers_hold_is_filled_in_later(model: ChainModel, built: machine.Machine) -> None:
    found = read(built.vmx)
    row = model.add(machine_node(found))
    model.allocate(row, allocated(found))
    disk = model.index(0, 0, model.index(row, 0))
    shown = [model.data(disk.siblingAtColumn(Column.ALLOCATED))]
    shown += [model.data(model.index(n, Column.ALLOCATED, disk)) for n in range(3)]
    assert all(text.endswith("iB") for text in shown)


@pytest.mark.parametrize(("width", "last"), [(420, Column.CHECK), (590, Column.SIZE), (1300, 9)])
def test_columns_that_have_no_room_are_on_the_tip(
    qtbot: QtBot, model: ChainModel, built: machine.Machine, width: int, last: int
) -> None:
    """No name is ever scrolled out of sight; all columns are there where there is room."""
    tree = ChainTree(model)
    qtbot.addWidget(tree)
    tree.resize(width, 300)
    tree.show()
    row = model.add(machine_node(read(built.vmx)))
    tree.show_machine(row)
    shown = [column for column in Column if not tree.isColumnHidden(column)]
    assert shown == list(Column)[: last + 1]
    assert tree.horizontalScrollBar().maximum() == 0
    layer = model.index(0, 0, model.index(0, 0, model.index(row, 0)))
    told = str(model.data(layer, Qt.ItemDataRole.ToolTipRole))
    assert "Format: monolithicSparse" in told
    assert "State: Running state" in told


def test_a_width_that_was_chosen_is_remembered(qtbot: QtBot, model: ChainModel) -> None:
    first, second = ChainTree(model), ChainTree(model)
    for tree in (first, second):
        qtbot.addWidget(tree)
        tree.resize(900, 300)
        tree.show()
    first.header().resizeSection(Column.NAME, 333)
    second.restore_text("nonsense")
    second.restore_text(first.state_text())
    assert second.columnWidth(Column.NAME) == 333


def test_a_snapshot_in_a_deep_chain_is_told_from_its_neighbours(tmp_path: Path) -> None:
    """Its place says which it is, though all names begin alike and there is little room."""
    sixty.build(tmp_path / "vm")
    disk = machine_node(read(tmp_path / "vm" / "Night watch.vmx")).children[0]
    shown = [layer.brief or layer.role for layer in disk.children]
    assert shown[:2] == ["Running state", "… 2040: nightly state of the accounting database"]
    assert len(set(shown)) == len(shown) == 31


def test_rows_stay_as_high_when_a_machine_is_closed(
    qtbot: QtBot, model: ChainModel, built: machine.Machine
) -> None:
    """Each machine has a tree of its own; what was closed before leaves no trace in it."""
    tree = ChainTree(model)
    qtbot.addWidget(tree)
    tree.resize(700, 300)
    tree.show()
    for _ in range(2):
        model.add(machine_node(read(built.vmx)))
    heights = []
    for row, closed in ((0, 0), (0, None)):
        tree.show_machine(row)
        disk = model.index(0, 0, model.index(row, 0))
        assert tree.isExpanded(disk)
        heights.append(tree.visualRect(model.index(1, 0, disk)).height())
        if closed is not None:
            model.remove(closed)
    assert heights[0] == heights[1] > 0
