"""Commands to be typed elsewhere: a line for each, with a button that copies it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from gui.widgets import tab_order
from gui.widgets.link_button import LinkButton


class CommandLines(QWidget):
    """Lines that can be read, scrolled and copied; a new one takes the place of an old one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[QLineEdit] = []
        self.copies: list[LinkButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)

    @property
    def text(self) -> str:
        """All commands, one a line."""
        return "\n".join(each.text() for each in self.lines if not each.isHidden())

    def show_commands(self, commands: Sequence[str]) -> None:
        """Show these, in their order."""
        while len(self.lines) < len(commands):
            self._add()
        for place, (line, copy) in enumerate(zip(self.lines, self.copies, strict=True)):
            is_used = place < len(commands)
            line.setVisible(is_used)
            copy.setVisible(is_used)
            if is_used and line.text() != commands[place]:
                line.setText(commands[place])
                line.setCursorPosition(0)

    def _add(self) -> None:
        number = len(self.lines) + 1
        line, copy = QLineEdit(), LinkButton(_tr("Copy"), is_last=True)
        line.setReadOnly(True)
        line.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        line.setAccessibleName(_tr("Command {number}").format(number=number))
        copy.setAccessibleName(_tr("Copy command {number}").format(number=number))
        copy.clicked.connect(partial(self._copy, line))
        self._grid.addWidget(line, number, 0)
        self._grid.addWidget(copy, number, 1)
        if self.copies:
            tab_order.follow(self.copies[-1], [line, copy])
        self.lines.append(line)
        self.copies.append(copy)

    def _copy(self, line: QLineEdit, *_: object) -> None:
        QGuiApplication.clipboard().setText(line.text())


def _tr(text: str) -> str:
    return QCoreApplication.translate("command_lines", text)
