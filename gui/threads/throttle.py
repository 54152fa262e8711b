"""Many touches from any thread, few signals in the GUI thread."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, QTimer, Signal

INTERVAL = 50  #: milliseconds


class Pulse(QObject):
    """Tells that something has changed, at most every 50 ms. Who listens pulls what is new."""

    changed = Signal()
    _touched = Signal()

    def __init__(self, parent: QObject | None = None, interval: int = INTERVAL) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._pending = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval)
        self._timer.timeout.connect(self._beat)
        self._touched.connect(self._timer.start, Qt.ConnectionType.QueuedConnection)

    def touch(self) -> None:
        """Something has changed. May be called from any thread, as often as one likes."""
        with self._lock:
            if self._pending:
                return
            self._pending = True
        self._touched.emit()

    def _beat(self) -> None:
        with self._lock:  # cleared before listeners pull, so that nothing in between is missed
            self._pending = False
        self.changed.emit()
