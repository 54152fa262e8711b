"""History, tree and picture beside each other: the picture shows the state that is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from engine.findings import Refusal
from engine.report.changed_files import RUNNING
from engine.report.disk_picture import allocated
from engine.vmware.model import VirtualMachine
from gui.chain.chain_model import ChainModel
from gui.chain.chain_tree import ChainTree
from gui.context import Context
from gui.files.changes_dialog import ChangesDialog
from gui.files.files_source import Subject as ChangesOf
from gui.history.history_view import HistoryView
from gui.history.states_source import StatesSource
from gui.machines.migration import Migration
from gui.picture.chain_picture import ChainPicture
from gui.picture.owners_source import OwnersSource
from gui.picture.picture_source import PictureSource
from gui.picture.picture_subject import Subject, subjects
from gui.widgets import dialogs
from gui.widgets.stacked_or_split import StackedOrSplit

FIRST_SHARES = [640, 540]  #: widths of history and tree, and of the picture
_NARROW, _HEIGHT = 600, 250  #: pixels below which the picture is under them; of each part then


class ChainDesk(QSplitter):
    """Put together from parts that stand alone."""

    measured = Signal(object, object)  #: path of a machine, bytes by slot and file
    judged = Signal(object)  #: whether each state of the machine is whole

    def __init__(self, around: Context, model: ChainModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._around = around
        self._model = model
        self._measured: set[int] = set()  #: machines whose layers were measured, by id
        self._shown: Migration | None = None
        self._looked: VirtualMachine | None = None  #: whose states are in the history
        self._looked_at = ""  #: the state that the picture is of
        self._stopped = False
        self.tree = ChainTree(model)
        self.history = HistoryView()
        self.states = StatesSource(around.workers, around.tasks, self)
        self.picture = ChainPicture(
            PictureSource(around.workers, around.tasks, self),
            OwnersSource(around.workers, around.tasks, self),
        )
        self.parts = StackedOrSplit(
            self.history, self.tr("Snapshots"), self.tree, self.tr("Disks and layers")
        )
        self.setChildrenCollapsible(False)
        self.setMinimumHeight(_HEIGHT)
        self.addWidget(self.parts)
        self.addWidget(self.picture)
        self.setSizes(FIRST_SHARES)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)
        self._connect()

    def _connect(self) -> None:
        self.picture.save_asked.connect(self._save)
        self.tree.row_selected.connect(lambda: self._draw())
        self.history.pointed.connect(self._look_at)
        self.history.compare_asked.connect(self._show_changes)
        self.states.judged.connect(self.history.judge)
        self.states.judged.connect(self.judged)
        self.states.found.connect(self._show_state)

    def show_job(self, job: Migration | None) -> None:
        """Show the states and disks of a machine, and draw what is looked at."""
        planning = job is not None and job is self._shown and job.plan is None
        self._shown = job
        self._show_history(job)
        if planning and self.picture.canvas.drawn is not None:
            return  # what was planned before stays until it is planned anew
        self._draw()

    def measure(self, job: Migration) -> None:
        """Find out what each layer of a machine holds, once it is planned."""
        if job.plan is not None and id(job.machine) not in self._measured:
            self._measured.add(id(job.machine))
            self._around.tasks.spawn(self._measure(job.machine))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other they would be cut where there is little room."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW
        way = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self.orientation() is not way:
            self.setOrientation(way)
            self.setMinimumHeight(_HEIGHT * 2 if is_narrow else _HEIGHT)
            if is_narrow:
                self.setSizes([_HEIGHT, _HEIGHT])

    def stop(self) -> None:
        """Nothing is to be drawn any more."""
        self._stopped = True
        self.states.stop()
        self.picture.stop()

    def state_text(self) -> str:
        """How it is divided, to be remembered."""
        return self.saveState().toHex().toStdString()

    def restore_text(self, text: str) -> None:
        self.restoreState(QByteArray.fromHex(text.encode()))

    # -- the history

    def _show_history(self, job: Migration | None) -> None:
        machine = job.machine if job is not None else None
        if machine is not self._looked:
            self._looked = machine
            self.states.look(job.opened if job is not None else None)
            if machine is not None:
                self.history.show_snapshots(machine.snapshots)
                self.parts.show_upper(bool(machine.snapshots.all))
        if job is not None:
            self.history.choose(job.choices.snapshot)

    def _look_at(self, state: str) -> None:
        """Show another state in the picture: what is chosen at once, others once they are read."""
        self._looked_at = state
        if self._shown is not None and state != self._shown.choices.snapshot:
            self.states.ask(state)
        else:
            self._draw()

    def _show_state(self, state: str, machine: VirtualMachine) -> None:
        if self._shown is not None and state == self._looked_at:
            self.picture.show_subject(*self._of_tree(subjects(machine, state=state)))

    # -- the picture

    def _draw(self) -> None:
        """The disk that is chosen in the tree, else the first one that can be drawn."""
        job = self._shown
        if job is None:
            self.picture.show_subject(None, "")
        elif self._looked_at != job.choices.snapshot and self.history.isVisible():
            self.states.ask(self._looked_at)
        else:
            found = subjects(job.machine, job.plan, job.choices.snapshot)
            self.picture.show_subject(*self._of_tree(found))

    def _of_tree(self, found: Mapping[str, Subject]) -> tuple[Subject | None, str]:
        node = self._model.node(self.tree.currentIndex())
        if node.slot is not None:
            why = self.tr("Disk {slot} cannot be drawn: a part of it is missing or damaged.")
            return found.get(str(node.slot)), why.format(slot=node.slot)
        why = self.tr("No disk of this machine can be drawn: parts are missing or damaged.")
        return next(iter(found.values()), None), why

    async def _measure(self, machine: VirtualMachine) -> None:
        if self._stopped:
            return
        try:
            found = await self._around.few.run(partial(allocated, machine))
        except Refusal:  # the plan has told it already
            return
        if not self._stopped:
            self.measured.emit(machine.path, found)

    def _show_changes(self, older: str, newer: str) -> None:
        if self._shown is not None:
            opened = self._shown.opened
            subject = ChangesOf(opened.machine, opened.trusted, opened.placed)
            dialog = ChangesDialog(self._around, subject, newer or RUNNING, self, older)
            self._around.tasks.spawn(dialogs.finished(dialog))

    def _save(self) -> None:
        self._around.tasks.spawn(self._save_picture())

    async def _save_picture(self) -> None:
        ask = partial(dialogs.save_file, self, self.tr("Save picture"))
        error = await self.picture.save_to_file(ask)
        if error:
            title, text = self.tr("Save picture"), self.tr("It could not be saved: {why}")
            await dialogs.tell(self, title, text.format(why=error))
