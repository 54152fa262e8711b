"""The rows of the tree: machines to be converted, and below them those that were."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.findings import Refusal
from engine.job.push import pool_job, push_job, start_job
from engine.job.result.conversion import Conversion
from gui.chain.chain_model import ChainModel
from gui.chain.machine_nodes import machine_node
from gui.context import Context
from gui.machines.delivered import Delivered
from gui.machines.finished_machine import FinishedMachine
from gui.machines.machine_rows import MachineRows
from gui.machines.migration import Migration
from gui.machines.migrations import Migrations
from gui.machines.opener import Opened
from gui.queue.entry import Entry
from gui.queue.state import State


class MachineList(QObject):
    """Machines that are open, each with its job, and finished ones; in the order of the rows."""

    removed = Signal()
    told = Signal()  #: a result was sent, or started
    opened = Signal()  #: a finished machine that was started on a server once
    made = Signal(object, object)  #: Path of a result, and the Wish or PoolWish to send it

    def __init__(self, around: Context, model: ChainModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._around, self._model = around, model
        self._finished: list[FinishedMachine] = []
        self.jobs = Migrations(self)
        self.rows = MachineRows(self)
        self.jobs.changed.connect(self.rows.tell)
        around.queue.ended.connect(self._hear_end)

    def __len__(self) -> int:
        return len(self.jobs) + len(self._finished)

    def job(self, row: int) -> Migration | None:
        """The job of the machine at a row; None for a finished one, and beyond the rows."""
        return self.jobs[row] if 0 <= row < len(self.jobs) else None

    def finished(self, row: int) -> FinishedMachine | None:
        """The finished machine at a row; None for one to be converted, and beyond the rows."""
        place = row - len(self.jobs)
        return self._finished[place] if 0 <= place < len(self._finished) else None

    def row_of(self, folder: Path) -> int:
        """The row of the finished machine in ``folder``; -1 if it is not open."""
        folders = [each.folder for each in self._finished]
        return len(self.jobs) + folders.index(folder) if folder in folders else -1

    def about(self, entry: Entry) -> int:
        """The row of the machine or the results that an entry of the queue is about, or -1."""
        jobs = [number for number, job in enumerate(self.jobs) if job.entry is entry]
        return jobs[0] if jobs else self.row_of(entry.folder)

    def busy(self, row: int) -> bool:
        """Whether something waits or runs for the machine at a row."""
        if (job := self.job(row)) is not None:
            return job.busy
        found = self.finished(row)
        return found is not None and bool(self._around.queue.open_in(found.folder))

    def add(self, opened: Opened, folder: Path | None = None) -> tuple[Migration, int]:
        """Show a machine that is to be converted into ``folder``; with its row."""
        job = Migration(self._around, opened, folder)
        row = self.jobs.add(job)
        self._model.add(machine_node(opened.machine), row)
        self.rows.insert(row, job)
        job.progressed.connect(lambda: self._show_progress(job))
        job.left.connect(self.keep)
        job.made.connect(self.made)
        return job, row

    def add_finished(self, conversion: Conversion) -> int:
        """Show a folder of results, below all others; returns its row."""
        found = FinishedMachine(conversion)
        self._finished.append(found)
        row = self._model.add(found.node(), len(self) - 1)
        self.rows.insert(row, found)
        if found.delivered.is_started:
            self.opened.emit()
        return row

    def keep(self, folder: Path) -> None:
        """Show a result that its machine is no longer about."""
        self._around.tasks.spawn(self._keep(folder))

    async def _keep(self, folder: Path) -> None:
        with suppress(Refusal, OSError):  # it was moved away
            found = await self._around.workers.run(partial(Conversion.open, folder))
            if self.row_of(folder) < 0:
                self.add_finished(found)

    def _hear_end(self, entry: Entry) -> None:
        """Something was sent or started: how far the result has come is looked up."""
        if (
            entry.kind in (push_job.KIND, start_job.KIND, pool_job.KIND)
            and self._around.tasks.possible
        ):
            self._around.tasks.spawn(self._look_up(entry))

    async def _look_up(self, entry: Entry) -> None:
        try:
            found = await self._around.workers.run(partial(Conversion.open, entry.folder))
        except (Refusal, OSError):  # it was moved away
            return
        domain = entry.finished.result.get("domain", {}) if entry.finished else {}
        running = entry.state is State.DONE and domain.get("state") == "running"
        for row, machine in enumerate(self.rows.machines):
            if machine.folder != entry.folder:
                continue
            if isinstance(machine, FinishedMachine):
                machine.take(found, running=running)
            elif machine.state is State.DONE:
                machine.delivered = Delivered.of(found, running=running)
            self.rows.tell(row)
        self.told.emit()

    def _show_progress(self, job: Migration) -> None:
        if job in self.jobs:
            self.rows.tell(list(self.jobs).index(job))

    def remove(self, row: int) -> None:
        """Close the machine at a row; its files stay."""
        self._model.remove(row)
        if row < len(self.jobs):
            self.jobs.remove(row)
        else:
            del self._finished[row - len(self.jobs)]
        self.rows.remove(row)  # another one is looked at
        self.removed.emit()
