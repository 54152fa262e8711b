"""How much of the queue is done, in the task bar: Unity, KDE and docks show it."""

from __future__ import annotations

from functools import partial

from jeepney import DBusAddress, new_signal
from jeepney.io.blocking import DBusConnection
from PySide6.QtCore import QObject, QTimer

from gui.context import Context
from gui.desktop.bus import Unavailable, connect
from gui.desktop.notifications import ENTRY
from gui.queue.numbers import PERMILLE, share

#: The signal of libunity that docks listen to; whoever sends it needs no name on the bus.
_LAUNCHER = DBusAddress("/org/vmx2xen/vmx2xen", interface="com.canonical.Unity.LauncherEntry")
_URI = f"application://{ENTRY}.desktop"
_EVERY = 1000  #: milliseconds between two signals at least


class LauncherProgress(QObject):
    """Follows the queue; told are whole percents, and that nothing runs any more."""

    def __init__(self, around: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._told = self._wanted = -1  #: percents; -1 for none
        self._connection: DBusConnection | None = None
        self._is_sending = self._is_unheard = False
        self._pause = QTimer(self, singleShot=True, interval=_EVERY)
        self._pause.timeout.connect(self._look)
        for changed in (around.queue.changed, around.queue.progressed):
            changed.connect(self._look)

    def _look(self) -> None:
        queue = self._around.queue
        done = share(each for each in queue if each.state.settled) if queue.running else -1
        self._wanted = done * 100 // PERMILLE if done >= 0 else -1
        is_free = not (self._is_sending or self._is_unheard or self._pause.isActive())
        if self._wanted != self._told and is_free and self._around.tasks.possible:
            self._is_sending = True
            self._around.tasks.spawn(self._send(self._wanted))

    async def _send(self, percent: int) -> None:
        try:
            await self._around.workers.run(partial(self._tell, percent))
            self._told = percent
        except Unavailable:  # no session bus: nobody listens
            self._is_unheard = True
        finally:
            self._is_sending = False
        self._pause.start()

    def _tell(self, percent: int) -> None:
        """Send the signal; in a thread, one at a time."""
        if self._connection is None:
            self._connection = connect("SESSION")
        values = {"progress": ("d", percent / 100), "progress-visible": ("b", percent >= 0)}
        message = new_signal(_LAUNCHER, "Update", "sa{sv}", (_URI, values))
        try:
            self._connection.send(message)
        except (OSError, RuntimeError) as error:
            raise Unavailable(str(error)) from error

    def close(self) -> None:
        """Leave the bus; nothing is told any more."""
        self._is_unheard = True
        if self._connection is not None:
            self._connection.close()
            self._connection = None
