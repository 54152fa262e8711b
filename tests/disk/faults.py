"""Faults at every system call that changes something: death, an error, a loss of power."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CALLS = ("open", "write", "pwrite", "fsync", "utime", "rename", "unlink")

Action = Callable[[Path], object]


@dataclass
class Calls:
    """The system calls that change something, counted; ``at`` is told of each before it is made."""

    at: Callable[[int, str, tuple[Any, ...]], None] = lambda number, name, arguments: None
    made: list[str] = field(default_factory=list)

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        for name in CALLS:
            patch.setattr(os, name, self._watched(name, getattr(os, name)))

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **keywords: Any) -> Any:
            if name == "open" and not arguments[1] & os.O_CREAT:
                return real(*arguments, **keywords)
            self.made.append(name)
            self.at(len(self.made), name, arguments)
            return real(*arguments, **keywords)

        return call


def die(tear: bool) -> Callable[[str, tuple[Any, ...]], None]:
    def at(name: str, arguments: tuple[Any, ...]) -> None:
        if tear and name in ("write", "pwrite"):
            half = arguments[1][: len(arguments[1]) // 2]
            real = os.lseek(arguments[0], 0, os.SEEK_CUR) if name == "write" else arguments[2]
            with open(f"/dev/fd/{arguments[0]}", "r+b") as file:
                file.seek(real)
                file.write(half)
        os.kill(os.getpid(), signal.SIGKILL)

    return at


def run_killed(action: Action, image: Path, number: int, tear: bool) -> None:
    """Run ``action`` in another process that is killed at its call ``number``."""
    child = os.fork()
    if not child:
        strike = die(tear)

        def at(made: int, name: str, arguments: tuple[Any, ...]) -> None:
            if made == number:
                strike(name, arguments)

        with pytest.MonkeyPatch.context() as patch:
            Calls(at).watch(patch)
            action(image)
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


@dataclass
class Events:
    """What was done to a folder, in order: what a model of a disk needs to lose some of it."""

    folder: Path
    log: list[tuple[Any, ...]] = field(default_factory=list)
    handles: dict[int, str] = field(default_factory=dict)

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        real = {name: getattr(os, name) for name in CALLS}

        def opened(path: Any, flags: int, *rest: Any, **keywords: Any) -> int:
            fd: int = real["open"](path, flags, *rest, **keywords)
            self.handles[fd] = "" if Path(path) == self.folder else Path(path).name
            if flags & os.O_CREAT:
                self.log.append(("create", Path(path).name))
            return fd

        def pwrite(fd: int, data: bytes, offset: int) -> int:
            self.log.append(("write", self.handles[fd], offset, bytes(data)))
            return int(real["pwrite"](fd, data, offset))

        def write(fd: int, data: bytes) -> int:
            offset = os.lseek(fd, 0, os.SEEK_CUR)
            self.log.append(("write", self.handles[fd], offset, bytes(data)))
            return int(real["write"](fd, data))

        def fsync(fd: int) -> None:
            self.log.append(("sync", self.handles[fd]))
            real["fsync"](fd)

        def rename(source: Any, target: Any) -> None:
            self.log.append(("rename", Path(source).name, Path(target).name))
            real["rename"](source, target)

        def unlink(path: Any) -> None:
            self.log.append(("unlink", Path(path).name))
            real["unlink"](path)

        watched = {"open": opened, "write": write, "pwrite": pwrite, "fsync": fsync}
        for name, call in {**watched, "rename": rename, "unlink": unlink}.items():
            patch.setattr(os, name, call)


@dataclass
class _File:
    """A file of the model: what is on disk, and the writes since, none of them certain."""

    content: bytearray
    loose: list[tuple[int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        for offset, data in self.loose:
            self.put(offset, data)
        self.loose = []

    def put(self, offset: int, data: bytes) -> None:
        self.content.extend(bytes(max(offset + len(data) - len(self.content), 0)))
        self.content[offset : offset + len(data)] = data

    def lose(self, keeps: Callable[[], bool]) -> None:
        """Some of the sectors written since the last sync arrive, others do not."""
        for offset, data in self.loose:
            for at in range(0, len(data), 512):
                if keeps():
                    self.put(offset + at, data[at : at + 512])


def after_power_cut(
    start: dict[str, bytes], events: list[tuple[Any, ...]], keeps: Callable[[], bool]
) -> dict[str, bytes]:
    """A folder as the disk may hold it when the power is cut after ``events``.

    Names change in order, but any number of the last changes may be lost; of the data any sector.
    """
    current = {name: _File(bytearray(content)) for name, content in start.items()}
    durable = dict(current)
    loose: list[dict[str, _File]] = []
    for kind, name, *rest in events:
        if kind == "write":
            current[name].loose.append((rest[0], rest[1]))
        elif kind == "sync" and name:
            current[name].sync()
        elif kind == "sync":
            durable, loose = dict(current), []
        else:
            file = current.pop(name) if kind != "create" else _File(bytearray())
            if kind != "unlink":
                current[rest[0] if rest else name] = file
            loose.append(dict(current))
    for state in loose:
        if not keeps():
            break
        durable = state
    for file in {id(file): file for file in durable.values()}.values():
        file.lose(keeps)
    return {name: bytes(file.content) for name, file in durable.items()}


def lotteries() -> Iterator[Callable[[], bool]]:
    yield lambda: True
    yield lambda: False
    for seed in range(6):
        numbers = random.Random(seed)
        yield lambda numbers=numbers: numbers.random() < 0.5  # type: ignore[misc]


def recorded(
    action: Action, image: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, bytes], list[tuple[Any, ...]]]:
    """What the folder holds at the start, and the events of ``action``."""
    start = {path.name: path.read_bytes() for path in image.parent.iterdir()}
    events = Events(image.parent)
    with monkeypatch.context() as patch:
        events.watch(patch)
        action(image)
    return start, events.log
