"""The model of the tree: rows come, change and go; Qt's own tester looks at every change."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures import machine
from PySide6.QtCore import QModelIndex, Qt

from engine.report.disk_picture import allocated
from engine.vmware.machine import read
from engine.vmware.model import Slot
from gui.chain.chain_model import RIGHT, ChainModel
from gui.chain.chain_nodes import Column
from gui.chain.machine_nodes import machine_node


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


def test_what_layers_hold_is_filled_in_later(model: ChainModel, built: machine.Machine) -> None:
    found = read(built.vmx)
    row = model.add(machine_node(found))
    model.allocate(row, allocated(found))
    disk = model.index(0, 0, model.index(row, 0))
    shown = [model.data(disk.siblingAtColumn(Column.ALLOCATED))]
    shown += [model.data(model.index(n, Column.ALLOCATED, disk)) for n in range(3)]
    assert all(text.endswith("iB") for text in shown)


def test_machines_are_told_apart_after_one_came_between(
    model: ChainModel, built: machine.Machine
) -> None:
    found = read(built.vmx)
    model.add(machine_node(found))
    model.add(machine_node(found), 0)
    below = model.index(0, 0, model.index(0, 0, model.index(1, 0)))
    assert model.machine_row(below) == 1
    assert model.parent(model.parent(below)) == model.index(1, 0)
    assert not model.parent(model.index(1, 0)).isValid()
    assert not model.index(2, 0).isValid()


def test_what_stands_against_it_is_told_once(model: ChainModel, built: machine.Machine) -> None:
    row = model.add(machine_node(read(built.vmx)))
    told: list[int] = []
    model.dataChanged.connect(lambda index, _: told.append(index.column()))
    model.judge(row, "Blocked", "error")
    model.judge(row, "Blocked", "error")
    assert told == [Column.CHECK]
    assert model.data(model.index(row, Column.CHECK)) == "Blocked"
    model.leave_out(row, ())
    assert told == [Column.CHECK]
    model.leave_out(row, ("scsi0:0",))
    assert told == [Column.CHECK, Column.NAME, Column.CHECK]


def test_a_tick_is_asked_for_and_only_of_a_disk(model: ChainModel, built: machine.Machine) -> None:
    row = model.add(machine_node(read(built.vmx)))
    machine_index = model.index(row, 0)
    disk = model.index(0, 0, machine_index)
    asked: list[tuple[int, str, bool]] = []
    model.disk_ticked.connect(lambda *each: asked.append(each))
    check = Qt.ItemDataRole.CheckStateRole
    assert model.setData(disk, Qt.CheckState.Unchecked.value, check)
    assert not model.setData(disk, "text")
    assert not model.setData(machine_index, Qt.CheckState.Unchecked.value, check)
    assert asked == [(row, "scsi0:0", False)]
    user = Qt.ItemFlag.ItemIsUserCheckable
    assert model.flags(disk) & user
    assert not model.flags(machine_index) & user
    assert not model.flags(disk.siblingAtColumn(1)) & user


def test_headings(model: ChainModel) -> None:
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(each, across) for each in (0, 9)] == ["Name", "Description"]
    assert model.headerData(0, down) is None
    align = Qt.ItemDataRole.TextAlignmentRole
    assert model.headerData(Column.SIZE, across, align) == RIGHT
    assert model.headerData(Column.NAME, across, align) is None
