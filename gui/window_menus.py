"""The menus of the window, with the keys that open its parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine import __version__
from gui.road.bottom_bar import BottomBar
from gui.widgets import dialogs, labels, type_scale
from gui.widgets.icons import icon

Act = Callable[[], object]
Keys = QKeySequence.StandardKey | str


def action(menu: QMenu, text: str, keys: Keys, act: Act) -> QAction:
    """An entry of a menu."""
    made = menu.addAction(text)
    made.setShortcut(QKeySequence(keys))
    made.triggered.connect(lambda: act())
    return made


def view_menu(window: QMainWindow, ways: list[tuple[str, str, Act]]) -> QMenu:
    """The menu View: name, key and act of each part of the window."""
    menu = window.menuBar().addMenu(_tr("Vie&w"))
    for text, keys, act in ways:
        action(menu, text, keys, act)
    return menu


def machine_menu(window: QMainWindow, bar: BottomBar) -> QMenu:
    """The menu Machine: what the bar at the bottom offers, for the keyboard."""
    menu = window.menuBar().addMenu(_tr("&Machine"))
    following = action(menu, _tr("What comes &next"), "Ctrl+Return", lambda: _press(bar.primary))
    action(menu, _tr("&Try it here"), "Ctrl+T", lambda: _press(bar.try_out))
    action(menu, _tr("&Stop"), "Ctrl+.", lambda: _press(bar.cancel))

    def name() -> None:
        button = bar.primary
        text = _tr("Nothing comes &next") if button is None else _tr("&Next: {act}")
        following.setText(text.format(act=plain(button.text()) if button else ""))

    menu.aboutToShow.connect(name)
    return menu


def _press(button: QPushButton | None) -> None:
    """Do what a button does, where it can be pressed."""
    if button is not None and button.isVisible():
        button.click()


def about(parent: QWidget) -> QMessageBox:
    """Name, version and licence."""
    title, text = _tr("About vmx2xen"), f"vmx2xen {__version__}"
    box = dialogs.message(QMessageBox.Icon.NoIcon, title, text, parent)
    box.setIconPixmap(icon("vmx2xen").pixmap(64, 64))
    box.setInformativeText(
        _tr("Turns VMware virtual machines into Xen HVM guests.\nGPL-3.0-or-later")
    )
    return box


def shortcuts(parent: QWidget, window: QMainWindow) -> QDialog:
    """All keys of the menus, with what they do."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(_tr("Keys"))
    native = QKeySequence.SequenceFormat.NativeText
    keys = {
        plain(each.text()): each.shortcut().toString(native)
        for each in window.findChildren(QAction)
        if not each.shortcut().isEmpty() and each.shortcutContext() is WINDOW
    }
    form = QFormLayout()
    form.setHorizontalSpacing(28)
    for text, key in keys.items():
        form.addRow(type_scale.strong(labels.line(key)), labels.line(text))
    leave = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
    leave.accepted.connect(dialog.accept)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 16)
    column.setSpacing(16)
    column.addLayout(form)
    column.addWidget(leave)
    return dialog


WINDOW = Qt.ShortcutContext.WindowShortcut


def plain(text: str) -> str:
    """The text of an entry without the mark of its letter."""
    return text.replace("&", "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("window_menus", text)
