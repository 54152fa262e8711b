"""The log, as it comes in."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.log.log_buffer import LogBuffer
from gui.log.log_model import ABOUT, TIME, LogModel
from gui.widgets import hidden_label


class LogConsole(QWidget):
    """The lines, and above them what is to be seen of them."""

    save_asked = Signal()
    report_asked = Signal()

    def __init__(self, buffer: LogBuffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LogModel(buffer, self)
        self.table = _Table(self.model)
        self.table.looked_back.connect(lambda back: self.follow.setChecked(not back))
        self._make_filters()
        self._make_buttons()
        self._arrange()

    def _make_filters(self) -> None:
        self.level = QComboBox()
        for name, level in (
            (_tr("Everything"), "debug"),
            (_tr("From information on"), "info"),
            (_tr("Warnings and errors"), "warning"),
            (_tr("Errors"), "error"),
        ):
            self.level.addItem(name, level)
        self.level.setMinimumContentsLength(10)
        self.level.currentIndexChanged.connect(self._filter)
        self.about = QComboBox()
        self.about.addItem(_tr("All machines"), "")
        self.about.setMinimumContentsLength(8)
        self.about.currentIndexChanged.connect(self._filter)
        self.model.named.connect(lambda name: self.about.addItem(name, name))
        self.text = QLineEdit()
        self.text.setAccessibleName(_tr("Only lines with"))
        self.text.setPlaceholderText(_tr("Only lines with…"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._filter)
        self.follow = QCheckBox(_tr("Follow"))
        self.follow.setChecked(True)
        self.follow.setToolTip(_tr("Show new lines as they come in; else the view stands still"))
        self.follow.toggled.connect(self._follow)

    def _make_buttons(self) -> None:
        self.copy = QPushButton(_tr("Copy"))
        self.copy.setToolTip(_tr("Copy the selected lines, or all that are shown"))
        self.copy.clicked.connect(self.table.copy)
        self.save = QPushButton(_tr("Save…"))
        self.save.setToolTip(_tr("Save the lines that are shown in a file"))
        self.save.clicked.connect(self.save_asked)
        self.report = QPushButton(_tr("Save report…"))
        self.report.setToolTip(
            _tr("Versions, log, plan and findings in a .zip, without names of people and computers")
        )
        self.report.clicked.connect(self.report_asked)

    def _arrange(self) -> None:
        bar = QGridLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.setSpacing(6)
        bar.addWidget(self.level, 0, 0)
        bar.addWidget(self.about, 0, 1)
        bar.addWidget(self.text, 1, 0, 1, 2)
        bar.addWidget(self.follow, 1, 2)
        for column in (0, 1):
            bar.setColumnStretch(column, 1)
        acts = QHBoxLayout()
        acts.setContentsMargins(8, 4, 8, 8)
        acts.setSpacing(6)
        acts.addStretch()
        for widget in (self.copy, self.save, self.report):
            acts.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.table)
        layout.addLayout(acts)
        hidden_label.name(self.level, _tr("Least level"))
        hidden_label.name(self.about, _tr("Machine"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def _filter(self) -> None:
        self.model.show_only(self.level.currentData(), self.text.text(), self.about.currentData())
        self.table.keep_up()

    def _follow(self, on: bool) -> None:
        self.table.follow = on
        self.model.pause(not on)
        self.table.keep_up()


class _Table(QTableView):
    """Stays at the end as long as it follows; says when one scrolls back, or to the end."""

    looked_back = Signal(bool)

    def __init__(self, lines: LogModel) -> None:
        super().__init__()
        self._lines = lines
        self.follow = True
        self.setModel(lines)
        self.setAccessibleName(_tr("Log"))
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
        self.setColumnWidth(ABOUT, self.fontMetrics().horizontalAdvance("Accounting-xen") + 16)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self.keep_up)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)

    def copy(self) -> None:
        """Copy the selected lines, or all."""
        rows = [index.row() for index in self.selectionModel().selectedRows()]
        text = self._lines.lines(rows) if rows else self._lines.text()
        QGuiApplication.clipboard().setText(text)

    def keep_up(self) -> None:
        if self.follow:
            self.scrollToBottom()

    def _scrolled(self, value: int) -> None:
        back = value < self.verticalScrollBar().maximum() - 2
        if back is self.follow:
            self.looked_back.emit(back)


def _tr(text: str) -> str:
    return QCoreApplication.translate("log_console", text)
