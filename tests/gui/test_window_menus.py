"""The menus of the window and their keys."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu

from gui import window_menus
from gui.main_window import MainWindow


def test_each_key_is_there_once_and_is_listed(window: MainWindow) -> None:
    keys = [
        each.shortcut().toString()
        for each in window.findChildren(QAction)
        if not each.shortcut().isEmpty() and each.shortcutContext() is window_menus.WINDOW
    ]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert {"Ctrl+Return", "Ctrl+T", "F1", "Ctrl+1", "Ctrl+7"} <= set(keys)
    dialog = window_menus.shortcuts(window, window)
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    assert set(keys) <= set(shown)


def test_without_a_machine_nothing_comes_next(window: MainWindow) -> None:
    menu = next(each for each in window.findChildren(QMenu) if each.title() == "&Machine")
    for each in menu.actions():
        each.trigger()  # does nothing
    assert list(window.jobs) == []
