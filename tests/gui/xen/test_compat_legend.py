"""The legend of the compatibility table."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.xen.compat_legend import Legend


@pytest.mark.parametrize("width", [140, 300, 900])
def test_nothing_is_cut_off(qtbot: QtBot, width: int) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(width, legend.heightForWidth(width))
    legend.show()
    words = [label for label in legend.findChildren(QLabel) if label.text()]
    assert len(words) > 5
    for label in words:
        corner = label.mapTo(legend, label.rect().bottomRight())
        assert legend.rect().contains(corner), label.text()
        assert label.width() >= label.sizeHint().width()


def test_what_is_hidden_takes_no_room(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show()
    width = 10_000
    one_line = legend.heightForWidth(width)
    narrow = legend.heightForWidth(200)
    legend.set_has_hals(False)
    assert legend.heightForWidth(width) == one_line
    assert legend.heightForWidth(200) <= narrow
