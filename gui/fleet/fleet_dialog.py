"""The window of a fleet: its machines, where it runs, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.fleet.fleet_model import NAME, TARGET, TROUBLE, FleetModel
from gui.fleet.fleet_rows import Row
from gui.widgets import labels

_SIZE = 900, 560
_NAMES, _TARGETS = 160, 200  # pixels at first
_LINES = 3  #: of what is to be said of a machine; the report has all


class FleetDialog(QDialog):
    """What is shown and asked for; whoever shows it has the fleet."""

    run_asked = Signal(str)  #: the address of a cluster; empty for this computer
    stop_asked = Signal()  #: all machines
    machine_stop_asked = Signal(str)  #: the name of one
    report_asked = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(*_SIZE)
        self._is_running = False
        self._make_table()
        self._make_fields()
        self._make_buttons()
        self._arrange()
        self._refresh()

    def show_fleet(
        self, rows: list[Row], summary: str, *, running: bool, ready: bool, has_report: bool
    ) -> None:
        """Show how it stands; ``ready``: it can be run."""
        self.model.show_rows(rows)
        self.summary.setText(summary)
        self._is_running = running
        self.run.setEnabled(ready and not running)
        self.cluster.setEnabled(not running)
        self.report.setEnabled(has_report)
        self._refresh()

    def _make_table(self) -> None:
        self.model = FleetModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Machines of the fleet"))
        self.table.setFrameShape(QFrame.Shape.StyledPanel)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column, width in ((NAME, _NAMES), (TARGET, _TARGETS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        header.setSectionResizeMode(TROUBLE, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().selectionChanged.connect(self._refresh)

    def _make_fields(self) -> None:
        self.summary, self.said = labels.sentences(), labels.sentences()
        self.said.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.cluster = QLineEdit()
        self.cluster.setPlaceholderText(self.tr("this computer; or tcp://scheduler:8786"))
        self.cluster.setAccessibleName(self.tr("Where it runs"))
        self.where = labels.line(self.tr("Run &on:"))
        self.where.setBuddy(self.cluster)

    def _make_buttons(self) -> None:
        self.report = QPushButton(self.tr("R&eport"))
        self.report.clicked.connect(self.report_asked)
        self.stop_machine = QPushButton(self.tr("Stop &machine"))
        self.stop_machine.setToolTip(self.tr("Stop the selected one; what was made is kept"))
        self.stop_machine.clicked.connect(self._stop_machine)
        self.stop = QPushButton(self.tr("&Stop all"))
        self.stop.setToolTip(self.tr("Stop it; what was made is kept"))
        self.stop.clicked.connect(self.stop_asked)
        self.run = QPushButton(self.tr("&Run"))
        self.run.clicked.connect(lambda: self.run_asked.emit(self.cluster.text().strip()))
        for each in (self.report, self.stop_machine, self.stop):
            each.setAutoDefault(False)
        self.run.setDefault(True)

    def _arrange(self) -> None:
        where = QHBoxLayout()
        where.addWidget(self.where)
        where.addWidget(self.cluster, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.report)
        buttons.addStretch()
        for button in (self.stop_machine, self.stop, self.run):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        column.addLayout(where)
        column.addLayout(buttons)

    @property
    def _current(self) -> Row | None:
        """The machine that is selected."""
        chosen = self.table.selectionModel().selectedRows()
        return self.model.rows[chosen[0].row()] if chosen else None

    def _refresh(self) -> None:
        row = self._current
        self.said.setText("\n".join(row.said.splitlines()[:_LINES]) if row else "")
        self.said.setVisible(bool(row and row.said))
        self.stop_machine.setEnabled(row is not None and row.is_open)
        self.stop.setEnabled(self._is_running)

    def _stop_machine(self) -> None:
        row = self._current
        if row is not None:
            self.machine_stop_asked.emit(row.name)
