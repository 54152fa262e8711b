"""The calls by which a command reaches the files of a folder, watched in this process.

They are those of ``os`` and ``io`` below ``engine.platform`` and ``pathlib``, and the functions of
``engine.platform`` that go to the C library themselves. Only calls about what is in the folder
count: pipes, the terminal and the rest of the computer are left alone.
"""

from __future__ import annotations

import builtins
import io
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine import platform

#: By what they are given first: a path, or a file number.
BY_PATH = ("open", "rename", "replace", "unlink", "remove", "mkdir", "rmdir", "utime", "stat")
BY_NUMBER = ("pread", "preadv", "write", "pwrite", "pwritev", "ftruncate", "fsync", "fdatasync")
OF_PLATFORM = ("reserve", "rename_new", "file_system", "forget")
#: What changes something, or makes it durable.
CHANGING = (
    "create", "rename", "replace", "unlink", "remove", "mkdir", "rmdir", "utime", "write", "pwrite",
    "pwritev", "ftruncate", "fsync", "fdatasync", "rename_new", "reserve",
)  # fmt: skip

#: Told of each call before it is made: its number from 1 on, its name, what it is given.
Strike = Callable[[int, str, tuple[Any, ...]], None]


@dataclass
class Seam:
    """The calls about what is in ``folder``, counted; of them those that ``names`` has."""

    folder: str
    strike: Strike = lambda number, name, arguments: None
    names: tuple[str, ...] = ()
    made: list[str] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def watch(self) -> None:
        """Watch all calls from now on: for a process that has nothing else to do."""
        for name in (*BY_PATH, *BY_NUMBER):
            setattr(os, name, self._watched(name, getattr(os, name)))
        for name in OF_PLATFORM:
            setattr(platform, name, self._watched(name, getattr(platform, name)))
        builtins.open = io.open = self._watched("open", io.open)

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **keywords: Any) -> Any:
            if not self._is_inside(arguments[0], keywords.get("dir_fd")):
                return real(*arguments, **keywords)
            with self._lock:
                self._tell("create" if _creates(name, arguments) else name, arguments)
            return real(*arguments, **keywords)

        return call

    def _tell(self, name: str, arguments: tuple[Any, ...]) -> None:
        if not self.names or name in self.names:
            self.made.append(name)
            self.strike(len(self.made), name, arguments)

    def _is_inside(self, given: Any, folder: int | None) -> bool:
        try:
            if isinstance(given, int):
                given = _opened_as(given)
            elif folder is not None:
                given = os.path.join(_opened_as(folder), os.fsdecode(given))  # noqa: PTH118
        except OSError:
            return False
        path = os.path.abspath(os.fsdecode(given))  # noqa: PTH100 - is not watched
        return f"{path}/".startswith(f"{self.folder}/")


def _opened_as(fd: int) -> str:
    return os.readlink(f"/proc/self/fd/{fd}")  # noqa: PTH115 - is not watched


def _creates(name: str, arguments: tuple[Any, ...]) -> bool:
    return (
        name == "open"
        and isinstance(arguments[1:2] and arguments[1], int)
        and bool(arguments[1] & os.O_CREAT)
    )
