"""Every line of the log in a file, which is begun anew when it has become large.

A thread of its own writes: neither the window nor a job waits for a slow disk.
"""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from typing import IO

from PySide6.QtCore import QStandardPaths

from gui.log.log_buffer import Line

SIZE = 8 << 20  #: bytes of one file
FILES = 4  #: the newest and those before: vmx2xen.log, vmx2xen.log.1 …
PENDING = 200_000  #: lines that wait to be written; a disk that is stuck must not fill memory


def default_path() -> Path:
    """Where the log goes: the state folder of the user."""
    kind = QStandardPaths.StandardLocation.StateLocation
    return Path(QStandardPaths.writableLocation(kind)) / "vmx2xen.log"


class LogFile:
    """Takes lines from any thread; what cannot be written is left out, never waited for."""

    def __init__(self, path: Path, size: int = SIZE, files: int = FILES) -> None:
        self.path = path
        self._size, self._files = size, files
        self._wake = threading.Condition()
        self._lines: deque[Line] = deque()
        self._lost = 0
        self._closing = False
        self._thread = threading.Thread(target=self._write_all, name="log file", daemon=True)
        self._thread.start()

    def take(self, lines: list[Line]) -> None:
        """Have ``lines`` written soon."""
        with self._wake:
            room = max(PENDING - len(self._lines), 0)
            self._lines.extend(lines[:room])
            self._lost += len(lines[room:])
            self._wake.notify()

    def close(self) -> None:
        """Write what is left, and end."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _write_all(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._lines or self._closing)
                lines, self._lines = self._lines, deque()
                lost, self._lost = self._lost, 0
                closing = self._closing
            text = "".join(f"{line.time:%Y-%m-%d} {line}\n" for line in lines)
            if lost:
                text += f"({lost} lines were not written)\n"
            try:
                self._write(text.encode())
            except OSError:  # the log is no reason to stop; the next lines are tried again
                with self._wake:
                    self._lost += len(lines) + lost
            if closing:
                return

    def _write(self, data: bytes) -> None:
        """Append in parts of a file's size at most, each part a whole number of lines."""
        while data:
            with self._opened() as file:
                room = self._size - file.tell()
                part = data[: data.rfind(b"\n", 0, max(room, 0)) + 1]
                if not part and not file.tell():  # a line longer than a file
                    part = data[: data.find(b"\n") + 1]
                file.write(part)
                data = data[len(part) :]
            if data:
                self._rotate()

    def _opened(self) -> IO[bytes]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return self.path.open("ab")

    def _rotate(self) -> None:
        for number in range(self._files - 1, 0, -1):
            older = self._numbered(number - 1)
            if older.exists():
                older.replace(self._numbered(number))

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path
