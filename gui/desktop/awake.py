"""Keeps the computer from going to sleep while jobs run."""

from __future__ import annotations

from typing import Protocol

from jeepney import DBusAddress
from jeepney.fds import FileDescriptor

from gui.desktop.bus import Unavailable, call, connect
from gui.log.log_buffer import LogBuffer
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks

LOGIN = DBusAddress(
    "/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager"
)
SCREEN_SAVER = DBusAddress(
    "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver"
)
WHO, WHY = "vmx2xen", "A virtual machine is being converted"


class Hold(Protocol):
    """Something that keeps the computer awake until it is closed."""

    def close(self) -> None: ...


class Awake:
    """Asked for and given up at will; the desktop is talked to in threads, one call at a time."""

    def __init__(self, workers: Workers, tasks: Tasks, log: LogBuffer) -> None:
        self._workers, self._tasks, self._log = workers, tasks, log
        self._wanted = self._settling = False
        self._refused = False
        self._hold: Hold | None = None

    @property
    def held(self) -> bool:
        """Whether sleep is inhibited."""
        return self._hold is not None

    def keep(self, wanted: bool) -> None:
        """Whether the computer has to stay awake from now on."""
        if wanted is self._wanted:
            return
        self._wanted, self._refused = wanted, False
        if not self._settling:
            self._settling = True
            self._tasks.spawn(self._settle())

    async def _settle(self) -> None:
        """Until things are as they are wanted, which may change meanwhile."""
        try:
            while self._wanted is not self.held and not (self._wanted and self._refused):
                if self._hold is not None:
                    hold, self._hold = self._hold, None
                    await self._workers.run(hold.close)
                    self._log.append("debug", "The computer may sleep again")
                else:
                    await self._inhibit()
        finally:
            self._settling = False

    async def _inhibit(self) -> None:
        reasons = []
        for way in (by_login, by_screen_saver):
            try:
                self._hold = await self._workers.run(way)
            except Unavailable as error:
                reasons.append(str(error))
            else:
                self._log.append("debug", f"The computer stays awake ({way.__name__})")
                return
        self._refused = True
        text = "The computer may go to sleep during the conversion, which then has to be resumed"
        self._log.append("info", f"{text}: {'; '.join(reasons)}")


def by_login() -> Hold:
    """The login manager, as in systemd.io/INHIBITOR_LOCKS: awake as long as a file is open."""
    with connect("SYSTEM") as connection:
        (hold,) = call(connection, LOGIN, "Inhibit", "ssss", "sleep:idle", WHO, WHY, "block")
    if not isinstance(hold, FileDescriptor):
        raise Unavailable("an unexpected answer")
    held: Hold = hold
    return held


def by_screen_saver() -> Hold:
    """The desktop's own: awake as long as the connection lasts."""
    connection = connect("SESSION")
    try:
        call(connection, SCREEN_SAVER, "Inhibit", "ss", WHO, WHY)
    except Unavailable:
        connection.close()
        raise
    held: Hold = connection
    return held
