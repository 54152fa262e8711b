"""Qt's own tester for the models of this room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gui.chain.chain_model import ChainModel


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[ChainModel]:
    """Qt's own tester looks at every change; its complaints fail the test."""
    made = ChainModel()
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    yield made
    assert tester.model() is made
