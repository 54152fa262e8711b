"""The tree of changed files as Qt has it; Qt's own tester looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from report.changes import KIB, SOME, change, file, volume

from engine.guest.ownership.changes import ChangedFile
from gui.files.files_model import RIGHT, Column, FilesModel
from gui.files.files_nodes import rows


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[FilesModel]:
    made = FilesModel()
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    made.show_rows(rows(change(replace(SOME, metadata=KIB))))
    yield made
    assert tester.model() is made


def texts(model: FilesModel, index: QModelIndex) -> list[str]:
    return [index.siblingAtColumn(column).data() for column in Column]


def test_each_column_says_what_it_can(model: FilesModel) -> None:
    top = model.index(0, 0)
    assert texts(model, top) == ["scsi0:0 1 ext4", "", "62 KiB", "4", ""]
    var, d, blocks = (model.index(row, 0, top) for row in range(3))
    assert texts(model, var) == ["var", "", "60 KiB", "3", ""]
    assert texts(model, d) == ["d", "changed", "1 KiB", "", "1 KiB"]
    assert texts(model, blocks)[2:] == ["1 KiB", "", ""]
    removed = model.index(1, 0, var)
    assert texts(model, removed)[1] == "removed"


def test_an_empty_file_has_a_size(model: FilesModel) -> None:
    model.show_rows(rows(change(volume(ChangedFile("/empty", "added", 0, 0)))))
    assert texts(model, model.index(0, 0, model.index(0, 0))) == ["empty", "added", "", "", "0 B"]


def test_children_have_their_parents(model: FilesModel) -> None:
    top = model.index(0, 0)
    var = model.index(0, 0, top)
    assert var.parent() == top
    assert not top.parent().isValid()
    assert model.rowCount(var) == 2
    assert model.rowCount(var.siblingAtColumn(1)) == 0
    assert not model.index(9, 0, top).isValid()
    assert not model.index(0, len(Column), top).isValid()


def test_a_tip_has_the_whole_path(model: FilesModel) -> None:
    var = model.index(0, 0, model.index(0, 0))
    log = model.index(0, 0, var)
    assert model.index(0, 0, log).data(Qt.ItemDataRole.ToolTipRole) == "/var/log/a"
    assert log.data(Qt.ItemDataRole.ToolTipRole) == "log"


def test_numbers_stand_at_the_right(model: FilesModel) -> None:
    role = Qt.ItemDataRole.TextAlignmentRole
    top = model.index(0, 0)
    assert [top.siblingAtColumn(each).data(role) for each in (Column.HOW, Column.WRITTEN)] == [
        None, RIGHT,
    ]  # fmt: skip
    across = Qt.Orientation.Horizontal
    assert model.headerData(Column.SIZE, across, role) == RIGHT
    assert [model.headerData(each, across) for each in Column][::4] == ["Name", "Size"]


def test_other_rows_take_the_place_of_all(model: FilesModel) -> None:
    model.show_rows(rows(change(volume(file("/a", 1)))))
    assert (model.rowCount(), model.index(0, 0, model.index(0, 0)).data()) == (1, "a")
    model.show_rows([])
    assert model.rowCount() == 0
