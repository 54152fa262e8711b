"""A chain of layers merged into one growable .vmdk: which disk, and where to, asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from engine.findings import Refusal
from engine.job.convert.disk_job import DiskJob
from engine.vmware.model import Disk
from engine.vmware.places import DISK
from gui.context import Context
from gui.engine_texts import failure
from gui.machines.migration import Migration
from gui.machines.opener import Opener
from gui.queue.entry import Entry
from gui.widgets import dialogs
from gui.widgets.notices import Notices


class Flattening(QObject):
    """Asks on ``parent``, and puts the job into the queue."""

    queued = Signal()  #: a job that no card shows

    def __init__(self, parent: QWidget, around: Context, opener: Opener, notices: Notices) -> None:
        super().__init__(parent)
        self._parent, self._around = parent, around
        self._opener, self._notices = opener, notices

    def ask(self) -> None:
        """Ask for the newest .vmdk of a chain."""
        self._around.tasks.spawn(self._choose())

    def merge(self, job: Migration, disk: Disk) -> None:
        """Merge the layers of a disk of ``job``, in the state that is chosen."""
        if disk.layers:
            source = disk.layers[0].path
            placed = _of_disk(job.choices.placed_now, str(disk.slot))
            decided = job.opened.trusted, job.opened.redo
            self._around.tasks.spawn(self._merge(source, *decided, placed))

    async def _choose(self) -> None:
        settings = self._around.settings
        title, patterns = _tr("The newest file of a disk"), _tr("Disks (*.vmdk)")
        disk = await dialogs.choose_file(self._parent, title, settings.last_folder, patterns)
        if disk is None:
            return
        settings.last_folder = str(disk.parent)
        try:
            opened = await self._opener.open(disk)
        except Refusal as refusal:
            self._notices.tell("error", failure(refusal))
        else:
            await self._merge(disk, opened.trusted, opened.redo, {})

    async def _merge(
        self, disk: Path, trusted: bool, redo: str, placed: Mapping[str, Path]
    ) -> None:
        usual = Path(self._around.settings.last_folder) / f"{disk.stem}-merged.vmdk"
        title, patterns = _tr("Merge into one .vmdk"), _tr("Disks (*.vmdk)")
        target = await dialogs.new_file(self._parent, title, usual, patterns)
        if target is None:
            return
        plan = partial(
            DiskJob.planned, disk, target, "vmdk", trusted=trusted, redo=redo, placed=placed
        )
        try:
            job = await self._around.workers.run(plan)
        except Refusal as refusal:
            self._notices.tell("error", failure(refusal))
            return
        self._around.queue.submit(Entry(job, target))
        self.queued.emit()


def _of_disk(placed: Mapping[str, Path], slot: str) -> dict[str, Path]:
    """Of the places of files of a machine those of a disk, named as of a disk without one."""
    return {
        f"{DISK}{of.removeprefix(slot)}": path
        for of, path in placed.items()
        if of.partition(".")[0] == slot
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("flattening", text)
