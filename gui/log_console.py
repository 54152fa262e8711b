"""The log, as it comes in."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.icons import icon
from gui.log_buffer import Line, LogBuffer

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
TIME, TEXT = 0, 1
PICTURES = {"warning": "warning", "error": "error"}


class LogModel(QAbstractTableModel):
    """The lines of a log buffer: time and text. Pulls when the buffer has changed."""

    def __init__(self, buffer: LogBuffer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._buffer = buffer
        self._lines: deque[Line] = deque()
        self._seen = 0
        buffer.changed.connect(self.pull)
        self.pull()

    def pull(self) -> None:
        """Take over what has been added; drop what is too old."""
        lines, self._seen = self._buffer.since(self._seen)
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

    def lines(self, rows: list[int]) -> str:
        """The text of some rows, in their order."""
        wanted = set(rows)
        chosen = (str(line) for row, line in enumerate(self._lines) if row in wanted)
        return "\n".join(islice(chosen, len(wanted)))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.time:%H:%M:%S}" if index.column() == TIME else line.text
        if role == Qt.ItemDataRole.DecorationRole and index.column() == TEXT:
            name = PICTURES.get(line.level)
            return icon(name) if name else None
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TEXT:
            return line.text
        return None


class LogConsole(QTableView):
    """Shows the log; stays at the end as long as one looks at the end."""

    def __init__(self, buffer: LogBuffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = LogModel(buffer, self)
        self._follow = True
        self.setModel(self._lines)
        self.setAccessibleName(self.tr("Log"))
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 4)
        self.horizontalHeader().setVisible(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.setColumnWidth(TIME, self.fontMetrics().horizontalAdvance("00:00:00") + 16)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._keep_up)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)

    def copy(self) -> None:
        """Copy the selected lines."""
        rows = [index.row() for index in self.selectionModel().selectedRows()]
        QGuiApplication.clipboard().setText(self._lines.lines(rows))

    def _scrolled(self, value: int) -> None:
        self._follow = value >= self.verticalScrollBar().maximum() - 2

    def _keep_up(self) -> None:
        if self._follow:
            self.scrollToBottom()
