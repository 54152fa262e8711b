"""The queue: what runs, what waits, what is over."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.machines.job import Job, State
from gui.queue.job_display import PICTURES
from gui.queue.queue import Queue
from gui.widgets.icons import icon

MACHINE, STATE, FOLDER = range(3)


class QueueView(QWidget):
    """A list whose order can be changed."""

    chosen = Signal(object)  #: the Job to be shown

    def __init__(self, queue: Queue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._shown: list[Job] = []
        self._rows: list[QTreeWidgetItem] = []
        self._make_list()
        self._make_buttons()
        self._arrange()
        queue.changed.connect(self.refresh)
        self.refresh()

    def _make_list(self) -> None:
        self.list = QTreeWidget()
        self.list.setAccessibleName(_tr("Queue"))
        self.list.setHeaderLabels([_tr("Machine"), _tr("State"), _tr("Into folder")])
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setUniformRowHeights(True)
        self.list.setTabKeyNavigation(False)
        self.list.header().setSectionResizeMode(FOLDER, QHeaderView.ResizeMode.Stretch)
        self.list.setColumnWidth(MACHINE, 260)
        self.list.setColumnWidth(STATE, 180)
        self.list.itemSelectionChanged.connect(self._enable)
        self.list.itemActivated.connect(lambda _: self._choose())

    def _make_buttons(self) -> None:
        self.hint = QLabel(_tr("One job at a time on each physical drive."))
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.earlier = QPushButton(_tr("Earlier"))
        self.earlier.clicked.connect(lambda: self._move(-1))
        self.later = QPushButton(_tr("Later"))
        self.later.clicked.connect(lambda: self._move(1))
        self.remove = QPushButton(_tr("Remove"))
        self.remove.setToolTip(_tr("Take it out of the queue; no file is removed"))
        self.remove.clicked.connect(self._remove)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(10, 4, 8, 8)
        buttons.setSpacing(6)
        buttons.addWidget(self.hint, 1)
        for button in (self.earlier, self.later, self.remove):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    @property
    def current(self) -> Job | None:
        """The job that is selected."""
        place = self.list.currentIndex().row()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def refresh(self) -> None:
        """Show the queue as it is now; the selection stays with its job."""
        selected = self.current
        jobs = list(self._queue)
        for job in self._shown:
            job.progressed.disconnect(self._show_states)
        for job in jobs:
            job.progressed.connect(self._show_states)
        self._shown = jobs
        if len(self._rows) != len(jobs):
            self.list.clear()
            self._rows = [QTreeWidgetItem() for _ in jobs]
            self.list.addTopLevelItems(self._rows)
        self._show_states()
        if selected in jobs:
            self.list.setCurrentItem(self._rows[jobs.index(selected)])
        self._enable()

    def _show_states(self) -> None:
        for item, job in zip(self._rows, self._shown, strict=True):
            item.setText(MACHINE, job.machine.name)
            item.setText(STATE, state(job))
            item.setIcon(
                STATE, icon(PICTURES.get(job.state, "current" if job.state.active else ""))
            )
            item.setText(FOLDER, str(job.folder or ""))
            item.setToolTip(FOLDER, item.text(FOLDER))

    def _enable(self) -> None:
        job = self.current
        waits = [each for each in self._shown if each.state.waits]
        place = waits.index(job) if job in waits else -1
        self.earlier.setEnabled(place > 0)
        self.later.setEnabled(0 <= place < len(waits) - 1)
        self.remove.setEnabled(job is not None and not job.state.active)

    def _move(self, by: int) -> None:
        if self.current is not None:
            self._queue.move(self.current, by)

    def _remove(self) -> None:
        if self.current is not None:
            self._queue.remove(self.current)

    def _choose(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)


def state(job: Job) -> str:
    """In a word or two."""
    match job.state:
        case State.WAITING:
            return _tr("Waiting")
        case State.RUNNING if job.course.total:
            return _tr("Running, {percent} %").format(
                percent=job.course.done * 100 // job.course.total
            )
        case State.RUNNING:
            return _tr("Running")
        case State.STOPPING:
            return _tr("Stopping")
        case State.STOPPED:
            return _tr("Stopped")
        case State.DONE:
            return _tr("Done")
        case _ if any(each.blocks for each in job.findings):
            return _tr("Refused")
        case _:
            return _tr("Failed")


def _tr(text: str) -> str:
    return QCoreApplication.translate("queue_view", text)
