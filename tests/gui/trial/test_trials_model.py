"""The table of combinations: what is derived of each, and what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from engine.job.trial.cell import Cell
from engine.job.trial.results import Tried
from engine.xen.compat import Verdict
from engine.xen.domain import Domain
from gui.trial.trials_model import BUS, DERIVED, FIRMWARE, HAL, TIME, TRIED, TrialsModel

TIP, SIGN = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DecorationRole


def cell(hal: str, kind: Any = "fits", **flags: Any) -> Cell:
    return Cell(hal, Domain("guest", 64, 1, **flags), Verdict(kind, f"It {kind}.", "a book"))


CELLS = (cell("halacpi"), cell("halmps", "fails", acpi=False, hdtype="ahci"))


def tried(of: Cell, outcome: str = "reached", **more: Any) -> Tried:
    usual: dict[str, Any] = {
        "hal": of.hal, "flags": str(of.flags), "settings": of.flags.settings, "where": "here",
        "outcome": outcome, "code": "E733", "message": "it stopped", "remedy": "try another",
        "said": "login:", "seconds": 12.6, "when": "", "runner": None, "picture": "",
        "derived": of.derived.kind,
    }  # fmt: skip
    return Tried(**{**usual, **more})


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[TrialsModel]:
    made = TrialsModel()
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    made.show_cells(Path("/srv/out"), CELLS)
    yield made
    assert tester.model() is made


def texts(model: TrialsModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_what_is_derived_is_told_before_anything_was_tried(model: TrialsModel) -> None:
    assert [texts(model, row)[HAL] for row in (0, 1)] == ["halacpi", "halmps"]
    assert [texts(model, row)[BUS] for row in (0, 1)] == ["IDE", "AHCI"]
    assert [texts(model, row)[DERIVED] for row in (0, 1)] == ["fits", "fails"]
    assert [texts(model, row)[TRIED:] for row in (0, 1)] == [["", ""], ["", ""]]
    assert model.index(1, DERIVED).data(TIP) == "It fails."
    assert model.index(0, TRIED).data(SIGN) is None
    assert not model.index(0, DERIVED).data(SIGN).isNull()
    assert model.titles()[HAL] == "HAL"


def test_what_was_seen_is_told(model: TrialsModel) -> None:
    model.show_tried([(CELLS[0], tried(CELLS[0])), (CELLS[1], tried(CELLS[1], "failed"))])
    assert texts(model, 0)[TRIED:] == ["started", "13 s"]
    assert texts(model, 1)[TRIED] == "it stopped"
    assert [model.index(row, TRIED).data(TIP) for row in (0, 1)] == ["login:", "try another"]
    assert model.index(0, TIME).data(SIGN) is None


def test_what_does_not_agree_is_said_to_be_so(model: TrialsModel) -> None:
    wrong = [(CELLS[0], tried(CELLS[0], "failed")), (CELLS[1], tried(CELLS[1]))]
    model.show_tried(wrong)
    assert [texts(model, row)[TRIED] for row in (0, 1)] == [
        "not as derived: it stopped", "not as derived: started",
    ]  # fmt: skip
    model.show_tried([(CELLS[0], tried(CELLS[0], "off"))])  # that says nothing
    assert texts(model, 0)[TRIED] == "it stopped"


def test_a_picture_is_below_the_folder(model: TrialsModel) -> None:
    model.show_tried([(CELLS[0], tried(CELLS[0], picture="../../a.png")),
                      (CELLS[1], tried(CELLS[1]))])  # fmt: skip
    assert model.picture(0) == Path("/srv/out/trials/a.png")
    assert model.picture(1) is None


def test_the_same_is_not_told_again(model: TrialsModel) -> None:
    told: list[bool] = []
    model.dataChanged.connect(lambda *_: told.append(True))
    seen = [(CELLS[0], tried(CELLS[0]))]
    for _ in range(2):
        model.show_tried(seen)
    assert len(told) == 1
    model.show_tried([(CELLS[0], replace(seen[0][1], seconds=99.0))])
    assert len(told) == 2


def test_columns_that_are_the_same_for_all_say_nothing(model: TrialsModel) -> None:
    assert [model.says_nothing(column) for column in (HAL, BUS, FIRMWARE)] == [False, False, True]
    assert not model.says_nothing(TIME)  # it does not tell a cell


def test_other_cells_begin_anew(model: TrialsModel) -> None:
    model.show_tried([(CELLS[0], tried(CELLS[0]))])
    model.show_cells(Path("/srv/other"), CELLS[:1])
    assert (model.rowCount(), model.tried(0), model.cell(0)) == (1, None, CELLS[0])
