"""Asks a host for its machines while the dialog is open; what was chosen are paths to be opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from engine import passwords
from engine.findings import Refusal
from engine.host_paths import is_url, path_of, root_of
from engine.source import inventory
from gui import engine_texts
from gui.context import Context
from gui.hosts.host_dialog import HostDialog
from gui.widgets import dialogs

_UNKNOWN = ("E881", "E882")  #: a certificate that nobody has agreed to


class HostAccess(QObject):
    """One showing of the dialog."""

    def __init__(self, parent: QWidget, around: Context) -> None:
        super().__init__(parent)
        self._around = around
        self._shown = ""  #: the fingerprint that is told of
        self.dialog = HostDialog(parent)
        self.dialog.asked.connect(self._ask)
        self.dialog.trusted.connect(self._trust)
        self._asked: tuple[str, str, bool] = "", "", False

    async def choose(self) -> list[Path]:
        """The machines that the user chose; none if they changed their mind."""
        if await dialogs.finished(self.dialog) != QDialog.DialogCode.Accepted:
            return []
        try:
            if self.dialog.url:
                return [self._file(path_of(self.dialog.url))]
            root = root_of(_address(self._asked[0]))
        except (ValueError, Refusal):  # an address that is none
            return []
        return [root / each.configuration.lstrip("/") for each in self.dialog.chosen]

    def _file(self, path: Path) -> Path:
        """The file on a host that was typed; a password that was typed with it is used there."""
        if self.dialog.password.text():
            account = inventory.account_of(path)
            passwords.remember(account, self.dialog.password.text(), keep=False)
        return path

    def _ask(self, address: str, password: str, keep: bool) -> None:
        self._asked = address, password, keep
        self._around.tasks.spawn(self._list(address, password, keep))

    def _trust(self) -> None:
        inventory.trust(self._shown)
        self._ask(*self._asked)

    async def _list(self, address: str, password: str, keep: bool) -> None:
        self.dialog.set_busy(True)
        try:
            path = _address(address)
            ask = partial(inventory.machines_on, path, password, keep=keep)
            found = await self._around.workers.run(ask)
        except ValueError:
            self._end(self.tr("This is no address of a host."))
        except Refusal as refusal:
            first = refusal.findings[0]
            self._shown = first.message.fields.get("fingerprint", "")
            self._around.log.append("error", str(refusal))
            self._end(engine_texts.failure(refusal), trustable=first.code in _UNKNOWN)
        else:
            self._end("")
            self.dialog.show_machines(found)

    def _end(self, text: str, *, trustable: bool = False) -> None:
        self.dialog.set_busy(False)
        self.dialog.tell(text, trustable=trustable)


def _address(text: str) -> Path:
    """The root of the host that was typed; ValueError where it names none."""
    return path_of(f"{text.rstrip('/')}/" if is_url(text) else f"esxi://{text}/")
