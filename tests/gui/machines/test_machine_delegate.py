"""Rows of the list, painted: seen by their pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from gui.desktop import theme
from gui.machines.machine_delegate import (
    _BADGES,
    _TONES,
    BADGE,
    GAP,
    Badge,
    MachineDelegate,
    _tone,
)
from gui.machines.machine_rows import MachineRows
from gui.machines.state_chip import Tone
from gui.queue.progress import Course, Row
from gui.queue.state import State
from gui.widgets import row_painting

Make = Callable[..., Any]


@pytest.fixture
def view(qtbot: QtBot, waiting: Make, finished: Make) -> QListView:
    """A machine in trouble, and a finished one below the heading."""
    made = QListView()
    qtbot.addWidget(made)
    rows = MachineRows(made)
    for place, each in enumerate((waiting("one", State.BLOCKED), finished("old"))):
        rows.insert(place, each)
    made.setModel(rows)
    made.setItemDelegate(MachineDelegate(made))
    made.resize(300, 200)
    made.show()
    return made


def seen(view: QListView) -> QImage:
    return view.viewport().grab().toImage()


def names(image: QImage, row: Any) -> set[str]:
    """All colours in a row."""
    return {
        image.pixelColor(x, y).name()
        for x in range(row.left(), row.right()) for y in range(row.top(), row.bottom())
    }  # fmt: skip


def test_a_heading_is_lower_than_a_machine(view: QListView) -> None:
    heights = [view.visualRect(view.model().index(row, 0)).height() for row in range(3)]
    assert heights[0] == heights[2] > heights[1] > view.fontMetrics().height()


def test_the_letter_of_its_system_stands_first(view: QListView) -> None:
    image = seen(view)
    for row, letter in ((0, "W"), (2, "?")):
        place = view.visualRect(view.model().index(row, 0))
        at = (place.left() + GAP + 2, place.center().y())
        assert image.pixelColor(*at).name() == _BADGES[letter]


def test_its_state_has_the_colour_of_its_tone(view: QListView) -> None:
    bad, good = (_tone(view.palette(), tone)[0].name() for tone in (Tone.BAD, Tone.GOOD))
    image = seen(view)
    blocked, heading, old = (
        names(image, view.visualRect(view.model().index(row, 0))) for row in range(3)
    )
    assert bad in blocked
    assert good not in blocked
    assert good in old
    assert not {bad, good, *_BADGES.values()} & heading


def test_what_is_done_is_a_bar(view: QListView, waiting: Make) -> None:
    rows = view.model()
    assert isinstance(rows, MachineRows)
    course = Course([Row("Copy", 1000)])
    lengths = []
    for part in (0.25, 0.75):
        course._current, course._share = course.rows[0], part
        rows.remove(0)
        rows.insert(0, waiting("one", State.RUNNING, course=course, step=object()))
        image, place = seen(view), view.visualRect(rows.index(0, 0))
        line = place.bottom() - 3
        found = [image.pixelColor(x, line).name() for x in range(place.left(), place.right())]
        lengths.append(found.count(row_painting._DONE))
    assert lengths[1] > 2 * lengths[0] > 0


def test_what_is_selected_stands_out(view: QListView) -> None:
    high = view.palette().color(QPalette.ColorRole.Highlight).name()
    place = view.visualRect(view.model().index(0, 0))
    assert high not in names(seen(view), place)
    view.setCurrentIndex(view.model().index(0, 0))
    assert high in names(seen(view), place)


@pytest.mark.parametrize("dark", [False, True])
def test_letters_are_read_on_their_ground(dark: bool, qapp: object) -> None:
    palette = theme.palette(dark)
    for tone in Tone:
        ground, letters = _tone(palette, tone)
        assert (ground.name(), letters.name()) == _TONES[tone][dark]
        assert abs(ground.lightness() - letters.lightness()) > 80


def test_a_badge_shows_another_letter(qtbot: QtBot) -> None:
    badge = Badge()
    qtbot.addWidget(badge)
    for letter in ("W", "L", "?"):
        badge.show_letter(letter)
        colour = QColor(badge.grab().toImage().pixelColor(3, BADGE // 2)).name()
        assert colour == _BADGES[letter]
