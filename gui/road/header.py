"""What machine is looked at, and the ways into the drawer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.machines.machine_delegate import Badge
from gui.machines.machine_state import Machine
from gui.machines.machine_words import letter, long
from gui.widgets import type_scale
from gui.widgets.link_button import LinkButton
from gui.widgets.plain_text import tip


class Header(QWidget):
    """Name and hardware of a machine."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.machines = LinkButton(_tr("Machines ▾"))
        self.machines.setToolTip(_tr("Show the list of machines"))
        self.machines.hide()
        self._badge = Badge()
        self.name = type_scale.title(_Elided())
        self.line = type_scale.quiet(_Elided())
        self.queue = LinkButton(_tr("Queue"))
        self.queue.setToolTip(_tr("What runs and what waits"))
        self.log = LinkButton(_tr("Log"))
        self.log.setToolTip(_tr("What has happened, line by line"))
        for each in (self.queue, self.log):
            each.setCheckable(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 4)
        row.setSpacing(10)
        row.addWidget(self.machines)
        row.addWidget(self._badge)
        row.addLayout(words, 1)
        row.addWidget(self.queue)
        row.addWidget(self.log)

    def show_machine(self, machine: Machine | None) -> None:
        """Show what is looked at."""
        self.name.setText(" ".join(machine.name.split()) if machine else "")
        self.line.setText(long(machine) if machine else "")
        self.line.setToolTip(tip(self.line.text()))
        self._badge.setVisible(machine is not None)
        if machine is not None:
            self._badge.show_letter(letter(machine))

    def count(self, open_ones: int) -> None:
        """Say how much runs and waits."""
        count = f" {open_ones}" if open_ones else ""
        self.queue.setText(_tr("Queue") + count)


class _Elided(QLabel):
    """A line that may be cut: it never makes the window wider."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())


def _tr(text: str) -> str:
    return QCoreApplication.translate("header", text)
