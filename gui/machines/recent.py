"""Machines that were opened before: in the menu, and where there is no machine yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from engine.host_paths import text_of
from gui.settings import Settings
from gui.widgets import labels
from gui.widgets.plain_text import tip

SHOWN = 5
NAMED = 3  #: so many names are spelled out


def fill(menu: QMenu, settings: Settings, open_path: Callable[[Path], object]) -> None:
    """Fill the menu with what was opened before."""
    menu.clear()
    for number, path in enumerate(map(Path, settings.recent), start=1):
        action = menu.addAction(f"&{number % 10} {label(path)}")
        action.setToolTip(tip(text_of(path)))
        action.triggered.connect(partial(_call, open_path, path))
    if not settings.recent:
        menu.addAction(_tr("None yet")).setEnabled(False)
        return
    menu.addSeparator()
    menu.addAction(_tr("&Clear this list")).triggered.connect(lambda: settings.forget_opened())


def _call(open_path: Callable[[Path], object], path: Path, _checked: bool = False) -> None:
    open_path(path)


def label(path: Path) -> str:
    """A machine by its file and folder, in few words; "&" is no mnemonic."""
    text = f"{path.name} – {text_of(path.parent)}"
    short = text if len(text) <= 80 else f"{text[:38]}…{text[-38:]}"
    return short.replace("&", "&&")


def listed(names: Sequence[str], length: int = 60) -> str:
    """The first few names, each of at most ``length`` signs, and how many more there are."""
    half = length // 2 - 2
    shown = [
        each if len(each) <= length else f"{each[:half]}…{each[-half:]}" for each in names[:NAMED]
    ]
    more = len(names) - len(shown)
    return ", ".join(shown) + (_tr(" and {count} more").format(count=more) if more else "")


class RecentList(QWidget):
    """Buttons for the newest few."""

    chosen = Signal(object)  #: Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(0)
        self.hide()

    def show_paths(self, paths: Sequence[str]) -> None:
        """Show the first few of these."""
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.setVisible(bool(paths))
        if paths:
            self._layout.addWidget(labels.line(_tr("Opened before:")))
        for path in map(Path, paths[:SHOWN]):
            button = QPushButton(label(path))
            button.setFlat(True)
            button.setToolTip(tip(text_of(path)))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setStyleSheet("text-align: left; padding: 4px 8px;")
            button.clicked.connect(partial(_call, self.chosen.emit, path))
            self._layout.addWidget(button)


def _tr(text: str) -> str:
    return QCoreApplication.translate("recent", text)
