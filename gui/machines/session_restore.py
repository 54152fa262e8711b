"""What an earlier session has left is offered again: work that was stopped, or waited."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engine.choices import Choices
from engine.findings import Refusal
from engine.host_paths import on_host
from engine.job import requests
from engine.job.convert import conversion_job
from engine.job.discard import discard
from engine.job.push.push_job import PushJob
from gui import engine_texts
from gui.context import Context
from gui.machines.opener import Opened, Opener
from gui.machines.opening import Opening
from gui.machines.recent import listed
from gui.queue.entry import Entry
from gui.queue.saved_queue import Wait, Waits
from gui.widgets.notices import Notices

PATH = 200  #: signs of a path that are shown: it is the only thing that is known of a machine

#: title, text -> whether the user agrees to remove what was begun
AskDiscard = Callable[[str, str], Awaitable[bool]]


class Offers:
    """Tells of them in notices; ``opening`` shows a machine that is taken up again."""

    def __init__(
        self,
        around: Context,
        waits: Waits,
        notices: Notices,
        opener: Opener,
        opening: Opening,
        ask: AskDiscard,
    ) -> None:
        self._around, self._waits, self._notices = around, waits, notices
        self._opener, self._opening, self._ask = opener, opening, ask

    async def make(self) -> None:
        """Look at what was left, and offer what can be gone on with."""
        stopped = await self._offer_stopped()
        waits = self._waits.load()
        names = await self._around.workers.run(partial(_names, waits))
        gone = [name for name, is_there in names if not is_there]
        named = [
            (wait, name)
            for wait, (name, is_there) in zip(waits, names, strict=True)
            if is_there and stopped.get(wait.folder) != wait.request["kind"]
        ]
        if self._waits.left:
            self._offer_waiting(named, gone)

    def ask_discard(self, folder: Path) -> None:
        """Remove what was begun in ``folder``, if that is agreed to."""
        self._around.tasks.spawn(self._discard(folder))

    # -- offering

    async def _offer_stopped(self) -> dict[Path, str]:
        """The folders that are offered, with the kinds of work that were stopped in them."""
        settings, found = self._around.settings, dict[Path, str]()
        for folder in map(Path, list(settings.unfinished)):
            kind = await self._around.workers.run(partial(requests.left_in, folder))
            if not kind:
                settings.forget_unfinished(folder)
                continue
            found[folder] = kind
            text = (
                _tr("A conversion into {folder} was stopped before its end.")
                if kind == conversion_job.KIND
                else _tr("Sending the results in {folder} was stopped before its end.")
            )
            notice = self._notices.tell("info", text.format(folder=folder))
            notice.offer(_tr("Resume"), partial(self._spawn_resume, folder))
            notice.offer(_tr("Discard…"), partial(self.ask_discard, folder))
        return found

    def _offer_waiting(self, named: list[tuple[Wait, str]], gone: list[str]) -> None:
        lines = []
        waits = [wait for wait, _ in named]
        if named:
            names = listed([name for _, name in named])
            lines.append(_tr("Left waiting in the queue: {names}.").format(names=names))
        if gone:
            text = _tr("Left waiting in the queue, but not there any more: {paths}.")
            lines.append(text.format(paths=listed(gone, length=PATH)))
        if not lines:
            return
        notice = self._notices.tell("warning" if gone else "info", "\n".join(lines))
        if waits:
            notice.offer(_tr("Queue again"), partial(self._spawn_queue, waits))
        notice.offer(_tr("Do not ask again"), self._waits.forget)

    # -- going on

    def _spawn_resume(self, folder: Path) -> None:
        self._around.tasks.spawn(self._resume(folder))

    async def _resume(self, folder: Path) -> None:
        try:
            kind = await self._around.workers.run(partial(requests.left_in, folder))
            if kind == conversion_job.KIND:
                (await self._opening.stopped(folder)).resume()
                return
            job = await self._around.workers.run(partial(PushJob.resumed, folder))
        except Refusal as refusal:
            self._tell(refusal)
            return
        self._opening.take_results(job.conversion)
        self._around.queue.submit(Entry(job, folder))

    async def _discard(self, folder: Path) -> None:
        kind = await self._around.workers.run(partial(requests.left_in, folder))
        text = (
            _tr("Remove what was copied into {folder}? The machine itself stays as it is.")
            if kind == conversion_job.KIND
            else _tr("Forget what was sent of {folder}? It stays on the server, half-done.")
        )
        if not await self._ask(_tr("Discard"), text.format(folder=folder)):
            return
        try:
            await self._around.workers.run(partial(discard, folder))
        except Refusal as refusal:
            self._tell(refusal)
            return
        self._around.settings.forget_unfinished(folder)
        self._opening.look_again(folder)

    def _spawn_queue(self, waits: list[Wait]) -> None:
        self._around.tasks.spawn(self._queue(waits))

    async def _queue(self, waits: list[Wait]) -> None:
        """One after another, so that questions do not pile up and the order is as it was."""
        for wait in waits:
            try:
                if wait.machine is None:
                    job = await self._around.workers.run(partial(requests.load, wait.request))
                    self._around.queue.submit(Entry(job, wait.folder))
                else:
                    await self._queue_machine(wait, wait.machine)
            except Refusal as refusal:
                self._tell(refusal)

    async def _queue_machine(self, wait: Wait, machine: Path) -> None:
        job = self._opening.take_in(await self._open(machine, wait.choices), wait.folder)
        if job.busy:  # it was asked for meanwhile
            return
        job.take(wait.choices)
        job.table, job.then = wait.table, wait.then
        await job.replan()
        job.convert()
        if not job.state.settled:
            text = _tr("{machine} was not queued: its findings say why.")
            self._notices.tell("warning", text.format(machine=job.machine.name))

    async def _open(self, path: Path, choices: Choices) -> Opened:
        redo = choices.settings.get("redo", "")
        return await self._opener.open(path, choices.trusted, redo, choices.placed_now)

    def _tell(self, refusal: Refusal) -> None:
        self._notices.tell("error", engine_texts.failure(refusal))


def _names(waits: Sequence[Wait]) -> list[tuple[str, bool]]:
    """What each is called, and whether it is still there to be done."""
    return list(map(_name, waits))


def _name(wait: Wait) -> tuple[str, bool]:
    if wait.machine is not None:
        is_there = on_host(wait.machine) is not None or wait.machine.exists()
        return (wait.machine.name if is_there else str(wait.machine)), is_there
    try:
        return engine_texts.phrase(requests.load(wait.request).title), True
    except (Refusal, ValueError, OSError):
        return str(wait.folder), False


def _tr(text: str) -> str:
    return QCoreApplication.translate("session_restore", text)
