"""The HAL of the Windows in an image that is there: looked at, changed, taken back as jobs."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from engine.findings import Finding, Refusal
from engine.report import image_hals
from gui.context import Context
from gui.engine_texts import failure
from gui.images.image_hal_dialog import ImageHalDialog
from gui.result.result_work import ResultWork
from gui.widgets import dialogs
from gui.widgets.notices import Notices


class ImageHal(QObject):
    """Asks on ``parent``, and puts what is wanted into the queue."""

    queued = Signal()  #: a job that no card shows

    def __init__(self, parent: QWidget, around: Context, notices: Notices) -> None:
        super().__init__(parent)
        self._parent, self._around, self._notices = parent, around, notices
        self._work = ResultWork(around, parent)
        self._work.refused.connect(self._tell)

    def ask(self) -> None:
        """Ask for an image."""
        self._around.tasks.spawn(self._choose())

    def show(self, path: Path) -> None:
        """Show the HALs of the Windows in an image, or in that of a folder of results."""
        self._around.tasks.spawn(self._show(path))

    async def _choose(self) -> None:
        settings = self._around.settings
        title, patterns = (
            _tr("An image with a Windows"),
            _tr("Raw images (*.img *.raw);;All files (*)"),
        )
        image = await dialogs.choose_file(self._parent, title, settings.last_folder, patterns)
        if image is not None:
            settings.last_folder = str(image.parent)
            await self._show(image)

    async def _show(self, path: Path) -> None:
        try:
            found = await self._around.workers.run(partial(image_hals.look, path))
        except Refusal as refusal:
            self._notices.tell("error", failure(refusal))
            return
        dialog = ImageHalDialog(found, self._parent)
        dialog.change_asked.connect(partial(self._work.change_hal, found.image))
        dialog.undo_asked.connect(partial(self._work.undo_change, found.image))
        for asked in (dialog.change_asked, dialog.undo_asked):
            asked.connect(lambda *_: self.queued.emit())
        await dialogs.finished(dialog)

    def _tell(self, _: Path, findings: Collection[Finding]) -> None:
        self._notices.tell("error", failure(Refusal(findings)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("image_hal", text)
