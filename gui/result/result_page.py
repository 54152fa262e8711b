"""What a finished conversion has made, and how it gets to the server."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.findings import Finding, Refusal
from engine.job.convert import conversion_job
from engine.job.push import push_job
from engine.job.push.push_journal import Wish
from engine.job.result import (
    checksums_job,
    copy_commands,
    hal_jobs,
    refit_job,
    verify_job,
    xva_job,
)
from engine.job.result.conversion import Conversion, Image
from gui.context import Context
from gui.engine_texts import failure
from gui.queue.entry import Entry
from gui.queue.entry_bar import EntryBar
from gui.queue.state import State
from gui.result import certificate_file
from gui.result.result_work import ResultWork
from gui.result.server_commands import ServerCommands
from gui.widgets import dialogs
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.plain_text import tip
from gui.widgets.units import size

DIGEST, SHA256 = 3, 4  #: columns
_DIGEST_LETTERS = 24  #: so wide is a digest; all of it is on its tip


class ResultPage(QWidget):
    """Files with sizes and digests; commands to be copied; the way back."""

    looked = Signal(object, str)  #: the Conversion, None as long as it is not known; or why not
    pool_asked = Signal(object, str)  #: Path of the results, and the pool that they are to go into

    def __init__(self, around: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._folder: Path | None = None
        self._results: Conversion | None = None
        self._archive: Path | None = None
        self._make_files()
        self._make_buttons()
        self.entry = EntryBar()
        self.commands = ServerCommands(around)
        self.commands.send.clicked.connect(self._ask_send)
        self.commands.chosen.connect(self._enable)
        self.commands.resume.clicked.connect(self._resume_sending)
        self.work = ResultWork(around, self)
        self.work.refused.connect(self._tell_refusal)
        around.queue.changed.connect(self._refresh)
        around.queue.ended.connect(self._hear_end)
        self.entry.stop_asked.connect(around.queue.cancel)
        self._arrange()

    @property
    def folder(self) -> Path | None:
        """The folder of the results."""
        return self._folder

    def look_again(self) -> None:
        """Look at the results anew: something has changed them."""
        if self._folder is not None and self._around.tasks.possible:
            self._around.tasks.spawn(self._look(self._folder))

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
        found = self._around.queue.about(folder) if folder else []
        done_with_it = [each for each in found if each.kind != conversion_job.KIND]
        self.entry.show_entry(done_with_it[0] if done_with_it else None)
        self._enable()

    def _tell_refusal(self, folder: Path, findings: Sequence[Finding]) -> None:
        if folder == self._folder:
            self.entry.show_refusal(findings)

    def _hear_end(self, entry: Entry) -> None:
        """Something was done with the results: they may have changed."""
        is_begin = entry.kind == conversion_job.KIND  # which is looked at as it is shown
        if entry.folder == self._folder and not is_begin:
            self.look_again()

    # -- parts

    def _make_files(self) -> None:
        self.files = QTreeWidget()
        self.files.setAccessibleName(_tr("Files of the result"))
        self.files.setHeaderLabels(
            [_tr("File"), _tr("Size"), _tr("On disk"), _tr("BLAKE3 digest"), _tr("SHA-256")]
        )
        self.files.setRootIsDecorated(False)
        self.files.setUniformRowHeights(True)
        self.files.setTabKeyNavigation(False)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.header().setStretchLastSection(False)
        self.files.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.files.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _make_buttons(self) -> None:
        self.digests = QPushButton(_tr("Copy digests"))
        self.digests.setToolTip(_tr("The SHA-256 where it is known, as sha256sum writes it"))
        self.digests.clicked.connect(self._copy_digests)
        self.certificate = QPushButton(_tr("Save certificate…"))
        self.certificate.setToolTip(_tr("One page with all that was done, changed and compared"))
        self.certificate.clicked.connect(self._save_certificate)
        self.undo = QPushButton(_tr("Undo the change of the guest…"))
        self.undo.clicked.connect(self._ask_undo)
        self.refit = QPushButton(_tr("Fit it again"))
        self.refit.clicked.connect(self._refit)
        self.verify = QPushButton(_tr("Verify"))
        self.verify.clicked.connect(self._verify)
        self.hash = QPushButton(_tr("Compute SHA-256"))
        self.hash.clicked.connect(self._hash)
        self.pack = QPushButton(_tr("Pack an XVA…"))
        self.pack.clicked.connect(self._ask_archive)

    def _arrange(self) -> None:
        buttons = QWidget()
        flow = FlowLayout(buttons, 6)
        for button in (
            self.verify,
            self.hash,
            self.pack,
            self.digests,
            self.certificate,
            self.undo,
            self.refit,
        ):
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.entry)
        layout.addWidget(self.files)
        layout.addWidget(buttons)
        layout.addWidget(self.commands)

    # -- showing

    async def _look(self, folder: Path) -> None:
        try:
            found, archive = await self._around.workers.run(partial(_look, folder))
        except (Refusal, OSError) as error:  # moved away or changed meanwhile
            if folder == self._folder:
                self.looked.emit(None, failure(error))
            return
        if folder == self._folder:
            self._results, self._archive = found, self._made(folder) or archive
            self._fill()
            self._enable()

    def _made(self, folder: Path) -> Path | None:
        """The archive that was packed just now."""
        found = self._around.queue.about(folder)
        packed = [each for each in found if each.kind == xva_job.KIND]
        is_done = bool(packed) and packed[0].state is State.DONE
        return Path(packed[0].request["target"]) if is_done else None

    def _fill(self) -> None:
        found = self._results
        self.files.clear()
        rows: list[QTreeWidgetItem] = []
        self.looked.emit(found, "")
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
        letters = self.files.fontMetrics().averageCharWidth()
        for column in (DIGEST, SHA256):  # shown in short: it is copied, not read
            self.files.header().resizeSection(column, _DIGEST_LETTERS * letters)
        self.undo.setVisible(found is not None and any(each.undoable for each in found.images))
        self.refit.setVisible(found is not None and any(each.refittable for each in found.images))
        self.commands.show_results(found, self._archive)

    def _enable(self) -> None:
        """What can be done with the result, and why something cannot."""
        found = self._results
        asked = {each.kind for each in self._open()}
        is_hashed = found is not None and all(each.sha256 for each in found.images)
        self.digests.setEnabled(found is not None)
        self.certificate.setEnabled(found is not None)
        again = _tr("It is in the queue already.")
        for button, reason, hint in (
            (
                self.undo,
                again if hal_jobs.UNDO in asked else "",
                _tr("Give back the image as it was in VMware, to the byte"),
            ),
            (
                self.refit,
                again if refit_job.KIND in asked else "",
                _tr("Change the guest once more as the conversion did, to the byte"),
            ),
            (
                self.verify,
                again if verify_job.KIND in asked else "",
                _tr("Read all images, and compare them with the manifest"),
            ),
            (
                self.hash,
                again if checksums_job.KIND in asked else _tr("It is known.") if is_hashed else "",
                _tr("Hash the whole images, as sha256sum does: minutes for each TiB"),
            ),
            (
                self.pack,
                again if xva_job.KIND in asked else "",
                _tr("One file that XCP-ng and XenServer import"),
            ),
            (
                self.commands.send,
                again
                if push_job.KIND in asked
                else ""
                if self.commands.wish or self.commands.pool
                else _tr("There is nothing to send that way."),
                _tr("It asks for the storage and the networks there")
                if self.commands.pool
                else _tr("Over SSH, without holes; goes on where it was stopped, compared there"),
            ),
            (
                self.commands.resume,
                again if push_job.KIND in asked else "",
                _tr("Go on with the delivery that was stopped"),
            ),
        ):
            button.setEnabled(found is not None and not reason)
            button.setToolTip(tip(reason or hint))

    def _open(self) -> list[Entry]:
        """What runs or waits for these results."""
        return self._around.queue.open_in(self._folder) if self._folder else []

    # -- acting

    def _copy_digests(self) -> None:
        if self._results:
            lines = [f"{each.digest}  {each.path.name}" for each in self._results.images]
            QGuiApplication.clipboard().setText(
                copy_commands.sums(self._results) or "\n".join(lines)
            )

    def _save_certificate(self) -> None:
        if self._folder:
            self._around.tasks.spawn(certificate_file.save(self, self._around, self._folder))

    def _hash(self) -> None:
        if self._folder:
            self.work.hash(self._folder)

    def _verify(self) -> None:
        if self._folder:
            self.work.verify(self._folder)

    def _resume_sending(self) -> None:
        if self._folder:
            self.work.resume_sending(self._folder)

    def _ask_archive(self) -> None:
        if self._results:
            self._around.tasks.spawn(self._pack(self._results))

    async def _pack(self, found: Conversion) -> None:
        target = await dialogs.new_file(self, _tr("Pack an XVA"), found.archive, "XVA (*.xva)")
        if target is not None:
            self.work.pack(found.folder, target)

    def send(self) -> None:
        """Send to the server that was used last; where none was, ask for one here."""
        if self.commands.is_named and self.commands.send.isEnabled():
            self._ask_send()
        else:
            self.commands.server.setFocus()
            self.commands.server.selectAll()

    def _ask_send(self) -> None:
        if self._results and self.commands.pool:
            self.pool_asked.emit(self._results.folder, self.commands.pool)
        elif self._results and self.commands.wish:
            self._around.tasks.spawn(self._send(self._results, self.commands.wish))

    async def _send(self, found: Conversion, wish: Wish) -> None:
        """What will not start is sent only if that is meant."""
        if any(each.refittable for each in found.images):
            text = _tr("The guest is as it was in VMware: it may not start from Xen's disks.")
            answers = {_tr("Send it all the same"): "send", _tr("Fit it again"): "refit"}
            answer = await dialogs.ask(self, _tr("Not fitted"), text, answers, "")
            if answer == "refit":
                self.work.refit(found)
            if answer != "send":
                return
        self.work.send(found.folder, wish)

    def _refit(self) -> None:
        if self._results:
            self.work.refit(self._results)

    def _ask_undo(self) -> None:
        if self._results:
            self._around.tasks.spawn(self._undo(self._results))

    async def _undo(self, found: Conversion) -> None:
        question = _tr("Give back the image as it was in VMware?")
        detail = _tr("The guest may then not start under Xen. The manifest gets the new digest.")
        answers = {_tr("Undo it"): True, _tr("Keep the change"): False}
        if await dialogs.ask(self, _tr("Undo"), question, answers, False, detail):
            self.work.undo(found)


def _look(folder: Path) -> tuple[Conversion, Path | None]:
    """What was made, and the XVA of it, if there is one where it usually goes."""
    found = Conversion.open(folder)
    return found, found.archive if found.archive.exists() else None


def _item(image: Image) -> QTreeWidgetItem:
    texts = [image.path.name, size(image.size), size(image.stored), image.digest, image.sha256]
    item = QTreeWidgetItem(texts)
    item.setToolTip(0, tip(str(image.path)))
    for column in (DIGEST, SHA256):
        item.setToolTip(column, tip(texts[column]))
        item.setFont(column, QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return item


def _tr(text: str) -> str:
    return QCoreApplication.translate("result_page", text)
