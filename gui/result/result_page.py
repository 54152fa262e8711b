"""What a finished conversion has made, and how it gets to the server."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

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
from engine.job.events import Finished
from engine.job.push.push_journal import Wish
from engine.job.result import copy_commands, guest_image
from engine.job.result.conversion import Conversion, Image
from gui.engine_texts import failure
from gui.machines.finished_machine import created
from gui.machines.job import Surroundings
from gui.result import result_tasks
from gui.result.errand_bar import ErrandBar
from gui.result.errands import Errand, Task
from gui.result.server_commands import ServerCommands
from gui.widgets import dialogs
from gui.widgets.units import size

DIGEST, SHA256 = 3, 4  #: columns
ANYWAY = "E609"  #: the image was written since: taking back may be agreed to
IN_THE_WAY = "E708"  #: something else is there: replacing it may be agreed to


class ResultPage(QScrollArea):
    """Files with sizes and digests; commands to be copied; the way back."""

    undone = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._folder: Path | None = None
        self._results: Conversion | None = None
        self._archive: Path | None = None
        self._is_undoing = False
        self._make_files()
        self._make_buttons()
        self.errand = ErrandBar()
        self.commands = ServerCommands(around.settings)
        self.commands.send.clicked.connect(self._ask_send)
        self.commands.chosen.connect(self._enable)
        around.errands.changed.connect(self._refresh)
        self._arrange()

    def show_folder(self, folder: Path | None) -> None:
        """Show the results in ``folder``; None clears the page."""
        if folder != self._folder:
            self._folder, self._results, self._archive = folder, None, None
            self._fill()
            if folder is not None and self._around.tasks.possible:
                self._around.tasks.spawn(self._look(folder))
        self._refresh()

    def _refresh(self) -> None:
        folder = self._folder
        self.errand.show_errand(self._around.errands.of(folder) if folder else None)
        self._enable()

    # -- parts

    def _make_files(self) -> None:
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.files = QTreeWidget()
        self.files.setAccessibleName(_tr("Files of the result"))
        self.files.setHeaderLabels(
            [_tr("File"), _tr("Size"), _tr("On disk"), _tr("BLAKE3 digest"), _tr("SHA-256")]
        )
        self.files.setRootIsDecorated(False)
        self.files.setUniformRowHeights(True)
        self.files.setTabKeyNavigation(False)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.files.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _make_buttons(self) -> None:
        self.digests = QPushButton(_tr("Copy digests"))
        self.digests.setToolTip(_tr("The SHA-256 where it is known, as sha256sum writes it"))
        self.digests.clicked.connect(self._copy_digests)
        self.undo = QPushButton(_tr("Undo the change of the guest…"))
        self.undo.clicked.connect(self._ask_undo)
        self.hash = QPushButton(_tr("Compute SHA-256"))
        self.hash.clicked.connect(self._hash)
        self.pack = QPushButton(_tr("Pack an XVA…"))
        self.pack.clicked.connect(self._ask_archive)

    def _arrange(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self.title)
        layout.addWidget(self.files)
        layout.addLayout(_row(self.digests, self.hash, self.pack, None, self.undo))
        layout.addWidget(self.errand)
        layout.addWidget(self.commands)
        layout.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has it

    # -- showing

    async def _look(self, folder: Path) -> None:
        try:
            found, archive = await self._around.workers.run(partial(_look, folder))
        except (Refusal, OSError) as error:  # moved away or changed meanwhile
            if folder == self._folder:
                self.title.setText(failure(error))
            return
        if folder == self._folder:
            self._results, self._archive = found, self._made(folder) or archive
            self._fill()
            self._enable()

    def _made(self, folder: Path) -> Path | None:
        errand = self._around.errands.of(folder)
        return errand.made if errand else None

    def _fill(self) -> None:
        found = self._results
        self.files.clear()
        rows: list[QTreeWidgetItem] = []
        read_back = _tr("Converted on {date}. Every image was read back then and was identical.")
        self.title.setText(
            read_back.format(date=created(found)) if found else _tr("Looking at the result…")
        )
        if found:
            config = QTreeWidgetItem([found.config.name, size(found.config_size)])
            rows = [*map(_item, found.images), config]
        self.files.addTopLevelItems(rows)
        header = self.files.header().sizeHint().height()
        height = sum(self.files.visualItemRect(row).height() for row in rows)
        self.files.setFixedHeight(header + height + 2 * self.files.frameWidth() + 2)
        self.files.setColumnHidden(
            SHA256, not (found and any(each.sha256 for each in found.images))
        )
        self.files.header().resizeSection(DIGEST, self.files.viewport().width() // 3)
        self.undo.setVisible(found is not None and any(each.undoable for each in found.images))
        self.commands.show_results(found, self._archive)

    def _enable(self) -> None:
        """What can be done with the result, and why something cannot."""
        found = self._results
        is_busy = self._is_undoing or (
            self._folder is not None and self._around.errands.busy(self._folder)
        )
        is_hashed = found is not None and all(each.sha256 for each in found.images)
        self.digests.setEnabled(found is not None)
        busy = _tr("Something is done with the result already.") if is_busy else ""
        for button, reason, hint in (
            (self.undo, busy, _tr("Give back the image as it was in VMware, to the byte")),
            (
                self.hash,
                busy or (_tr("It is known.") if is_hashed else ""),
                _tr("Hash the whole images, as sha256sum does: minutes for each TiB"),
            ),
            (self.pack, busy, _tr("One file that XCP-ng and XenServer import")),
            (
                self.commands.send,
                busy or ("" if self.commands.wish else _tr("There is nothing to send that way.")),
                _tr("Over SSH, without holes; goes on where it was stopped, compared there"),
            ),
        ):
            button.setEnabled(found is not None and not reason)
            button.setToolTip(reason or hint)

    # -- acting

    def _copy_digests(self) -> None:
        if self._results:
            lines = [f"{each.digest}  {each.path.name}" for each in self._results.images]
            QGuiApplication.clipboard().setText(
                copy_commands.sums(self._results) or "\n".join(lines)
            )

    def _hash(self) -> None:
        if self._results:
            self._around.tasks.spawn(self._do(result_tasks.hashing(self._results), self._results))

    def _ask_archive(self) -> None:
        if self._results:
            self._around.tasks.spawn(self._pack(self._results))

    async def _pack(self, found: Conversion) -> None:
        target = await dialogs.new_file(self, _tr("Pack an XVA"), found.archive, "XVA (*.xva)")
        if target is not None:
            await self._do(result_tasks.packing(found, target), found)

    def _ask_send(self) -> None:
        wish = self.commands.wish
        if self._results and wish:
            self._around.tasks.spawn(self._send(self._results, wish))

    async def _send(self, found: Conversion, wish: Wish) -> None:
        """Send it; what is in the way there is replaced only if agreed to."""
        finished = await self._do(result_tasks.sending(found, wish), found)
        if finished and not wish.yes and {each.code for each in finished.findings} == {IN_THE_WAY}:
            text = failure(Refusal(finished.findings))
            answers = {_tr("Replace it"): True}
            if await dialogs.ask(self, _tr("Not sent"), text, answers, False):
                await self._send(found, replace(wish, yes=True))

    async def _do(self, task: Task, found: Conversion) -> Finished | None:
        """Do something with the result, and look at it again; returns how it ended."""
        folder = found.folder
        if self._around.errands.busy(folder):
            return None
        errand = Errand(task, self._around.workers, self._around.log)
        self._around.errands.begin(folder, errand)
        await errand.run()
        if folder == self._folder:
            await self._look(folder)
        return errand.finished

    def _ask_undo(self) -> None:
        if self._results:
            self._around.tasks.spawn(self._undo(self._results))

    async def _undo(self, found: Conversion) -> None:
        question = _tr("Give back the image as it was in VMware?")
        detail = _tr("The guest may then not start under Xen. The manifest gets the new digest.")
        answers = {_tr("Keep the change"): False, _tr("Undo it"): True}
        agreed = await dialogs.ask(self, _tr("Undo"), question, answers, False, detail)
        if not agreed or self._around.errands.busy(found.folder):
            return
        self._is_undoing = True
        self._enable()
        try:
            for image in found.images:
                if image.undoable:
                    await self._take_back(image)
        finally:
            self._is_undoing = False
            self._enable()
        self._around.errands.forget(found.folder)
        self.errand.show_errand(None)
        await self._look(found.folder)
        self.undone.emit()

    async def _take_back(self, image: Image) -> None:
        """Take the newest change back; where the image was written since, only if agreed to."""
        anyway = False
        while True:
            try:
                work = partial(guest_image.undo, image.path, anyway=anyway, conversion=True)
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


def _look(folder: Path) -> tuple[Conversion, Path | None]:
    """What was made, and the XVA of it, if there is one where it usually goes."""
    found = Conversion.open(folder)
    return found, found.archive if found.archive.exists() else None


def _item(image: Image) -> QTreeWidgetItem:
    texts = [image.path.name, size(image.size), size(image.stored), image.digest, image.sha256]
    item = QTreeWidgetItem(texts)
    item.setToolTip(0, str(image.path))
    for column in (DIGEST, SHA256):
        item.setToolTip(column, texts[column])
        item.setFont(column, QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return item


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Beside each other, with what room there is in the place of None."""
    row = QHBoxLayout()
    for widget in widgets:
        if widget is None:
            row.addStretch()
        else:
            row.addWidget(widget)
    return row


def _tr(text: str) -> str:
    return QCoreApplication.translate("result_page", text)
