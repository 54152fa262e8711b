"""Widgets die in the GUI thread."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gui.threads.garbage import Collector


class Knot(QObject):
    """In a cycle with itself, so that only the collector can free it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_cycles_outlive_other_threads_and_end_here(qapp: QApplication) -> None:
    collector = qapp.findChild(Collector)
    assert collector is not None
    ends: list[int] = []
    knot = Knot()
    weakref.finalize(knot, lambda: ends.append(threading.get_ident()))
    del knot
    other = threading.Thread(target=allocate)
    other.start()
    other.join()
    assert ends == []
    kept = allocate()
    collector.collect()
    assert ends == [threading.get_ident()]
    assert kept


def allocate() -> list[list[object]]:
    """So much that Python would collect, if it did so by itself."""
    assert not gc.isenabled()
    return [[] for _ in range(100_000)]
