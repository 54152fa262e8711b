"""Cyclic garbage is collected in the GUI thread only.

Python collects it in whichever thread happens to allocate, and a QObject must not be destroyed in
a thread other than its own.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1000  #: milliseconds


class Collector(QObject):
    """Takes the place of the automatic collection, from now on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # modules and classes stay: looking through them takes a tenth of a second
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(EVERY)

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python would."""
        limits, counts = gc.get_threshold(), gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return
