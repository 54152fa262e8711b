"""Whatever is opened comes into the list: machines, results, conversions that were stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import aclosing
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.job.result.conversion import Conversion
from gui import engine_texts
from gui.context import Context
from gui.machines.machine_list import MachineList
from gui.machines.migration import Migration
from gui.machines.opener import Opened, Opener, Read, opened_line
from gui.threads.ahead import ahead
from gui.widgets.notices import Notices


class Opening(QObject):
    """Opens what the user points at, and what an earlier session has left."""

    shown = Signal(int)  #: the row to be looked at
    reading = Signal(str, str)  #: name of what is read, and which of how many; empty at the end
    opened = Signal(object)  #: Path, to be opened again one day

    def __init__(
        self, around: Context, opener: Opener, machines: MachineList, notices: Notices
    ) -> None:
        super().__init__(machines)
        self._around, self._opener = around, opener
        self._machines, self._notices = machines, notices
        self._under_way: set[asyncio.Task[None]] = set()

    def open(self, paths: Iterable[Path]) -> asyncio.Task[None]:
        """Open each of these and look at the first; what cannot be opened is told in a notice.

        A few are read at a time, and shown in the order in which they were found.
        """
        task = self._around.tasks.spawn(self._open_all(list(paths)))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    def stop(self) -> None:
        """Open no more of what is being opened."""
        for each in self._under_way:
            each.cancel()

    async def open_all(self, paths: list[Path]) -> None:
        """Open each of these, and wait until that is done, or stopped."""
        await asyncio.wait([self.open(paths)])

    async def _open_all(self, paths: list[Path]) -> None:
        found = await self._opener.find(paths)
        for note in found.findings:
            self._around.log.append("warning", str(note))
            self._notices.tell("warning", engine_texts.lines(note))
        has_opened = False
        try:
            self._tell_next(found.machines, 0)
            shown = 0
            async with aclosing(ahead(self._opener.read, found.machines)) as every:
                async for read in every:
                    has_opened |= self._show(read, look=not has_opened)
                    shown += 1
                    self._tell_next(found.machines, shown)
                    await asyncio.sleep(0)  # the window takes its turn
        finally:
            self.reading.emit("", "")

    def _tell_next(self, paths: list[Path], number: int) -> None:
        """Say which of these is waited for."""
        if number < len(paths):
            place = f"{number + 1}/{len(paths)}" if len(paths) > 1 else ""
            self.reading.emit(paths[number].name, place)

    def _show(self, read: Read, *, look: bool) -> bool:
        """Show what was read; whether there was anything."""
        if read.refusal is not None:
            self._around.log.append("error", f"{read.path}: {read.refusal}")
            self._notices.tell("error", engine_texts.failure(read.refusal))
            return False
        if read.results is not None:
            self.take_results(read.results, look=look)
        elif read.opened is not None:
            self._around.log.append("info", opened_line(read.opened.machine))
            job = self.take_in(read.opened, read.folder, look=look)
            if not job.busy:
                job.replan()
        self.opened.emit(read.path)
        return True

    def take_results(self, found: Conversion, *, look: bool = True) -> None:
        """Show a folder of results, in the place of what was read from it before.

        It is looked at, unless something else is to be (``look``); so are machines.
        """
        known = self._machines.row_of(found.folder)
        if known >= 0 and self._machines.busy(known):
            self._shown(known, look=look)
            return
        if known >= 0:
            self._machines.remove(known)
        self._shown(self._machines.add_finished(found), look=look)

    def take_in(
        self, opened: Opened, folder: Path | None = None, *, look: bool = True
    ) -> Migration:
        """Show a machine, in the place of what was read from the same file before."""
        jobs = self._machines.jobs
        known = jobs.find(opened.machine.path)
        if known >= 0 and jobs[known].busy:
            self._shown(known, look=look)
            return jobs[known]
        if known >= 0:
            self._machines.remove(known)
        job, row = self._machines.add(opened, folder)
        self._shown(row, look=look)
        return job

    def _shown(self, row: int, *, look: bool) -> None:
        if look:
            self.shown.emit(row)

    def look_again(self, folder: Path) -> None:
        """What was left in ``folder`` is gone: plan anew what is to go there."""
        for job in self._machines.jobs:
            if job.folder == folder and not job.busy:
                job.replan()

    async def stopped(self, folder: Path) -> Migration:
        """Show the machine whose conversion into ``folder`` was stopped, looked at anew."""
        job = self.take_in(await self._opener.stopped(folder), folder)
        if not job.busy:
            await job.replan()
        return job
