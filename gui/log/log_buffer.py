"""The last lines of the log, from all threads; all of them in a file, if there is one."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from PySide6.QtCore import QObject, Signal

from engine.printable import printable
from gui.threads.throttle import Pulse

Level = Literal["debug", "info", "warning", "error"]
LEVELS: tuple[Level, ...] = get_args(Level)  #: the more serious, the later
LINES = 10_000
LINE_LIMIT = 2_000  #: characters; longer lines are cut


@dataclass(frozen=True, slots=True)
class Line:
    time: datetime
    level: Level
    text: str
    about: str = ""  #: the machine, by the folder of its results; empty for the program itself

    def __str__(self) -> str:
        about = f"{self.about}: " if self.about else ""
        return f"{self.time:%H:%M:%S} {self.level:<7} {about}{self.text}"


class LogBuffer(QObject):
    """Keeps a bounded number of lines. Listeners pull them when ``changed`` says so."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, limit: int = LINES) -> None:
        super().__init__(parent)
        self.limit = limit
        self.sink: Callable[[list[Line]], None] = _nowhere  #: is given every line, in its order
        self._lines: deque[Line] = deque(maxlen=limit)
        self._count = 0
        self._lock = threading.Lock()
        self._pulse = Pulse(self)
        self._pulse.changed.connect(self.changed)

    def append(self, level: Level, text: str, about: str = "") -> None:
        """Add a text ``about`` a machine, one line each. May be called from any thread."""
        now = datetime.now()
        texts = printable(text).splitlines()[: self.limit]
        lines = [Line(now, level, each[:LINE_LIMIT], about) for each in texts]
        with self._lock:
            self._lines.extend(lines)
            self._count += len(lines)
            self.sink(lines)
        self._pulse.touch()

    def since(self, seen: int) -> tuple[list[Line], int]:
        """Lines beyond the first ``seen`` ever added that are still kept; and how many there were.

        The second value is what to ask with the next time.
        """
        with self._lock:
            wanted = min(self._count - seen, len(self._lines))
            return (list(self._lines)[-wanted:] if wanted else []), self._count

    def text(self) -> str:
        """All lines that are kept."""
        return "\n".join(map(str, self.since(0)[0]))


def _nowhere(_: list[Line]) -> None:
    """Where lines go as long as there is no file."""
