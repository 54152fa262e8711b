"""The tree and the picture beside each other: the picture shows the disk chosen in the tree."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from engine.findings import Refusal
from engine.report.changed_files import RUNNING
from engine.report.disk_picture import allocated
from engine.vmware.model import VirtualMachine
from gui.chain.chain_model import ChainModel
from gui.chain.chain_tree import ChainTree
from gui.context import Context
from gui.files.changes_dialog import ChangesDialog
from gui.files.files_source import Subject as ChangesOf
from gui.machines.migration import Migration
from gui.picture.chain_picture import ChainPicture
from gui.picture.picture_source import PictureSource
from gui.picture.picture_subject import Subject, subjects
from gui.widgets import dialogs

FIRST_SHARES = [620, 560]  #: widths of the tree and of the picture


class ChainDesk(QSplitter):
    """Put together from parts that stand alone."""

    measured = Signal(object, object)  #: path of a machine, bytes by slot and file

    def __init__(self, around: Context, model: ChainModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._around = around
        self._model = model
        self._measured: set[int] = set()  #: machines whose layers were measured, by id
        self._shown: Migration | None = None
        self._stopped = False
        self.tree = ChainTree(model)
        self.picture = ChainPicture(PictureSource(around.workers, around.tasks, self))
        self.setChildrenCollapsible(False)
        self.changes = QPushButton(self.tr("What it changed…"))
        self.changes.setToolTip(self.tr("The files that the chosen state changed in the guest"))
        self.addWidget(_above(self.tree, self.changes))
        self.addWidget(self.picture)
        self.setSizes(FIRST_SHARES)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)
        self.picture.save_asked.connect(self._save)
        self.tree.row_selected.connect(lambda: self.show_job(self._shown))
        self.tree.changes_asked.connect(self._show_changes)
        self.changes.clicked.connect(self._show_changes_of_row)

    def show_job(self, job: Migration | None) -> None:
        """Draw the disk that is chosen in the tree, else the first one that can be."""
        planning = job is not None and job is self._shown and job.plan is None
        if planning and self.picture.canvas.drawn is not None:
            return  # what was planned before stays until it is planned anew
        self._shown = job
        self.changes.setEnabled(job is not None and bool(job.machine.snapshots.all))
        self.picture.show_subject(*self._subject(job))

    def measure(self, job: Migration) -> None:
        """Find out what each layer of a machine holds, once it is planned."""
        if job.plan is not None and id(job.machine) not in self._measured:
            self._measured.add(id(job.machine))
            self._around.tasks.spawn(self._measure(job.machine))

    def stop(self) -> None:
        """Nothing is to be drawn any more."""
        self._stopped = True
        self.picture.source.stop()

    def state_text(self) -> str:
        """How it is divided, to be remembered."""
        return self.saveState().toHex().toStdString()

    def restore_text(self, text: str) -> None:
        self.restoreState(QByteArray.fromHex(text.encode()))

    def _subject(self, job: Migration | None) -> tuple[Subject | None, str]:
        if job is None:
            return None, ""
        found = subjects(job.machine, job.plan)
        node = self._model.node(self.tree.currentIndex())
        if node.slot is not None:
            why = self.tr("Disk {slot} cannot be drawn: a part of it is missing or damaged.")
            return found.get(str(node.slot)), why.format(slot=node.slot)
        why = self.tr("No disk of this machine can be drawn: parts are missing or damaged.")
        return next(iter(found.values()), None), why

    async def _measure(self, machine: VirtualMachine) -> None:
        try:
            found = await self._around.workers.run(partial(allocated, machine))
        except Refusal:  # the plan has told it already
            return
        if not self._stopped:
            self.measured.emit(machine.path, found)

    def _show_changes_of_row(self) -> None:
        """Of the snapshot that is chosen in the tree, else of the running state."""
        self._show_changes(self._model.node(self.tree.currentIndex()).state or "")

    def _show_changes(self, state: str) -> None:
        if self._shown is not None:
            opened = self._shown.opened
            subject = ChangesOf(opened.machine, opened.trusted, opened.placed)
            dialog = ChangesDialog(self._around, subject, state or RUNNING, self)
            self._around.tasks.spawn(dialogs.finished(dialog))

    def _save(self) -> None:
        self._around.tasks.spawn(self._save_picture())

    async def _save_picture(self) -> None:
        ask = partial(dialogs.save_file, self, self.tr("Save picture"))
        error = await self.picture.save_to_file(ask)
        if error:
            title, text = self.tr("Save picture"), self.tr("It could not be saved: {why}")
            await dialogs.tell(self, title, text.format(why=error))


def _above(tree: QWidget, button: QWidget) -> QWidget:
    """The tree with a button below it."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 2)
    column.setSpacing(2)
    column.addWidget(tree, 1)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return both
