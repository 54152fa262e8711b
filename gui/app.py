"""The application: Qt, its event loop under asyncio, and the window."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from engine import __version__, platform
from gui.context import Context
from gui.desktop import portal, theme
from gui.desktop.crash import Crashes
from gui.desktop.desktop_status import Attendance
from gui.desktop.file_open import FileOpen
from gui.desktop.launcher_progress import LauncherProgress
from gui.language import locale, speak
from gui.log.log_buffer import LogBuffer
from gui.log.log_file import LogFile, default_path
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.threads.garbage import Collector
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks
from gui.widgets.icons import icon

#: Seconds after which a thread has to let others run Python. The window may wait so long at each
#: call of Qt while another thread works.
SWITCH_INTERVAL = 0.0002


def run(paths: Iterable[Path] = ()) -> int:
    """Show the window, with these machines, until it is closed; returns the exit code."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    portal.prefer()
    app = QApplication(sys.argv[:1])
    settings = Settings.load()
    speak(app, locale(settings.language))
    dress(app, settings.theme)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(session(loop, settings, paths=paths))
    return 0


def dress(app: QApplication, theme_choice: str = "") -> None:
    """Give the application its name and looks."""
    app.setApplicationName("vmx2xen")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("org.vmx2xen.vmx2xen")  # as its desktop entry is called
    app.setWindowIcon(icon("vmx2xen"))
    app.setQuitOnLastWindowClosed(False)  # the session ends when its threads have
    theme.follow(app, theme_choice)
    Collector(app)


async def session(
    loop: asyncio.AbstractEventLoop,
    settings: Settings | None = None,
    log_path: Path | None = None,
    paths: Iterable[Path] = (),
) -> None:
    """From the first window to the last thread."""
    log, file = LogBuffer(), LogFile(log_path or default_path())
    log.sink = file.take
    around = Context(Workers(), Tasks(), log, settings or Settings.load())
    crashes = Crashes(log)
    crashes.install(loop)
    window = MainWindow(around)
    attendance = Attendance(around, window)
    attendance.unheard.connect(partial(QApplication.alert, window))
    launcher = LauncherProgress(around, window)
    closed = loop.create_future()
    window.closed.connect(partial(closed.set_result, None))
    crashes.reported.connect(window.show_crash)
    with suppress(NotImplementedError):  # not every system sends it
        loop.add_signal_handler(signal.SIGTERM, window.close)
    if platform.HANDS_FILES and (app := QApplication.instance()):  # each event passes through it
        app.installEventFilter(FileOpen(window.open, window))
    log.append("info", f"vmx2xen {__version__}; the log is in {file.path}")
    window.show()
    await window.painted()  # what is opened takes turns with us, and nothing is to be seen yet
    window.offer_unfinished()
    window.open(paths)
    await closed
    await around.tasks.close()
    await around.workers.idle()
    launcher.close()
    file.close()
