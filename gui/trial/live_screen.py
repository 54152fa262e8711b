"""The bridge to a guest that is used: a job runs it, pictures and verdict arrive as signals."""

from __future__ import annotations

import threading
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from engine.job.trial.live import Live, Picture, Result, Seen
from gui.threads.throttle import Pulse


class LiveScreen(QObject):
    """One guest. Of several pictures only the newest counts; all signals are of the GUI thread."""

    shown = Signal(QImage)
    told = Signal(object)  #: Seen
    judged = Signal(object)  #: Result

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.live = Live(self._picture, self._seen, self._verdict)
        self._lock = threading.Lock()
        self._image: QImage | None = None
        self._newest: Seen | None = None
        self._judged: Result | None = None
        self._pulse = Pulse(self)
        self._pulse.changed.connect(self.deliver)

    def _picture(self, picture: Picture) -> None:
        """Called from the guest's thread: the image is made there."""
        line = 3 * picture.width
        image = QImage(
            picture.pixels, picture.width, picture.height, line, QImage.Format.Format_RGB888
        ).convertToFormat(QImage.Format.Format_RGB32)
        self._keep(partial(setattr, self, "_image", image))

    def _seen(self, seen: Seen) -> None:
        self._keep(partial(setattr, self, "_newest", seen))

    def _verdict(self, result: Result) -> None:
        self._keep(partial(setattr, self, "_judged", result))

    def _keep(self, note: partial[None]) -> None:
        with self._lock:
            note()
        self._pulse.touch()

    def deliver(self) -> None:
        """Tell what is new, now."""
        with self._lock:
            image, self._image = self._image, None
            seen, self._newest = self._newest, None
            judged, self._judged = self._judged, None
        if image is not None:
            self.shown.emit(image)
        if seen is not None:
            self.told.emit(seen)
        if judged is not None:
            self.judged.emit(judged)
