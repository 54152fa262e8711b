"""The lanes of a history, painted: seen by their pixels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QTreeView
from pytestqt.qtbot import QtBot

from engine.vmware.model import Snapshots
from gui.history.history_delegate import _LANE, _LEFT, HistoryDelegate, _write
from gui.history.history_model import HistoryModel
from gui.picture.picture_colours import of_palette


@pytest.fixture
def view(qtbot: QtBot, snapshots: Snapshots) -> Iterator[QTreeView]:
    made = QTreeView()
    qtbot.addWidget(made)
    model = HistoryModel()
    made.setModel(model)
    made.setItemDelegateForColumn(0, HistoryDelegate(made))
    made.setRootIsDecorated(False)
    model.show(snapshots)
    made.resize(500, 300)
    made.setColumnWidth(0, 300)
    made.show()
    yield made
    made.setModel(None)


def model_of(view: QTreeView) -> HistoryModel:
    model = view.model()
    assert isinstance(model, HistoryModel)
    return model


def rect(view: QTreeView, state: str) -> QRect:
    return view.visualRect(model_of(view).index_of(state))


def colour(view: QTreeView, state: str, lane: int, dy: int) -> QColor:
    """The colour in a lane of a row, ``dy`` pixels below its middle."""
    place = rect(view, state)
    image = view.viewport().grab().toImage()
    at = place.left() + _LEFT + lane * _LANE
    return QColor(image.pixelColor(at, (place.top() + place.bottom() + 1) // 2 + dy))


def is_lane(view: QTreeView, found: QColor, lane: int) -> bool:
    """Whether that is the colour of a lane, or nearly: lines are smoothed."""
    hue = of_palette(view.palette()).hue(lane + 1)
    near = (abs(found.red() - hue.red()), abs(found.green() - hue.green()),
            abs(found.blue() - hue.blue()))  # fmt: skip
    return max(near) < 60


def half(view: QTreeView) -> int:
    return rect(view, "").height() // 2 - 1


def test_a_line_runs_from_the_newest_to_the_oldest(view: QTreeView) -> None:
    up, down = -half(view), half(view)
    assert not is_lane(view, colour(view, "", 0, up), 0)
    for state in ("", "3", "2"):
        assert is_lane(view, colour(view, state, 0, down), 0)
    assert is_lane(view, colour(view, "1", 0, up), 0)
    assert not is_lane(view, colour(view, "1", 0, down), 0)


def test_a_branch_has_a_lane_of_its_own(view: QTreeView) -> None:
    assert is_lane(view, colour(view, "4", 1, half(view)), 1)
    assert not is_lane(view, colour(view, "4", 1, -half(view)), 1)
    assert is_lane(view, colour(view, "4", 0, 0), 0)  # the other runs through


def test_the_dot_of_what_is_chosen_is_filled(view: QTreeView) -> None:
    ground = view.palette().base().color()
    assert colour(view, "4", 1, 0) == ground
    model_of(view).choose("4")
    assert is_lane(view, colour(view, "4", 1, 0), 1)
    assert colour(view, "3", 0, 0) == ground


def test_what_is_searched_for_has_no_lines(view: QTreeView) -> None:
    model_of(view).search("update")
    for state in "321":
        assert not is_lane(view, colour(view, state, 0, half(view)), 0)
    model_of(view).choose("4")
    assert is_lane(view, colour(view, "4", 0, 0), 0)  # its dot, in the first lane


def test_rows_have_room_for_their_lanes(view: QTreeView) -> None:
    plain = QTreeView.sizeHintForRow
    assert view.sizeHintForColumn(0) > _LEFT + _LANE
    assert plain(view, 0) > view.fontMetrics().height()


@pytest.mark.parametrize(("width", "is_short"), [(400, False), (90, True)])
def test_a_name_without_room_is_what_tells_it_apart(width: int, is_short: bool) -> None:
    """Each is written into a picture of its own, and compared with the name alone."""

    def written(name: str, short: str) -> QImage:
        image = QImage(width, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        _write(painter, QRect(0, 0, width, 30), name, short)
        painter.end()
        return image

    name, short = "Before the update of the database 2", "… 2"
    expected = short if is_short else name
    assert written(name, short) == written(expected, expected)
    assert written(name, short) != written("", "")
