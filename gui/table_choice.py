"""Which table says what bridge of the server each network of VMware becomes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget


class TableChoice(QWidget):
    """The name of the file, a button to choose one, and one to do without."""

    asked = Signal()  #: to choose a file
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.name.setReadOnly(True)
        self.name.setAccessibleName(_tr("Table of networks"))
        self.name.setPlaceholderText(_tr("no table"))
        self.choose = QPushButton(_tr("Table…"))
        self.choose.setAccessibleName(_tr("Choose a table of networks"))
        self.choose.clicked.connect(self.asked)
        self.remove = QPushButton(_tr("None"))
        self.remove.setAccessibleName(_tr("No table of networks"))
        self.remove.clicked.connect(self.removed)
        label = QLabel(_tr("Networks"))
        label.setBuddy(self.name)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(label)
        row.addWidget(self.name, 1)
        row.addWidget(self.choose)
        row.addWidget(self.remove)

    def show_table(self, table: str, against: str) -> None:
        """Show the path of the table; ``against`` is why no other can be chosen, or empty."""
        self.name.setText(Path(table).name)
        self.name.setToolTip(table or _tr("Lines such as {line}").format(line=_LINE))
        self.remove.setVisible(bool(table))
        for button, hint in (
            (self.choose, _tr("Which bridge each network becomes, for all machines")),
            (self.remove, _tr("Every card is on the usual bridge, or on that which is set")),
        ):
            button.setEnabled(not against)
            button.setToolTip(against or hint)


_LINE = '"VM Network" = "xenbr1"'


def _tr(text: str) -> str:
    return QCoreApplication.translate("table_choice", text)
