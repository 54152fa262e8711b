"""Every HAL and set of flags tried from the window: a table that fills, and one of them used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine.findings import Refusal
from engine.job.events import Finished
from engine.job.trial.trials_job import TrialsJob, TrialsWish
from engine.job.trial.use_job import UseJob
from engine.job.work import Job, run
from gui import engine_texts
from gui.log.log_buffer import LogBuffer
from gui.threads.job_thread import JobThread, Workers
from gui.threads.tasks import Tasks
from gui.trial.trials_model import TRIED, TrialsModel
from gui.widgets import labels

_LOOK_EVERY = 1000  #: milliseconds, for what was found out meanwhile
_PICTURE = 240  #: pixels across


class TrialsPanel(QWidget):
    """The matrix of one conversion."""

    used = Signal()  #: image and configuration have another combination now

    def __init__(
        self, workers: Workers, tasks: Tasks, log: LogBuffer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workers, self._tasks, self._log = workers, tasks, log
        self._folder: Path | None = None
        self._job: TrialsJob | None = None
        self._thread: JobThread | None = None
        self.model = TrialsModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Combinations of HAL and flags"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(TRIED, QHeaderView.ResizeMode.Stretch)
        self.picture = labels.line()
        self.said = labels.sentences()
        self.try_button = QPushButton(self.tr("Try all"))
        self.try_button.clicked.connect(self._try)
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.clicked.connect(self.stop)
        self.use_button = QPushButton(self.tr("Use this one"))
        self.use_button.clicked.connect(self._use)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.refresh)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self._lay_out()
        self._choose()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.addWidget(self.table, 1)
        middle.addWidget(self.picture)
        buttons = QHBoxLayout()
        buttons.addWidget(self.said, 1)
        for each in (self.stop_button, self.use_button, self.try_button):
            buttons.addWidget(each)
        layout = QVBoxLayout(self)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)

    @property
    def is_running(self) -> bool:
        """Whether something is tried or put to use."""
        return self._thread is not None

    def set_folder(self, folder: Path) -> None:
        """Show the combinations for the conversion in ``folder``, with what was found out."""
        self.stop()
        self._folder = folder
        self._tasks.spawn(self._look(folder))

    def stop(self) -> None:
        """Stop trying; what was found out stays."""
        if self._thread is not None:
            self._thread.cancel()

    def clear(self) -> None:
        """Have no conversion any more."""
        self.stop()
        self._folder = self._job = None

    async def _look(self, folder: Path) -> None:
        refusal: Refusal | None = None
        job: TrialsJob | None = None
        try:
            job = await self._workers.run(partial(TrialsJob.planned, folder, TrialsWish()))
        except Refusal as found:
            refusal = found
        if folder == self._folder:  # else another one is shown meanwhile
            self._take_look(folder, job, refusal)

    def _take_look(self, folder: Path, job: TrialsJob | None, refusal: Refusal | None) -> None:
        self._job = job
        if refusal is not None:
            self.model.show_cells(folder, ())
            self.said.setText(engine_texts.failure(refusal))
        elif job is not None:
            self.model.show_cells(folder, job.cells)
            for column in range(self.model.columnCount()):
                self.table.setColumnHidden(column, self.model.says_nothing(column))
            self.refresh()
        self._choose()

    def _rows(self) -> list[int]:
        return sorted({each.row() for each in self.table.selectionModel().selectedIndexes()})

    def _choose(self) -> None:
        """What can be done with what is selected; the picture of one."""
        rows = self._rows()
        ready = self._job is not None and not self.is_running
        self.try_button.setText(self.tr("Try these") if rows else self.tr("Try all"))
        self.try_button.setEnabled(ready)
        self.stop_button.setEnabled(self.is_running)
        self.use_button.setEnabled(ready and len(rows) == 1)
        path = self.model.picture(rows[0]) if len(rows) == 1 else None
        shown = QPixmap(str(path)) if path is not None else QPixmap()
        self.picture.setVisible(not shown.isNull())
        if not shown.isNull():
            self.picture.setPixmap(shown.scaledToWidth(_PICTURE))

    def refresh(self) -> None:
        """Show what was found out by now."""
        if self._job is not None:
            self.model.show_tried(self._job.tried)

    def _try(self) -> None:
        job, rows = self._job, self._rows()
        if job is None or self.is_running:
            return
        if rows:  # chosen anew, so tried anew
            cells = [self.model.cell(row) for row in rows]
            job = TrialsJob(job.subject, cells, replace(job.wish, again=True))
        self._tasks.spawn(self._run(job, self.refresh))

    def _use(self) -> None:
        rows = self._rows()
        if self._job is None or len(rows) != 1 or self.is_running:
            return
        job = UseJob(self._job.subject, self.model.cell(rows[0]))
        self._tasks.spawn(self._run(job, self._used))

    def _used(self) -> None:
        self.used.emit()
        if self._folder is not None:
            self._tasks.spawn(self._look(self._folder))

    async def _run(self, job: Job, then: Callable[[], None]) -> None:
        thread = self._thread = JobThread(self._workers, self._log, self)
        self.said.setText(engine_texts.phrase(job.title))
        self._timer.start()
        self._choose()
        try:
            finished = await thread.run(partial(run, job))
        finally:
            thread.cancel()
            self._thread = None
            self._timer.stop()
            self._choose()
        self._tell(job, finished)
        if finished.outcome == "done":
            then()
        else:
            self.refresh()
        self._choose()

    def _tell(self, job: Job, finished: Finished) -> None:
        if finished.outcome == "done":
            text = engine_texts.phrase(job.told)
        elif finished.outcome == "stopped":
            text = self.tr("Stopped; what was found out stays.")
        else:
            text = "\n".join(map(engine_texts.sentences, finished.findings)) or finished.detail
        self.said.setText(text)
