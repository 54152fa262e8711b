"""Machines that the user points at: in a dialog, by dropping them, among the recent ones."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from gui.context import Context
from gui.hosts.host_access import HostAccess
from gui.machines.drop_area import SUFFIXES, Dropped
from gui.machines.opening import Opening
from gui.widgets import dialogs
from gui.widgets.notices import Notices


class ChoosingFiles(QObject):
    """Asks on ``parent``, and opens what was chosen."""

    def __init__(
        self, parent: QWidget, around: Context, opening: Opening, notices: Notices
    ) -> None:
        super().__init__(parent)
        self._parent, self._around = parent, around
        self._opening, self._notices = opening, notices

    def take_drop(self, dropped: Dropped) -> None:
        """Open what was dropped, and tell what cannot be."""
        if dropped.refused:
            text = _tr("Not opened – {why}.").format(why=dropped.complaint)
            self._notices.tell("warning", text)
        if dropped.accepted:
            self._around.settings.last_folder = str(dropped.accepted[0].parent)
            self._opening.open(dropped.accepted)

    def ask_files(self) -> None:
        """Ask for the files of machines."""
        self._around.tasks.spawn(self._open_files())

    async def _open_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        paths = await dialogs.choose_files(
            self._parent,
            _tr("Open virtual machines"),
            self._around.settings.last_folder,
            _tr("Virtual machines ({patterns})").format(patterns=patterns),
        )
        if paths:
            self._around.settings.last_folder = str(paths[0].parent)
            await self._opening.open_all(paths)

    def ask_folder(self) -> None:
        """Ask for a folder with machines or results."""
        self._around.tasks.spawn(self._open_folder())

    async def _open_folder(self) -> None:
        title = _tr("Open the folder of a machine")
        start = self._around.settings.last_folder
        folder = await dialogs.choose_folder(self._parent, title, start)
        if folder is not None:
            self._around.settings.last_folder = str(folder.parent)
            await self._opening.open_all([folder])

    def ask_host(self) -> None:
        """Ask for machines of a host."""
        self._around.tasks.spawn(self._open_from_host())

    async def _open_from_host(self) -> None:
        paths = await HostAccess(self._parent, self._around).choose()
        await self._opening.open_all(paths)


def _tr(text: str) -> str:
    return QCoreApplication.translate("choosing_files", text)
