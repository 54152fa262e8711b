"""The lines of the log that are to be seen, as a table."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from gui.log.log_buffer import LEVELS, Level, Line, LogBuffer
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.widgets.table_model import NOWHERE, Index, TableModel

TIME, ABOUT, TEXT = range(3)
PICTURES = {"warning": "warning", "error": "error"}


class LogModel(TableModel):
    """Time, machine and text of the lines that a filter lets through.

    Pulls when the buffer has changed.
    """

    named = Signal(str)  #: a machine that no line was about before

    def __init__(self, buffer: LogBuffer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._buffer = buffer
        self._lines: deque[Line] = deque()
        self._seen = 0
        self._levels: set[Level] = set(LEVELS)
        self._text = self._about = ""
        self._names: set[str] = set()
        self._paused = False
        buffer.changed.connect(self.pull)
        self.pull()

    def show_only(self, level: Level, text: str, about: str = "") -> None:
        """Show lines of ``level`` and more serious ones, that hold ``text`` in any case; those
        ``about`` a machine, if one is named.
        """
        self._about = about
        self._levels = set(LEVELS[LEVELS.index(level) :])
        self._text = text.casefold()
        lines, self._seen = self._buffer.since(0)
        self.beginResetModel()
        self._lines = deque(self._let_through(lines))
        self.endResetModel()

    def pause(self, paused: bool) -> None:
        """Stay as it is, or go on with what has come in meanwhile."""
        self._paused = paused
        self.pull()

    def pull(self) -> None:
        """Take over what has been added; drop what is too old."""
        if self._paused:
            return
        lines, self._seen = self._buffer.since(self._seen)
        lines = self._let_through(lines)
        surplus = len(self._lines) + len(lines) - self._buffer.limit
        if surplus >= len(self._lines) > 0:
            self.beginResetModel()
            self._lines = deque(lines)
            self.endResetModel()
            return
        if surplus > 0:
            self.beginRemoveRows(NOWHERE, 0, surplus - 1)
            for _ in range(surplus):
                self._lines.popleft()
            self.endRemoveRows()
        if lines:
            first = len(self._lines)
            self.beginInsertRows(NOWHERE, first, first + len(lines) - 1)
            self._lines.extend(lines)
            self.endInsertRows()

    def _let_through(self, lines: list[Line]) -> list[Line]:
        for name in dict.fromkeys(line.about for line in lines):
            if name and name not in self._names:
                self._names.add(name)
                self.named.emit(name)
        if self._about:
            lines = [line for line in lines if line.about == self._about]
        if len(self._levels) < len(LEVELS):
            lines = [line for line in lines if line.level in self._levels]
        if self._text:
            lines = [line for line in lines if self._text in line.text.casefold()]
        return lines

    def text(self) -> str:
        """All lines that are shown."""
        return "\n".join(map(str, self._lines))

    def lines(self, rows: list[int]) -> str:
        """The text of some rows, in their order."""
        wanted = set(rows)
        chosen = (str(line) for row, line in enumerate(self._lines) if row in wanted)
        return "\n".join(islice(chosen, len(wanted)))

    def shape(self) -> tuple[int, int]:
        return len(self._lines), TEXT + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (f"{line.time:%H:%M:%S}", line.about, line.text)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == TEXT:
            name = PICTURES.get(line.level)
            return icon(name) if name else None
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TEXT:
            return tip(line.text)
        return None
