"""What an earlier session has left is offered again: conversions that were stopped, or waited."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engine.choices import Choices
from engine.findings import Refusal
from gui.engine_texts import sentences
from gui.machines import job_work
from gui.machines.job import Surroundings
from gui.machines.opener import Opened, Opener
from gui.machines.opening import Opening
from gui.machines.recent import listed
from gui.queue.saved_queue import Wait, Waits
from gui.widgets.notices import Notices

PATH = 200  #: signs of a path that are shown: it is the only thing that is known of a machine


class Offers:
    """Tells of them in notices; ``opening`` shows a machine that is taken up again."""

    def __init__(
        self,
        around: Surroundings,
        waits: Waits,
        notices: Notices,
        opener: Opener,
        opening: Opening,
    ) -> None:
        self._around, self._waits, self._notices = around, waits, notices
        self._opener, self._opening = opener, opening

    async def make(self) -> None:
        """Look at what was left, and offer what can be gone on with."""
        stopped = await self._offer_stopped()
        waits = [each for each in self._waits.load() if each.folder not in stopped]
        gone = await self._around.workers.run(
            partial(_missing, [each.machine for each in self._waits.left])
        )
        if self._waits.left:
            self._offer_waiting([each for each in waits if each.machine not in gone], gone)

    async def _offer_stopped(self) -> set[Path]:
        """The folders that are offered."""
        settings, found = self._around.settings, set()
        for folder in map(Path, list(settings.unfinished)):
            if not await self._around.workers.run(partial(job_work.is_unfinished, folder)):
                settings.forget_unfinished(folder)
                continue
            found.add(folder)
            text = _tr("A conversion into {folder} was stopped before its end.")
            notice = self._notices.tell("info", text.format(folder=folder))
            notice.offer(_tr("Resume"), partial(self._spawn_resume, folder))
            forget = partial(settings.forget_unfinished, folder)
            notice.offer(_tr("Do not ask again"), forget)
        return found

    def _offer_waiting(self, waits: list[Wait], gone: list[Path]) -> None:
        lines = []
        if waits:
            names = listed([each.machine.name for each in waits])
            lines.append(_tr("Left waiting in the queue: {names}.").format(names=names))
        if gone:
            paths = listed([str(each) for each in gone], length=PATH)
            text = _tr("Left waiting in the queue, but not there any more: {paths}.")
            lines.append(text.format(paths=paths))
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
            (await self._opening.stopped(folder)).resume()
        except Refusal as refusal:
            self._tell(refusal)

    def _spawn_queue(self, waits: list[Wait]) -> None:
        self._around.tasks.spawn(self._queue(waits))

    async def _queue(self, waits: list[Wait]) -> None:
        """One after another, so that questions do not pile up and the order is as it was."""
        for wait in waits:
            try:
                opened = await self._open(wait.machine, wait.choices)
            except Refusal as refusal:
                self._tell(refusal)
                continue
            job = self._opening.take_in(opened, wait.folder)
            if job.busy:  # it was asked for meanwhile
                continue
            job.take(wait.choices)
            job.table = wait.table
            await job.replan()
            job.convert()
            if not job.state.settled:
                text = _tr("{machine} was not queued: its findings say why.")
                self._notices.tell("warning", text.format(machine=job.machine.name))

    async def _open(self, path: Path, choices: Choices) -> Opened:
        redo = choices.settings.get("redo", "")
        return await self._opener.open(path, choices.trusted, redo, choices.placed_now)

    def _tell(self, refusal: Refusal) -> None:
        self._notices.tell("error", "\n".join(map(sentences, refusal.findings)))


def _missing(paths: list[Path]) -> list[Path]:
    return [path for path in paths if not path.exists()]


def _tr(text: str) -> str:
    return QCoreApplication.translate("session_restore", text)
