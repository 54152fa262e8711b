"""Every HAL and set of flags tried from the window: a table that fills, and one of them used."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer, Signal
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
from engine.job.trial import report, trials_job, use_job
from engine.job.trial.trials_job import TrialsJob, TrialsWish
from engine.job.trial.use_job import UseJob
from engine.job.work import Job
from gui import engine_texts
from gui.context import Context
from gui.queue.entry import Entry
from gui.queue.state import State
from gui.trial.trials_model import TRIED, TrialsModel
from gui.widgets import dialogs, labels

_KINDS = (trials_job.KIND, use_job.KIND)
_LOOK_EVERY = 1000  #: milliseconds, for what was found out meanwhile
_PICTURE = 240  #: pixels across
_WIDE = 900  #: pixels that leave room for a picture beside the table


class TrialsPanel(QWidget):
    """The matrix of one conversion."""

    used = Signal()  #: image and configuration have another combination now

    def __init__(self, around: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._folder: Path | None = None
        self._job: TrialsJob | None = None
        self._entry: Entry | None = None  #: the newest of our kinds about the folder
        self._follows = False  #: it was seen to wait or to run
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
        self.picture.setFixedWidth(_PICTURE)
        self.said = labels.sentences()
        self.try_button = QPushButton(self.tr("Try all"))
        self.try_button.clicked.connect(self._try)
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.clicked.connect(self.stop)
        self.use_button = QPushButton(self.tr("Use this one"))
        self.use_button.clicked.connect(self._use)
        self.export_button = QPushButton(self.tr("Save what differs…"))
        self.export_button.setToolTip(
            self.tr("What was seen otherwise than derived, as rows without names")
        )
        self.export_button.clicked.connect(lambda: self._around.tasks.spawn(self._export()))
        self.export_button.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.refresh)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        around.queue.changed.connect(self._look_on)
        self._lay_out()
        self._choose()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.addWidget(self.table, 1)
        middle.addWidget(self.picture)
        buttons = QHBoxLayout()
        buttons.addWidget(self.said, 1)
        for each in (self.export_button, self.stop_button, self.use_button, self.try_button):
            buttons.addWidget(each)
        layout = QVBoxLayout(self)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)

    @property
    def is_running(self) -> bool:
        """Whether something is tried or put to use, or waits for its turn."""
        return self._entry is not None and self._entry.state.settled

    def set_folder(self, folder: Path) -> None:
        """Show the combinations for the conversion in ``folder``, with what was found out.

        What is tried of another one goes on.
        """
        self.clear()
        self._folder = folder
        self.said.clear()
        self._around.tasks.spawn(self._look(folder))
        self._look_on()

    def stop(self) -> None:
        """Stop trying; what was found out stays."""
        if self._entry is not None:
            self._around.queue.cancel(self._entry)

    def clear(self) -> None:
        """Have no conversion any more."""
        self._folder = self._job = self._entry = None
        self._follows = False
        self._timer.stop()

    async def _look(self, folder: Path) -> None:
        refusal: Refusal | None = None
        job: TrialsJob | None = None
        try:
            job = await self._around.workers.run(partial(TrialsJob.planned, folder, TrialsWish()))
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
        self.picture.setVisible(not shown.isNull() and self.width() >= _WIDE)
        if not shown.isNull():
            self.picture.setPixmap(shown.scaledToWidth(_PICTURE))

    def refresh(self) -> None:
        """Show what was found out by now."""
        if self._job is not None:
            tried = self._job.tried
            self.model.show_tried(tried)
            self.export_button.setVisible(any(each.agrees is False for _, each in tried))

    def _try(self) -> None:
        job, rows = self._job, self._rows()
        if job is None or self.is_running:
            return
        if rows:  # chosen anew, so tried anew
            cells = [self.model.cell(row) for row in rows]
            names = tuple(each.name for each in cells)
            job = TrialsJob(job.subject, cells, replace(job.wish, again=True, only=names))
        self._submit(job)

    def _use(self) -> None:
        rows = self._rows()
        if self._job is not None and len(rows) == 1 and not self.is_running:
            self._submit(UseJob(self._job.subject, self.model.cell(rows[0])))

    def _submit(self, job: Job) -> None:
        if self._folder is not None:
            self._around.queue.submit(Entry(job, self._folder))

    async def _export(self) -> None:
        """Save rows for the table of what fits, where the user says."""
        job = self._job
        if job is None:
            return
        name = str(job.subject.folder / "seen.toml")
        target = await dialogs.save_file(self, self.tr("Save what differs"), name, "TOML (*.toml)")
        if target is None:
            return
        write = partial(report.export, target, job.subject.guest, job.tried)
        try:
            await self._around.workers.run(write)
        except Refusal as refusal:
            self.said.setText(engine_texts.failure(refusal))
        else:
            self.said.setText(self.tr("Saved: {path}").format(path=target))

    def _look_on(self) -> None:
        """Follow what the queue does about the folder."""
        if self._folder is None:
            return
        about = self._around.queue.about(self._folder)
        entry = next((each for each in about if each.kind in _KINDS), None)
        ended, self._entry = self._follows and not (entry and entry.state.settled), entry
        self._follows = self.is_running
        if self.is_running and entry is not None:
            self.said.setText(entry.title)
            self._timer.start()
        elif ended:
            self._timer.stop()
            self._end(entry)
        self._choose()

    def _end(self, entry: Entry | None) -> None:
        """Tell how it ended; None if it was withdrawn."""
        self.said.setText(_told(entry))
        self.refresh()
        if entry is None:
            return
        if entry.kind == use_job.KIND and entry.state is State.DONE and self._folder is not None:
            self.used.emit()
            self._around.tasks.spawn(self._look(self._folder))


def _told(entry: Entry | None) -> str:
    """How it ended, in words."""
    finished = entry.finished if entry is not None else None
    if entry is None or finished is None or finished.outcome == "stopped":
        return _tr("Stopped; what was found out stays.")
    if finished.outcome == "done":
        return entry.told
    return "\n".join(map(engine_texts.sentences, finished.findings)) or finished.detail


def _tr(text: str) -> str:
    return QCoreApplication.translate("trials_panel", text)
