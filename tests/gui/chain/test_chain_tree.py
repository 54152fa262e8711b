"""The tree of machines, without a window around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import broken, machine
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.vmware.machine import read
from gui.chain.chain_model import NOWHERE, ChainModel
from gui.chain.chain_nodes import Column
from gui.chain.chain_tree import ChainTree
from gui.chain.machine_nodes import machine_node


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
