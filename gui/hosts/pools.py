"""Asks a pool what it has while the dialog is open; what was chosen is where a machine goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from engine.findings import Refusal
from engine.job.push import pool_offer
from engine.job.push.pool_job import PoolWish
from gui import engine_texts
from gui.context import Context
from gui.hosts.pool_dialog import PoolDialog
from gui.widgets import dialogs

_UNKNOWN = ("E901", "E902")  #: a certificate that nobody has agreed to
_SCHEME = "xapi://"


class Pools(QObject):
    """Shows the dialog on ``parent``."""

    def __init__(self, parent: QWidget, around: Context) -> None:
        super().__init__(parent)
        self._parent, self._around = parent, around

    def ask(
        self,
        bridges: Callable[[], Sequence[str]],
        take: Callable[[PoolWish], object],
        target: str = "",
    ) -> None:
        """Have ``take`` told where a machine with network cards on these bridges goes.

        ``bridges`` is asked in a thread; ``target`` is the pool, if one was named.
        """
        self._around.tasks.spawn(self._ask(bridges, take, target))

    async def _ask(
        self,
        bridges: Callable[[], Sequence[str]],
        take: Callable[[PoolWish], object],
        target: str,
    ) -> None:
        found = await self._around.workers.run(bridges)
        asking = _Asking(PoolDialog(found, target, self._parent), self._around)
        code = await dialogs.finished(asking.dialog)
        if code == QDialog.DialogCode.Accepted and (wish := asking.dialog.wish) is not None:
            take(wish)


class _Asking(QObject):
    """One showing of the dialog."""

    def __init__(self, dialog: PoolDialog, around: Context) -> None:
        super().__init__(dialog)
        self.dialog, self._around = dialog, around
        self._shown = ""  #: the fingerprint that is told of
        self._asked: tuple[str, str, bool] = "", "", False
        dialog.asked.connect(self._look)
        dialog.trusted.connect(self._trust)

    def _look(self, address: str, password: str, keep: bool) -> None:
        self._asked = address, password, keep
        self._around.tasks.spawn(self._ask(""))

    def _trust(self) -> None:
        self._around.tasks.spawn(self._ask(self._shown))

    async def _ask(self, certificate: str) -> None:
        address, password, keep = self._asked
        target = address if address.startswith(_SCHEME) else f"{_SCHEME}{address}"
        self.dialog.fields.set_busy(True)
        look = partial(pool_offer.look, target, password, keep=keep, certificate=certificate)
        text, is_unknown = "", False
        try:
            self.dialog.show_offer(await self._around.workers.run(look))
        except Refusal as refusal:
            first = refusal.findings[0]
            self._shown = first.message.fields.get("digest", "")
            self._around.log.append("error", str(refusal))
            text, is_unknown = engine_texts.failure(refusal), first.code in _UNKNOWN
        self.dialog.fields.set_busy(False)
        self.dialog.fields.tell(text, trustable=is_unknown)
