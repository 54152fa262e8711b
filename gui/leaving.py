"""The end of a session: asked about while work is under way, and it waits for what runs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.context import Context
from gui.queue.saved_queue import Waits
from gui.widgets import dialogs


class Leaving(QObject):
    """Asks on ``parent``, which takes nothing more once all is to stop."""

    agreed = Signal()  #: all is to stop
    ended = Signal()  #: nothing runs any more

    def __init__(self, parent: QWidget, around: Context, waits: Waits) -> None:
        super().__init__(parent)
        self._parent, self._around, self._waits = parent, around, waits
        self._is_under_way = False

    def begin(self) -> None:
        """Ask where that is needed, and have all of it end; once is enough."""
        if not self._is_under_way:
            self._is_under_way = True
            self._around.tasks.spawn(self._leave())

    async def _leave(self) -> None:
        queue = self._around.queue
        if any(entry.state.settled for entry in queue) and not await self._may_stop():
            self._is_under_way = False
            return
        self._parent.setEnabled(False)
        self.agreed.emit()
        self._waits.stop()
        for entry in list(queue):
            queue.cancel(entry)
        await self._waits.close()
        await self._around.workers.idle()
        self.ended.emit()

    async def _may_stop(self) -> bool:
        return await dialogs.ask(
            self._parent,
            _tr("Work is under way"),
            _tr("Stop it and quit?"),
            {_tr("Stop and quit"): True, _tr("Go on"): False},
            otherwise=False,
            detail=_tr(
                "What has been copied is kept. At the next start it can be resumed, and what waits "
                "in the queue is offered again. An XVA or a SHA-256 under way begins anew."
            ),
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("leaving", text)
