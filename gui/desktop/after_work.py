"""What happens once all work of the queue is done: nothing, the end of the session, or sleep."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.context import Context
from gui.desktop.awake import LOGIN
from gui.desktop.bus import Unavailable, call, connect
from gui.queue.state import State

NOTHING, QUIT, SUSPEND = "nothing", "quit", "suspend"
_NO_QUESTION = False  #: whether polkit may ask somebody, who is not there


class AfterWork(QObject):
    """Chosen for one time: after it, or where something has failed, it is what is usual again."""

    quit_asked = Signal()
    changed = Signal()

    def __init__(self, around: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._choice = self._usual
        around.queue.idle.connect(self._act)

    @property
    def choice(self) -> str:
        return self._choice

    @property
    def _usual(self) -> str:
        usual = self._around.settings.after
        return usual if usual in (NOTHING, QUIT, SUSPEND) else NOTHING

    def choose_usual(self) -> None:
        """Have happen what the settings say."""
        self.choose(self._usual)

    def choose(self, choice: str) -> None:
        """Have ``choice`` happen at the end."""
        self._choice = choice
        self.changed.emit()

    def _act(self) -> None:
        choice = self._choice
        self.choose(self._usual)
        if choice == NOTHING or not self._around.tasks.possible:
            return
        if any(each.state is not State.DONE for each in self._around.queue):
            self._around.log.append("warning", "Not all is done, so the computer stays as it is")
        elif choice == QUIT:
            self.quit_asked.emit()
        else:
            self._around.tasks.spawn(self._suspend())

    async def _suspend(self) -> None:
        try:
            await self._around.workers.run(suspend)
        except Unavailable as error:
            self._around.log.append("warning", f"The computer does not go to sleep: {error}")


def suspend() -> None:
    """Put the computer to sleep; raises Unavailable where that is not possible. Blocks."""
    with connect("SYSTEM") as connection:
        call(connection, LOGIN, "Suspend", "b", _NO_QUESTION)
