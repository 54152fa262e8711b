"""Which table says what bridge of the server each network of VMware becomes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gui.widgets.plain_text import tip

NONE, CHOSEN, ANOTHER = "none", "chosen", "another"
_LETTERS = 10  #: so many are seen at least


class TableChoice(QComboBox):
    """No table, the one that is chosen, or another one: then it is asked for."""

    asked = Signal()  #: to choose a file
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = ""
        self.setAccessibleName(_tr("Table of networks"))
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.activated.connect(self._choose)
        self.show_table("")

    def show_table(self, table: str) -> None:
        """Show which is chosen, by its path; empty for none."""
        self._table = table
        with QSignalBlocker(self):
            self.clear()
            self.addItem(_tr("No table"), NONE)
            if table:
                self.addItem(Path(table).name, CHOSEN)
            self.addItem(_tr("Choose a table…"), ANOTHER)
            self.setCurrentIndex(1 if table else 0)
        lines = _tr("Which bridge each network becomes, in lines such as {line}").format(line=_LINE)
        self.setToolTip(tip(f"{table}\n{lines}".strip()))

    def _choose(self) -> None:
        chosen = self.currentData()
        self.show_table(self._table)  # until it is another one
        if chosen == ANOTHER:
            self.asked.emit()
        elif chosen == NONE and self._table:
            self.removed.emit()


_LINE = '"VM Network" = "xenbr1"'


def _tr(text: str) -> str:
    return QCoreApplication.translate("table_choice", text)
