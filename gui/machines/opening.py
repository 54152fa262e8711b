"""Whatever is opened comes into the list: machines, results, conversions that were stopped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.findings import Refusal
from engine.job import requests
from engine.job.convert import conversion_job
from engine.job.result.conversion import Conversion
from gui import engine_texts
from gui.context import Context
from gui.machines.machine_list import MachineList
from gui.machines.migration import Migration
from gui.machines.opener import Opened, Opener, opened_line
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
        self._is_stopped = False

    def open(self, paths: Iterable[Path]) -> None:
        """Open each of these; one after another, so that questions do not pile up."""
        self._around.tasks.spawn(self.open_all(list(paths)))

    def stop(self) -> None:
        """Open no more of what is being opened."""
        self._is_stopped = True

    async def open_all(self, paths: list[Path]) -> None:
        """Open each of these and look at the first; what cannot be opened is told in a notice."""
        self._is_stopped = has_opened = False
        found = await self._opener.find(paths)
        for note in found.findings:
            self._around.log.append("warning", str(note))
            self._notices.tell("warning", engine_texts.lines(note))
        for number, path in enumerate(found.machines, 1):
            if self._is_stopped:
                break
            count = len(found.machines)
            self.reading.emit(path.name, f"{number}/{count}" if count > 1 else "")
            try:
                await self._open(path, look=not has_opened)
                self.opened.emit(path)
                has_opened = True
            except Refusal as refusal:
                self._around.log.append("error", f"{path}: {refusal}")
                self._notices.tell("error", engine_texts.failure(refusal))
            finally:
                self.reading.emit("", "")

    async def _open(self, path: Path, *, look: bool) -> None:
        if (found := await self._opener.results(path)) is not None:
            self.take_results(found, look=look)
        elif path.is_dir() and requests.left_in(path) == conversion_job.KIND:
            await self.stopped(path, look=look)
        else:
            opened = await self._opener.open(path)
            self._around.log.append("info", opened_line(opened.machine))
            self.take_in(opened, look=look).replan()

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

    async def stopped(self, folder: Path, *, look: bool = True) -> Migration:
        """Show the machine whose conversion into ``folder`` was stopped, looked at anew."""
        job = self.take_in(await self._opener.stopped(folder), folder, look=look)
        if not job.busy:
            await job.replan()
        return job
