"""What is done to a command at one of its calls: death, a loss of power, an error, a mishap."""

from __future__ import annotations

import errno
import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from torture.power import Disk
from torture.seam import Seam

_FULL = (errno.ENOSPC, errno.EDQUOT)

#: Prepares the process of a command.
Before = Callable[[], None]


def counting(place: Path, names: tuple[str, ...], notes: Path) -> Before:
    """Every call is counted; their number is in the file ``notes`` at the end of each."""

    def note(number: int, _name: str, _arguments: tuple[Any, ...]) -> None:
        os.pwrite(fd, str(number).encode(), 0)

    fd = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    return lambda: Seam(str(place), note, names).watch()


def killing(place: Path, names: tuple[str, ...], at: int, *, tear: bool) -> Before:
    """The process is killed before call ``at``, or with half of it done where it is a write."""
    real = os.pwrite, os.write

    def strike(number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if number != at:
            return
        if tear and name == "pwrite":
            fd, data, offset = arguments
            real[0](fd, memoryview(data)[: len(data) // 2], offset)
        elif tear and name == "write":
            fd, data = arguments
            real[1](fd, memoryview(data)[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    return lambda: Seam(str(place), strike, names).watch()


def killing_after(seconds: float) -> Before:
    """The process is ended by the system after so many seconds, wherever it is."""

    def before() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    return before


def cutting_power(place: Path, names: tuple[str, ...], at: int, seed: int) -> Before:
    """The process is killed before call ``at``; what may be left of the results is in cut-out."""

    def before() -> None:
        disk = Disk(place / "out")

        def strike(number: int, name: str, arguments: tuple[Any, ...]) -> None:
            disk.before(name, arguments)
            if number == at:
                disk.cut(place.with_name("cut-out"), random.Random(seed))
                os.kill(os.getpid(), signal.SIGKILL)

        Seam(str(place), strike, names).watch()

    return before


def failing(place: Path, at: int, code: int) -> Before:
    """Call ``at`` fails with an error of the system, once."""

    def strike(number: int, name: str, _arguments: tuple[Any, ...]) -> None:
        if number == at and (name != "reserve" or code in _FULL):  # it tells of nothing else
            raise OSError(code, os.strerror(code))

    return lambda: Seam(str(place), strike).watch()


def befalling(place: Path, at: int, mishap: Callable[[Path], None]) -> Before:
    """Something happens to the folder before call ``at``."""

    def strike(number: int, _name: str, _arguments: tuple[Any, ...]) -> None:
        if number == at:
            mishap(place)

    return lambda: Seam(str(place), strike).watch()
