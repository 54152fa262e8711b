"""The steps of a job: planned, under way, done."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem

from gui.machines.migration import Migration
from gui.queue.progress import Row, StepState
from gui.widgets.icons import icon
from gui.widgets.plain_text import tip
from gui.widgets.units import duration, size

STEP, STATE, WORK, TIME = range(4)
_LETTERS = {STATE: 18, WORK: 11, TIME: 12}  #: widths of columns
PICTURES = {
    StepState.RUNNING: "current",
    StepState.DONE: "ok",
    StepState.STOPPED: "warning",
    StepState.FAILED: "error",
}


class StepsView(QTreeWidget):
    """One row for each step."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[QTreeWidgetItem] = []
        self.setAccessibleName(_tr("Steps"))
        self.setHeaderLabels([_tr("Step"), _tr("State"), _tr("To read"), _tr("Time")])
        self.headerItem().setTextAlignment(WORK, Qt.AlignmentFlag.AlignRight)
        self.headerItem().setTextAlignment(TIME, Qt.AlignmentFlag.AlignRight)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(16, 16))
        self.setTabKeyNavigation(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(STEP, QHeaderView.ResizeMode.Stretch)
        for column, letters in _LETTERS.items():
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, letters * self.fontMetrics().averageCharWidth())

    def show_job(self, job: Migration | None, speed: int) -> None:
        """Show the steps of ``job``; ``speed`` in bytes per second is what times are made of."""
        rows = job.course.rows if job else []
        if len(self._rows) != len(rows):
            self.clear()
            height = max(self.fontMetrics().height(), self.iconSize().height()) + 4
            self._rows = [_item(height) for _ in rows]
            self.addTopLevelItems(self._rows)
        for place, (item, row) in enumerate(zip(self._rows, rows, strict=True), 1):
            _fill(item, f"{place}. {row.name}", row, speed)


def _item(height: int) -> QTreeWidgetItem:
    """A row that is as high without a picture as with one."""
    item = QTreeWidgetItem()
    item.setSizeHint(STEP, QSize(0, height))
    for column in (WORK, TIME):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _fill(item: QTreeWidgetItem, name: str, row: Row, speed: int) -> None:
    item.setText(STEP, name)
    item.setToolTip(STEP, tip(name))
    item.setText(STATE, _state(row.state))
    item.setIcon(STATE, icon(PICTURES.get(row.state, "")))
    item.setText(WORK, size(row.total) if row.total else "")
    item.setText(TIME, _time(row, speed))
    font = item.font(STEP)
    font.setBold(row.state is StepState.RUNNING)
    item.setFont(STEP, font)


def _time(row: Row, speed: int) -> str:
    match row.state:
        case StepState.DONE:
            return duration(row.seconds) if row.total else ""
        case StepState.WAITING if row.total and speed:
            return _tr("about {time}").format(time=duration(row.total / speed))
        case _:
            return ""


def _state(state: StepState) -> str:
    return {
        StepState.WAITING: _tr("Waiting"),
        StepState.RUNNING: _tr("Running"),
        StepState.DONE: _tr("Done"),
        StepState.STOPPED: _tr("Stopped"),
        StepState.FAILED: _tr("Failed"),
    }[state]


def _tr(text: str) -> str:
    return QCoreApplication.translate("steps_view", text)
