"""Saving what is to be handed on: the log, and the report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gui.context import Context
from gui.log import report_archive
from gui.log.log_console import LogConsole
from gui.machines.migrations import Migrations
from gui.widgets import dialogs
from gui.widgets.notices import Notices


class Saving:
    """Asks where to, writes, and says how it went."""

    def __init__(
        self,
        parent: QWidget,
        around: Context,
        notices: Notices,
        console: LogConsole,
        jobs: Migrations,
    ) -> None:
        self._parent, self._around, self._notices = parent, around, notices
        self._console, self._jobs = console, jobs

    def report(self, trace: str = "") -> None:
        """Save a report; with the ``trace`` of a fault, if there was one."""

        def write(path: Path) -> Callable[[], bool]:
            files = report_archive.contributions(self._around.log, self._jobs, trace)
            return partial(report_archive.save, path, files)

        self._around.tasks.spawn(self._save(_tr("Save report"), "vmx2xen-report.zip", write))

    def log(self) -> None:
        """Save the lines that are shown."""

        def write(path: Path) -> Callable[[], bool]:
            return partial(report_archive.write, path, f"{self._console.model.text()}\n".encode())

        self._around.tasks.spawn(self._save(_tr("Save the log"), "vmx2xen.log", write))

    async def _save(
        self, title: str, name: str, write: Callable[[Path], Callable[[], bool]]
    ) -> None:
        path = await dialogs.save_file(self._parent, title, str(Path.home() / name), "")
        if path is None:
            return
        if await self._around.workers.run(write(path)):
            self._notices.tell("info", _tr("Saved: {path}").format(path=path))
        else:
            self._notices.tell("error", _tr("{path} cannot be written.").format(path=path))


def _tr(text: str) -> str:
    return QCoreApplication.translate("saving", text)
