"""The window up to its first frame: opened as :func:`gui.app.run` does, closed once painted."""

from __future__ import annotations

import asyncio
import sys

import qasync
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from gui import app


class Closer(QObject):
    """Closes the main window after it was painted for the first time."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            QTimer.singleShot(0, watched.close)
        return False


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    app.dress(application)
    application.installEventFilter(Closer(application))
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(app.session(loop))
