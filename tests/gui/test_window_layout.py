"""The window from wide to narrow: what drops down, and what covers what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures import machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.drawer import drawer
from gui.main_window import MainWindow
from gui.queue.state import State
from gui.window_layout import NARROW

Run = Callable[..., Any]
Until = Callable[..., Any]


@pytest.fixture
def opened(run: Run, until: Until, window: MainWindow, built: machine.Machine) -> MainWindow:
    """A window with a machine."""

    async def scenario() -> None:
        window.open([built.vmx])
        await until(lambda: window.current and window.current.state is State.READY)

    run(scenario())
    return window


def test_the_machines_drop_down_where_there_is_no_pane(
    run: Run, until: Until, opened: MainWindow
) -> None:
    async def scenario() -> None:
        opened.resize(800, 480)
        await until(lambda: not opened.pane.isVisible())
        opened.header.machines.click()
        assert opened.pane.isVisible()
        opened.resize(1280, 720)
        await until(lambda: opened.pane.isVisible() and opened.pane.window() is opened)

    run(scenario())


def test_the_drawer_covers_the_road_where_both_have_no_room(
    run: Run, until: Until, opened: MainWindow
) -> None:
    async def scenario() -> None:
        opened.resize(720, 480)
        await until(lambda: not opened.pane.isVisible())
        opened.header.log.click()
        await until(lambda: opened.console.isVisible() and not opened.road.isVisible())
        assert opened.bar.convert.isVisible()
        opened.drawer.close_button.click()
        await until(opened.road.isVisible)
        opened.resize(1600, 720)
        opened.header.queue.click()
        await until(lambda: opened.queue.isVisible() and opened.road.isVisible())
        assert opened.header.queue.isChecked()

    run(scenario())


def test_it_is_told_once_that_there_is_little_room(
    run: Run, until: Until, opened: MainWindow
) -> None:
    told: list[bool] = []

    async def scenario() -> None:
        opened.resize(1280, 720)
        await until(lambda: not opened.header.machines.isVisible())
        opened.panes.narrowed.connect(told.append)
        for width in (NARROW, NARROW - 1, NARROW - 200, NARROW):
            opened.resize(width, 720)
            await until(lambda width=width: opened.panes.width() == width)

    run(scenario())
    assert told == [True, False]
    assert not opened.header.machines.isVisible()


def test_a_card_that_is_asked_for_closes_a_drawer_that_covers_it(
    run: Run, until: Until, opened: MainWindow
) -> None:
    async def scenario() -> None:
        for width, stays in ((720, False), (1900, True)):
            opened.resize(width, 600)
            await until(lambda width=width: opened.panes.width() == width)
            opened.drawer.show_page(opened.queue)
            await until(opened.drawer.isVisible)
            opened.road.asked_for.emit()
            await until(opened.road.isVisible)
            assert opened.drawer.isVisible() is stays

    run(scenario())


def test_keys_go_to_the_cards_and_into_the_drawer(
    run: Run, until: Until, opened: MainWindow
) -> None:
    """By keys alone: what is opened has the focus, and Escape closes the drawer again."""

    def press(key: Qt.Key) -> None:
        QTest.keyClick(opened, key, Qt.KeyboardModifier.ControlModifier)

    async def scenario() -> None:
        opened.resize(1900, 800)
        opened.activateWindow()
        await until(opened.isActiveWindow)
        for key, name in ((Qt.Key.Key_4, "xen"), (Qt.Key.Key_3, "guest"), (Qt.Key.Key_2, "from")):
            press(key)
            assert opened.road.cards[name].isAncestorOf(opened.focusWidget())
        for key, page in ((Qt.Key.Key_6, opened.queue), (Qt.Key.Key_7, opened.console)):
            press(key)
            assert page.isAncestorOf(opened.focusWidget())
            QTest.keyClick(opened.focusWidget(), Qt.Key.Key_Escape)
            assert opened.drawer.page is None

    run(scenario())


def test_however_much_the_queue_tells_the_drawer_stays_as_wide(
    german: None, new_window: Callable[[], MainWindow]
) -> None:
    """What is wider than its room would be cut: a splitter gives no more than there is."""
    window = new_window()
    before = window.drawer.minimumSizeHint().width()
    window.queue.left.setText("12 in Arbeit, 300 in der Warteschlange · noch etwa 3 h 20 min")
    assert window.drawer.minimumSizeHint().width() == before
    assert before <= drawer.WIDTH


def test_how_it_is_divided_is_remembered(run: Run, until: Until, opened: MainWindow) -> None:
    async def scenario() -> None:
        opened.resize(1600, 720)
        await until(lambda: opened.panes.width() == 1600)
        layout = opened.panes
        text, before = layout.state_text(), layout.outer.sizes()
        layout.outer.setSizes([500, 1100])
        assert layout.outer.sizes() != before
        for each in (text, "nonsense"):
            layout.restore_text(each)
            assert layout.outer.sizes() == before

    run(scenario())
