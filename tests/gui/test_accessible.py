"""For those who do not see the window, or use no mouse: names, the Tab key, letters of menus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, machine
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from gui.job import State
from gui.main_window import MainWindow

Run = Callable[..., Any]
Until = Callable[..., Any]

INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QTabBar, QTextEdit,
)  # fmt: skip


@pytest.fixture(scope="module")
def vmx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("accessible")
    guests.build(folder / "raw", "windows2003")
    return machine.build(folder / "vm", image=folder / "raw", snapshots=1).vmx


@pytest.fixture
def opened(run: Run, until: Until, window: MainWindow, vmx: Path) -> MainWindow:
    """The window with a Windows 2003 that can be converted."""

    async def scenario() -> None:
        window.open([vmx])
        await until(lambda: window.current and window.current.state is State.READY)

    run(scenario())
    return window


def own_parts(widget: QWidget) -> bool:
    """Whether Qt made the widget as a part of another, which is the one that is named."""
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox | QTabBar) or isinstance(
        widget, QHeaderView
    ) or widget.objectName().startswith("qt_")  # fmt: skip


def interactive(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if isinstance(widget, INTERACTIVE) and widget.isVisible() and not own_parts(widget):
            yield widget


def name(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found else ""


def described(widgets: list[QWidget]) -> list[str]:
    return [f"{type(each).__name__} in {type(each.parentWidget()).__name__}" for each in widgets]


def pages(window: MainWindow) -> Iterator[None]:
    for index in range(window.tabs.count()):
        window.tabs.setCurrentIndex(index)
        QApplication.processEvents()
        yield


def test_whatever_can_be_used_has_a_name(opened: MainWindow) -> None:
    for _ in pages(opened):
        assert described([each for each in interactive(opened) if not name(each)]) == []


def test_the_first_page_has_names(window: MainWindow) -> None:
    assert described([each for each in interactive(window) if not name(each)]) == []


def test_tab_comes_to_whatever_can_be_used(opened: MainWindow) -> None:
    """Once around the window by the Tab key, on each page."""
    opened.activateWindow()
    for _ in pages(opened):
        wanted = {
            each
            for each in interactive(opened)
            if each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        }
        opened.tree.setFocus()
        reached: set[QWidget] = set()
        for _ in range(200):
            focus = QApplication.focusWidget()
            if focus is None or (focus is opened.tree and reached):
                break
            reached.add(focus)
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert described(list(wanted - reached)) == []


def letters(texts: list[str]) -> list[str]:
    plain = [text.replace("&&", "") for text in texts]
    return [text[text.index("&") + 1].lower() for text in plain if "&" in text]


@pytest.mark.parametrize("language", ["english", "german"])
def test_letters_of_a_menu_are_told_apart(
    request: pytest.FixtureRequest, language: str, new_window: Callable[[], MainWindow]
) -> None:
    if language == "german":
        request.getfixturevalue("german")
    window = new_window()
    bar = [action.text() for action in window.menuBar().actions()]
    assert len(letters(bar)) == len(set(letters(bar))) == len(bar)
    for menu in window.menuBar().findChildren(QMenu):
        texts = [action.text() for action in menu.actions() if action.text()]
        assert len(letters(texts)) == len(set(letters(texts))), texts
