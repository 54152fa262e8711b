"""What the desktop is told of the queue: to stay awake, and that all has come to an end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from gui.context import Context
from gui.desktop.awake import Awake
from gui.desktop.bus import Unavailable
from gui.desktop.notifications import CRITICAL, NORMAL, notify
from gui.machines.recent import listed
from gui.queue import entry_bar
from gui.queue.entry import Entry
from gui.queue.state import State


class Attendance(QObject):
    """Follows the queue."""

    unheard = Signal()  #: the desktop shows no notifications

    def __init__(self, around: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._ended: list[Entry] = []  #: since the queue was empty
        self.awake = Awake(around.workers, around.tasks, around.log)
        around.queue.changed.connect(self._look)
        around.queue.ended.connect(self._ended.append)
        around.queue.idle.connect(self._tell)

    def _look(self) -> None:
        self.awake.keep(bool(self._around.queue.running))

    def _tell(self) -> None:
        """One notification for all that has ended; what the user has stopped needs none."""
        ended = [each for each in self._ended if each.state is not State.STOPPED]
        self._ended.clear()
        if ended and self._around.tasks.possible:
            urgency = NORMAL if all(each.state is State.DONE for each in ended) else CRITICAL
            self._around.tasks.spawn(self._notify(*summary(ended), urgency))

    async def _notify(self, title: str, text: str, urgency: int) -> None:
        try:
            await self._around.workers.run(partial(notify, title, text, urgency))
        except Unavailable as error:
            self._around.log.append("debug", f"No notification: {error}")
            self.unheard.emit()


def summary(ended: list[Entry]) -> tuple[str, str]:
    """Title and text of what is said at the end of these; what has failed is named first."""
    failed = [each for each in ended if each.state is not State.DONE]
    if len(ended) == 1:
        done, not_done = _tr("Done: {work}"), _tr("Failed: {work}")
        title = (not_done if failed else done).format(work=ended[0].title)
        return title, entry_bar.state(ended[0])
    if failed:
        title = _tr("{count} of {all} could not be done").format(count=len(failed), all=len(ended))
        return title, listed([each.title for each in failed])
    return _tr("All {count} are done").format(count=len(ended)), listed(
        [each.title for each in ended]
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("desktop_status", text)
