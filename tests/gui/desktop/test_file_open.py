"""Files that the desktop hands over while the window is open."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot

from gui.desktop.file_open import FileOpen


def test_a_double_click_in_the_finder_opens_the_machine(qtbot: QtBot, tmp_path: Path) -> None:
    opened: list[Path] = []

    def open_all(paths: Iterable[Path]) -> None:
        opened.extend(paths)

    watched = QObject()
    filtering = FileOpen(open_all, watched)
    vmx = tmp_path / "Größe.vmx"
    assert filtering.eventFilter(watched, QFileOpenEvent(QUrl.fromLocalFile(str(vmx))))
    assert not filtering.eventFilter(watched, QEvent(QEvent.Type.User))
    assert opened == [vmx]
