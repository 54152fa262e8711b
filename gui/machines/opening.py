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

    shown = Signal(int, bool)  #: the row to be looked at, and whether that is a finished machine
    reading = Signal(str, str)  #: name of what is read, and which of how many; empty at the end
    opened = Signal(object)  #: Path, to be opened again one day

    def __init__(
        self, around: Context, opener: Opener, machines: MachineList, notices: Notices
    ) -> None:
        super().__init__(machines)
        self._around, self._opener = around, opener
        self._machines, self._notices = machines, notices

    def open(self, paths: Iterable[Path]) -> None:
        """Open each of these; one after another, so that questions do not pile up."""
        self._around.tasks.spawn(self.open_all(list(paths)))

    async def open_all(self, paths: list[Path]) -> None:
        """Open each of these; what cannot be opened is told in a notice."""
        found = await self._opener.find(paths)
        for note in found.findings:
            self._around.log.append("warning", str(note))
            self._notices.tell("warning", engine_texts.lines(note))
        for number, path in enumerate(found.machines, 1):
            count = len(found.machines)
            self.reading.emit(path.name, f"{number}/{count}" if count > 1 else "")
            try:
                await self._open(path)
                self.opened.emit(path)
            except Refusal as refusal:
                self._around.log.append("error", f"{path}: {refusal}")
                self._notices.tell("error", engine_texts.failure(refusal))
            finally:
                self.reading.emit("", "")

    async def _open(self, path: Path) -> None:
        if (found := await self._opener.results(path)) is not None:
            self.take_results(found)
        elif path.is_dir() and requests.left_in(path) == conversion_job.KIND:
            await self.stopped(path)
        else:
            opened = await self._opener.open(path)
            self._around.log.append("info", opened_line(opened.machine))
            self.take_in(opened).replan()

    def take_results(self, found: Conversion) -> None:
        """Show a folder of results, in the place of what was read from it before."""
        known = self._machines.row_of(found.folder)
        if known >= 0 and self._machines.busy(known):
            self.shown.emit(known, True)
            return
        if known >= 0:
            self._machines.remove(known)
        self.shown.emit(self._machines.add_finished(found), True)

    def take_in(self, opened: Opened, folder: Path | None = None) -> Migration:
        """Show a machine, in the place of what was read from the same file before."""
        jobs = self._machines.jobs
        known = jobs.find(opened.machine.path)
        if known >= 0 and jobs[known].busy:
            self.shown.emit(known, False)
            return jobs[known]
        if known >= 0:
            self._machines.remove(known)
        job, row = self._machines.add(opened, folder)
        self.shown.emit(row, False)
        return job

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
