"""What changed from one snapshot to another: a tree of folders and files, to be looked through."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from engine.findings import Refusal, Stopped
from engine.report import changed_files, guest_files
from engine.report.changed_files import Change, State
from engine.report.guest_files import Place
from gui.context import Context
from gui.engine_texts import failure, message
from gui.files.files_model import FilesModel
from gui.files.files_nodes import Row
from gui.files.files_source import FilesSource, Subject
from gui.widgets import dialogs, labels
from gui.widgets.units import date, size

SIZE = (860, 560)
WIDTHS = (420, 90, 100, 80, 100)
PAUSE = 250  #: milliseconds; what is typed is looked for after the last letter


class ChangesDialog(QDialog):
    """Compares as soon as it is opened, and whenever other states are chosen.

    First ``uid`` with ``older``, or with the state before it.
    """

    def __init__(
        self,
        around: Context,
        subject: Subject,
        uid: str,
        parent: QWidget | None,
        older: str = "",
    ) -> None:
        super().__init__(parent)
        self._around, self._subject = around, subject
        self._change: Change | None = None
        self._leaving = threading.Event()
        self.states = changed_files.states(subject.machine)
        self.source = FilesSource(around.workers, around.tasks, self)
        self.model = FilesModel()
        self._make_parts()
        self._arrange()
        self._connect()
        self._choose(changed_files.around(subject.machine, uid, older))
        self._compare()

    # -- building

    def _make_parts(self) -> None:
        self.older, self.newer = QComboBox(), QComboBox()
        for combo, name in (
            (self.older, self.tr("The state before")),
            (self.newer, self.tr("The state after")),
        ):
            combo.setAccessibleName(name)
            for each in self.states:
                combo.addItem(self._words(each))
        self.told = labels.sentences()
        font = self.told.font()
        font.setBold(True)
        self.told.setFont(font)
        self.notes = labels.sentences()
        self.notes.hide()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("How far the states are compared"))
        self.stop = QPushButton(self.tr("Stop"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search for files"))
        self.search.setAccessibleName(self.tr("Search for files"))
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self.tree = QTreeView()
        self.tree.setModel(self.model)
        self.tree.setAccessibleName(self.tr("Files that changed, by folder"))
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for column, width in enumerate(WIDTHS):
            self.tree.setColumnWidth(column, width)
        self.save = QPushButton(self.tr("Save this file…"))
        self.save.setEnabled(False)
        self.leave = QPushButton(self.tr("Close"))

    def _arrange(self) -> None:
        self.setWindowTitle(
            self.tr("What changed in {machine}").format(machine=self._subject.machine.name)
        )
        self.resize(*SIZE)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("From"), self.older)
        form.addRow(self.tr("To"), self.newer)
        running = QHBoxLayout()
        running.addWidget(self.bar, 1)
        running.addWidget(self.stop)
        below = QHBoxLayout()
        below.addWidget(self.save)
        below.addStretch()
        below.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(self.notes)
        column.addLayout(running)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        self.older.activated.connect(self._compare)
        self.newer.activated.connect(self._compare)
        self.stop.clicked.connect(self._stop)
        self.leave.clicked.connect(self.reject)
        self.save.clicked.connect(lambda: self._around.tasks.spawn(self._save()))
        self.search.textChanged.connect(lambda: self._pause.start())
        self._pause.timeout.connect(self._list)
        self.source.progressed.connect(self._progress)
        self.source.found.connect(self._found)
        self.source.listed.connect(self._listed)
        self.source.failed.connect(self._rest)
        self.tree.selectionModel().currentChanged.connect(lambda: self._enable())

    def _words(self, state: State) -> str:
        name = self.tr("Running state") if state.uid == changed_files.RUNNING else state.name
        moment = date(state.moment)
        return self.tr("{name} – {moment}").format(name=name, moment=moment) if moment else name

    def _choose(self, pair: tuple[State, State] | None) -> None:
        for combo, state in zip((self.older, self.newer), pair or (), strict=False):
            combo.setCurrentIndex(self.states.index(state))

    # -- comparing

    def _compare(self) -> None:
        self._change = None
        self.model.show_rows([])
        self.notes.hide()
        self._enable()
        older, newer = (self.states[each.currentIndex()] for each in (self.older, self.newer))
        if older == newer:
            self.source.stop()
            self._rest(self.tr("Choose two states."))
            return
        self.told.setText(self.tr("Comparing…"))
        self.bar.setRange(0, 0)
        self._show_running(True)
        self.source.compare(self._subject, older, newer)

    def _progress(self, done: int, whole: int) -> None:
        if whole and done < whole:
            self.bar.setRange(0, 1000)
            self.bar.setValue(done * 1000 // whole)
        else:  # whose bytes they are is looked for
            self.bar.setRange(0, 0)

    def _found(self, change: Change) -> None:
        self._change = change
        self._rest(self._headline(change))
        self.notes.setText("\n".join(message(each) for each in change.findings))
        self.notes.setVisible(bool(change.findings))
        self._list()

    def _headline(self, change: Change) -> str:
        if not change.files and not any(each.differing for each in change.volumes):
            return self.tr("Nothing differs between these states.")
        folder = changed_files.most(change)
        text = (
            self.tr("{count} files, {size}, most in {folder}")
            if folder
            else self.tr("{count} files, {size}")
        )
        count = self.locale().toString(change.files)
        return text.format(count=count, size=size(change.written), folder=folder)

    def _stop(self) -> None:
        self.source.stop()
        self._rest(self.tr("Stopped. Choose a state to compare again."))

    def _rest(self, text: str) -> None:
        self.told.setText(text)
        self._show_running(False)

    def _show_running(self, running: bool) -> None:
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.search.setEnabled(not running)

    def _list(self) -> None:
        if self._change is not None:
            self.source.list(self._change, self.search.text().strip())

    def _listed(self, rows: list[Row]) -> None:
        self.model.show_rows(rows)
        self._unfold()
        self._enable()

    def _unfold(self) -> None:
        """Open the way to where most was written: as far as one row has most of its folder."""
        for number in range(self.model.rowCount()):
            index = self.model.index(number, 0)
            while self.model.rowCount(index):
                self.tree.setExpanded(index, True)
                first = self.model.index(0, 0, index)
                if self.model.node(first).written * 2 <= self.model.node(index).written:
                    break
                index = first

    # -- saving a file

    @property
    def chosen(self) -> Place | None:
        """The file that is chosen in the tree."""
        return self.model.node(self.tree.currentIndex()).place

    def _enable(self) -> None:
        self.save.setEnabled(self._change is not None and self.chosen is not None)

    async def _save(self) -> None:
        place, change = self.chosen, self._change
        if place is None or change is None:
            return
        removed = self.model.node(self.tree.currentIndex()).kind == "removed"
        state = change.older if removed else change.newer
        start = Path(self._around.settings.last_folder) / guest_files.clean_name(place.path)
        target = await dialogs.new_file(self, self.tr("Save this file"), start, "")
        if target is None:
            return
        self.save.setEnabled(False)
        self.told.setText(self.tr("Saving…"))
        work = partial(_save, self._subject, state, place, target, self._leaving)
        try:
            await self._around.workers.run(work)
        except Stopped:
            return  # the dialog is gone
        except Refusal as refusal:
            text = failure(refusal)
        else:
            text = self.tr("Saved as {path}.").format(path=target)
        if not self._leaving.is_set():
            self.told.setText(text)
            self._enable()

    def done(self, result: int) -> None:
        """However it is closed: nothing goes on without it."""
        self._leaving.set()
        self.source.stop()
        super().done(result)


def _save(
    subject: Subject, state: State, place: Place, target: Path, cancel: threading.Event
) -> None:
    """Write a file of the guest; runs in a thread."""
    with guest_files.browsing(
        subject.machine,
        state,
        place.slot,
        trusted=subject.trusted,
        placed=subject.placed,
        cancel=cancel,
    ) as browse:
        guest_files.save(browse, place.volume, place.path, target)
