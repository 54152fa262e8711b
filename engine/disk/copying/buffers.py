"""Memory that pieces are read into: a buffer for each thread, used again by those that come after.

Fresh memory costs more than what is read into it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from engine import platform
from engine.disk.copying.content import Bytes
from engine.disk.copying.digest import PIECE

#: So many buffers are kept when nobody needs them.
_KEPT = 8

_idle: list[Bytes] = []


class Lent:
    """The buffers of some threads, one for each."""

    def __init__(self) -> None:
        self.all: list[Bytes] = []
        self._own = threading.local()

    def buffer(self) -> Bytes:
        """This thread's buffer of PIECE bytes, on pages of its own; it holds anything."""
        if not hasattr(self._own, "buffer"):
            self._own.buffer = _taken()
            self.all.append(self._own.buffer)
        buffer: Bytes = self._own.buffer
        return buffer


@contextmanager
def lent() -> Iterator[Lent]:
    """Buffers for as long as the context lasts; all threads that use them have ended by then."""
    own = Lent()
    try:
        yield own
    finally:
        _idle.extend(own.all[: max(_KEPT - len(_idle), 0)])


def _taken() -> Bytes:
    try:
        return _idle.pop()
    except IndexError:
        return np.frombuffer(platform.room(PIECE), np.uint8)
