"""The screen of a guest: its picture, and what is typed and pointed at."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.trial.screen_view import ScreenView

CTRL = Qt.KeyboardModifier.ControlModifier
Sent = list[dict[str, Any]]


@pytest.fixture
def view(qtbot: QtBot) -> ScreenView:
    made = ScreenView()
    qtbot.addWidget(made)
    made.resize(720, 400)
    made.show()
    return made


@pytest.fixture
def sent(view: ScreenView) -> Sent:
    """What comes out of the view, in its order."""
    found: Sent = []
    view.typed.connect(found.extend)
    return found


def key(view: ScreenView, code: Qt.Key, scan: int, kind: QEvent.Type, **more: Any) -> None:
    """A key of the place ``scan`` on the keyboard, pressed or released."""
    modifiers = more.pop("modifiers", Qt.KeyboardModifier.NoModifier)
    repeated = more.pop("repeated", False)
    event = QKeyEvent(kind, code, modifiers, scan, 0, 0, "", repeated)
    QApplication.sendEvent(view, event)


def keys(sent: Sent) -> list[tuple[str, bool]]:
    return [(each["data"]["key"]["data"], each["data"]["down"]) for each in sent]


DOWN, UP = QEvent.Type.KeyPress, QEvent.Type.KeyRelease


def test_buttons_go_into_the_guest(view: ScreenView, sent: Sent) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton)
    buttons = [each["data"] for each in sent if each["type"] == "btn"]
    assert [each["down"] for each in buttons] == [True, False]


def test_a_picture_keeps_its_form(view: ScreenView) -> None:
    view.resize(1000, 400)
    assert (view.image.isNull(), view.screen_area().width()) == (True, 720)
    taken: list[bool] = []
    view.taken.connect(lambda: taken.append(True))
    view.show_picture(QImage(640, 480, QImage.Format.Format_RGB32))
    area = view.screen_area()
    assert (round(area.width() / area.height(), 2), area.height()) == (1.33, 400)
    assert area.left() == (1000 - area.width()) / 2 > 0
    assert taken == [True]


def test_a_picture_is_drawn_in_its_place(view: ScreenView) -> None:
    view.resize(1000, 400)
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    view.show_picture(picture)
    seen = view.grab().toImage()
    assert seen.pixelColor(500, 200) == Qt.GlobalColor.red
    assert seen.pixelColor(10, 200) == Qt.GlobalColor.black


def test_keys_are_the_guests_while_it_runs_alone(view: ScreenView, sent: Sent) -> None:
    key(view, Qt.Key.Key_A, 38, DOWN)
    assert sent == []
    view.is_live = True
    key(view, Qt.Key.Key_A, 38, DOWN)
    key(view, Qt.Key.Key_A, 38, UP, repeated=True)
    key(view, Qt.Key.Key_A, 38, UP)
    key(view, Qt.Key.Key_Tab, 23, DOWN)
    key(view, Qt.Key.Key_Tab, 23, UP)
    assert keys(sent) == [("a", True), ("a", False), ("tab", True), ("tab", False)]


def test_shortcuts_of_the_window_are_the_guests_too(view: ScreenView) -> None:
    for is_live in (False, True):
        view.is_live = is_live
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Q, CTRL)
        event.ignore()
        QApplication.sendEvent(view, event)
        assert event.isAccepted() is is_live


def test_the_keyboard_is_given_back(view: ScreenView, sent: Sent) -> None:
    view.is_live = True
    both = CTRL | Qt.KeyboardModifier.AltModifier
    key(view, Qt.Key.Key_G, 42, DOWN, modifiers=both)
    assert sent == []
    key(view, Qt.Key.Key_G, 42, DOWN, modifiers=CTRL)
    assert keys(sent) == [("g", True)]


def test_what_is_held_is_released_when_one_looks_elsewhere(view: ScreenView, sent: Sent) -> None:
    view.is_live = True
    for scan in (38, 24):
        key(view, Qt.Key.Key_A, scan, DOWN)
    key(view, Qt.Key.Key_A, 38, UP)
    sent.clear()
    for _ in range(2):
        QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut))
    assert keys(sent) == [("q", False)]
