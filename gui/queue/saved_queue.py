"""What waits in the queue, kept in a file: the next session can offer it again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject

from engine.choices import Choices
from engine.findings import Refusal
from engine.job import places
from engine.job.convert import conversion_job
from engine.job.push import wishes
from engine.job.push.pool_job import PoolWish
from engine.job.push.push_journal import Wish
from engine.job.work import Request
from gui.context import Context
from gui.queue.entry import Entry

NAME = "queue.json"
FILE_LIMIT = 1 << 20
_MAGIC = "vmx2xen queue 2"
TABLE = "table"  #: in the request of a conversion: path of the table of networks
THEN = "then"  #: likewise: where its result is sent


@dataclass(frozen=True, slots=True)
class Wait:
    """Work that was asked for."""

    folder: Path  #: of the results that it is about
    request: Request

    @property
    def machine(self) -> Path | None:
        """The machine to be converted; None for other work."""
        is_conversion = self.request["kind"] == conversion_job.KIND
        return Path(self.request["machine"]) if is_conversion else None

    @property
    def choices(self) -> Choices:
        """Of a conversion; without the networks, which are in the table."""
        return Choices.from_json(self.request["choices"])

    @property
    def table(self) -> str:
        """Path of the table of networks, if there is one."""
        return str(self.request.get(TABLE, ""))

    @property
    def then(self) -> Wish | PoolWish | None:
        """Where the result of a conversion is sent once it is made."""
        found = self.request.get(THEN)
        return wishes.of_json(found) if found else None


class Waits(QObject):
    """Follows the queue. What was left by an earlier session is kept until it is asked for again.

    Of several windows one keeps the file, and offers what is in it; the first to lock it.
    """

    def __init__(self, around: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._file = around.settings.file.with_name(NAME)
        self._lock = QLockFile(str(self._file.with_name(f"{NAME}.lock")))
        self._lock.setStaleLockTime(0)  # that of a process that is gone is stale at once
        self._is_ours = self._is_over = False
        self._kept: tuple[Wait, ...] = ()
        self._written: tuple[Wait, ...] = ()
        self._writing: asyncio.Task[None] | None = None
        self.left: tuple[Wait, ...] = ()
        around.queue.changed.connect(self._look)

    def load(self) -> tuple[Wait, ...]:
        """What an earlier session has left; nothing as long as another window keeps the file."""
        if not self._is_ours:
            with suppress(OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
            self._is_ours = self._lock.tryLock(0)
            if self._is_ours:
                self.left = self._kept = self._written = self._read()
        return self.left

    def forget(self) -> None:
        """What is left is not wanted any more."""
        self.left = ()
        self._look()

    def stop(self) -> None:
        """What happens to the queue from here on is the end of the session, and not kept."""
        self._is_over = True

    async def close(self) -> None:
        """Wait until it is on disk, and leave the file to another window."""
        self.stop()
        if self._writing is not None:
            await self._writing
        self._lock.unlock()

    def _look(self) -> None:
        if self._is_over or not self._around.tasks.possible:
            return
        self.load()
        asked = [_subject(_wait(entry)) for entry in self._around.queue]
        self.left = tuple(each for each in self.left if _subject(each) not in asked)
        # What was begun is offered for its folder.
        waiting = (each for each in self._around.queue.waiting if not each.resumable)
        self._kept = (*self.left, *map(_wait, waiting))
        if self._is_ours and self._kept != self._written and self._writing is None:
            self._writing = self._around.tasks.spawn(self._write())

    async def _write(self) -> None:
        """Write in a thread, as a busy disk may take its time, until what is kept is written."""
        try:
            while self._written != self._kept:
                now = self._kept
                try:
                    await self._around.workers.run(partial(write, self._file, now))
                except (Refusal, OSError) as error:
                    self._around.log.append("warning", f"The queue is not kept: {error}")
                self._written = now
        finally:
            self._writing = None

    def _read(self) -> tuple[Wait, ...]:
        try:
            return read(self._file)
        except FileNotFoundError:
            return ()
        except OSError as error:
            reason = str(error.strerror)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            reason = "it is damaged, or not of this program"
        self._around.log.append("warning", f"{self._file} is ignored: {reason}")
        return ()


def write(file: Path, waits: Iterable[Wait]) -> None:
    """Write the file, all or nothing; none if there are none. Refuses E403."""
    found = [{"folder": str(each.folder), "request": each.request} for each in waits]
    if not found:
        file.unlink(missing_ok=True)
        return
    text = json.dumps({"magic": _MAGIC, "waiting": found}, indent=1)
    places.write_durably(places.partial(file), text)
    places.rename(places.partial(file), file)


def read(file: Path) -> tuple[Wait, ...]:
    """What was written; raises OSError, or what a damaged file brings about."""
    with file.open("rb") as stream:
        text = stream.read(FILE_LIMIT + 1)
    if len(text) > FILE_LIMIT:
        raise ValueError("it is too large")
    found = json.loads(text)
    if found["magic"] != _MAGIC:
        raise ValueError("it is of another kind")
    waits = tuple(Wait(Path(each["folder"]), dict(each["request"])) for each in found["waiting"])
    for each in waits:
        if each.machine is not None:
            each.choices.as_json()  # raises what is wrong with them
            _ = each.then
    return waits


def _wait(entry: Entry) -> Wait:
    return Wait(entry.folder.absolute(), json.loads(json.dumps(entry.request)))


def _subject(wait: Wait) -> tuple[str, Path]:
    """What two requests have in common if one stands for the other."""
    return wait.request["kind"], wait.machine or wait.folder
