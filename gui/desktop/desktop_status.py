"""What the desktop is told of the queue: to stay awake, and what has come to an end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from gui.desktop.awake import Awake
from gui.desktop.bus import Unavailable
from gui.desktop.notifications import CRITICAL, NORMAL, notify
from gui.machines.job import Job, State, Surroundings
from gui.queue.job_display import status


class Attendance(QObject):
    """Follows the queue."""

    unheard = Signal()  #: the desktop shows no notifications

    def __init__(self, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self.awake = Awake(around.workers, around.tasks, around.log)
        around.queue.changed.connect(self._look)
        around.errands.changed.connect(self._look)
        around.queue.ended.connect(self._tell)

    def _look(self) -> None:
        self.awake.keep(bool(self._around.queue.running or self._around.errands.running))

    def _tell(self, job: Job) -> None:
        if job.state is State.DONE:
            title = _tr("{machine} is converted").format(machine=job.machine.name)
            self._around.tasks.spawn(self._notify(title, status(job), NORMAL))
        elif job.state is State.FAILED:
            title = _tr("{machine} could not be converted").format(machine=job.machine.name)
            self._around.tasks.spawn(self._notify(title, status(job), CRITICAL))

    async def _notify(self, title: str, text: str, urgency: int) -> None:
        try:
            await self._around.workers.run(partial(notify, title, text, urgency))
        except Unavailable as error:
            self._around.log.append("debug", f"No notification: {error}")
            self.unheard.emit()


def _tr(text: str) -> str:
    return QCoreApplication.translate("desktop_status", text)
