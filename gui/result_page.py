"""What a finished conversion has made, and how it gets to the server."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.findings import Refusal
from engine.job import guest_image, results
from engine.job.results import Image, Results
from gui import dialogs
from gui.engine_texts import failure
from gui.job import Job, Surroundings
from gui.server_commands import ServerCommands
from gui.units import size

ANYWAY = "E609"  #: the image was written since: taking back may be agreed to


class ResultPage(QScrollArea):
    """Files with sizes and digests; commands to be copied; the way back."""

    undone = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._job: Job | None = None
        self._results: Results | None = None
        self._make_files()
        self.commands = ServerCommands(around.settings)
        self._arrange()

    def show_job(self, job: Job | None) -> None:
        """Show the result of a finished job; None clears the page."""
        if job is self._job:
            return
        self._job, self._results = job, None
        self._fill()
        if job is not None:
            self._around.tasks.spawn(self._look(job))

    # -- parts

    def _make_files(self) -> None:
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.files = QTreeWidget()
        self.files.setAccessibleName(_tr("Files of the result"))
        self.files.setHeaderLabels([_tr("File"), _tr("Size"), _tr("On disk"), _tr("BLAKE3 digest")])
        self.files.setRootIsDecorated(False)
        self.files.setUniformRowHeights(True)
        self.files.setTabKeyNavigation(False)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.files.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.digests = QPushButton(_tr("Copy digests"))
        self.digests.clicked.connect(self._copy_digests)
        self.undo = QPushButton(_tr("Undo the change of the guest…"))
        self.undo.setToolTip(_tr("Give back the image as it was in VMware, to the byte"))
        self.undo.clicked.connect(self._ask_undo)

    def _arrange(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addLayout(_row(self.title, self.undo, self.digests))
        layout.addWidget(self.files)
        layout.addWidget(self.commands)
        layout.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has it

    # -- showing

    async def _look(self, job: Job) -> None:
        if job.plan is None:
            return
        try:
            found = await self._around.workers.run(partial(results.look, job.plan))
        except (Refusal, OSError) as error:  # moved away or changed meanwhile
            if job is self._job:
                self.title.setText(failure(error))
            return
        if job is self._job:
            self._results = found
            self._fill()

    def _fill(self) -> None:
        found = self._results
        self.files.clear()
        rows: list[QTreeWidgetItem] = []
        self.title.setText(
            _tr("Done. Every image was read back and is identical to what was copied.")
            if found
            else _tr("Looking at the result…")
        )
        if found:
            config = QTreeWidgetItem([found.config.name, size(found.config_size)])
            rows = [*map(_item, found.images), config]
        self.files.addTopLevelItems(rows)
        header = self.files.header().sizeHint().height()
        height = sum(self.files.visualItemRect(row).height() for row in rows)
        self.files.setFixedHeight(header + height + 2 * self.files.frameWidth() + 2)
        self.digests.setEnabled(found is not None)
        self.undo.setVisible(found is not None and any(each.undoable for each in found.images))
        self.commands.show_results(found)

    # -- acting

    def _copy_digests(self) -> None:
        if self._results:
            lines = [f"{each.digest}  {each.path.name}" for each in self._results.images]
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _ask_undo(self) -> None:
        if self._job and self._results:
            self._around.tasks.spawn(self._undo(self._job, self._results))

    async def _undo(self, job: Job, found: Results) -> None:
        question = _tr("Give back the image as it was in VMware?")
        detail = _tr("The guest may then not start under Xen. The manifest gets the new digest.")
        answers = {_tr("Keep the change"): False, _tr("Undo it"): True}
        if not await dialogs.ask(self, _tr("Undo"), question, answers, False, detail):
            return
        self.undo.setEnabled(False)
        try:
            for image in found.images:
                if image.undoable:
                    await self._take_back(image)
        finally:
            self.undo.setEnabled(True)
        await self._look(job)
        self.undone.emit()

    async def _take_back(self, image: Image) -> None:
        """Take the newest change back; where the image was written since, only if agreed to."""
        anyway = False
        while True:
            try:
                work = partial(guest_image.undo, image.path, anyway=anyway)
                await self._around.workers.run(work)
            except Refusal as refusal:
                text = failure(refusal)
                may = not anyway and {each.code for each in refusal.findings} == {ANYWAY}
                answers = {_tr("Undo it anyway"): True} if may else {}
                if not await dialogs.ask(self, _tr("Not undone"), text, answers, False):
                    return
                anyway = True
            else:
                self._around.log.append("info", f"{image.path.name}: the guest's change undone")
                return


def _item(image: Image) -> QTreeWidgetItem:
    item = QTreeWidgetItem([image.path.name, size(image.size), size(image.stored), image.digest])
    item.setToolTip(0, str(image.path))
    item.setToolTip(3, image.digest)
    item.setFont(3, QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return item


def _row(first: QWidget, *others: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(first, 1)
    for widget in others:
        row.addWidget(widget)
    return row


def _tr(text: str) -> str:
    return QCoreApplication.translate("result_page", text)
